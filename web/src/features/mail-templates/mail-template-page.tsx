import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { UnsavedChanges } from '../../ui/unsaved-changes.tsx'
import { useChangeTemplate, useTestMail } from './calls/change-template.ts'
import { useTemplatePreview } from './calls/preview.ts'
import { type MailTemplate, useMailTemplate } from './calls/templates-query.ts'
import { mailTemplatesTexts } from './texts.ts'
import { Variables } from './variables.tsx'

type Language = 'fr' | 'en'
type Words = MailTemplate['fr']

/** How long after a key the preview is asked for anew. */
const pauseMs = 250

export function MailTemplatePage() {
  const texts = useTexts(mailTemplatesTexts)
  const textOf = useTextOf()
  const { code = '' } = useParams()
  const { data, error, refetch } = useMailTemplate(code)
  return (
    <>
      <PageHeader
        title={data ? textOf(data.label) : texts.title}
        description={code}
        breadcrumbs={<AnchorLink to={paths.mailTemplates()}>{texts.title}</AnchorLink>}
      />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={3} height={120} />}
      {data && <Editor key={`${data.code} ${data.version}`} template={data} />}
    </>
  )
}

function Editor({ template }: { readonly template: MailTemplate }) {
  const texts = useTexts(mailTemplatesTexts)
  const may = useMay()('admissions', 'administrator')
  const change = useChangeTemplate(template.code)
  const test = useTestMail(template.code)
  const [language, setLanguage] = useState<Language>('fr')
  const [draft, setDraft] = useState<{ fr: Words; en: Words | null }>({ fr: template.fr, en: template.en })
  const [resetting, setResetting] = useState(false)
  const unsaved = JSON.stringify(draft) !== JSON.stringify({ fr: template.fr, en: template.en })
  const words = draft[language]
  const question = { language, subject: words?.subject ?? '', body: words?.body ?? '' }
  const [asked] = useDebouncedValue(question, pauseMs)
  const preview = useTemplatePreview(template.code, asked)
  const faults = words === null ? [] : (preview.data?.faults ?? [])
  const faultOf = (path: 'subject' | 'body') =>
    faults
      .filter((fault) => fault.path === path)
      .map(({ message }) => message)
      .join(' · ') || undefined
  const write = (next: Partial<Words>) =>
    setDraft({ ...draft, [language]: { subject: '', body: '', ...words, ...next } })
  const version = template.version
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Stack gap="lg">
        <Section title={texts.words} description={may ? undefined : texts.readerNote}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              change.mutate({ version, ...draft }, { onSuccess: () => tell(texts.saved) })
            }}
          >
            <Stack gap="md">
              <Group justify="space-between">
                <SegmentedControl
                  aria-label={texts.language}
                  value={language}
                  onChange={(value) => setLanguage(value as Language)}
                  data={(['fr', 'en'] as const).map((value) => ({ value, label: texts.languages[value] }))}
                />
                <WordBadge tone={template.inService ? 'applied' : 'review'}>
                  {template.inService ? texts.inService : texts.outOfService}
                </WordBadge>
              </Group>
              {words === null ? (
                <Stack gap="sm" align="flex-start">
                  <Text>{texts.noEnglish}</Text>
                  {may && (
                    <Button variant="default" onClick={() => write(template.shipped?.en ?? {})}>
                      {texts.addEnglish}
                    </Button>
                  )}
                </Stack>
              ) : (
                <>
                  <TextInput
                    label={texts.subject}
                    value={words.subject}
                    onChange={(event) => write({ subject: event.currentTarget.value })}
                    error={faultOf('subject')}
                    readOnly={!may}
                  />
                  <Textarea
                    label={texts.body}
                    value={words.body}
                    onChange={(event) => write({ body: event.currentTarget.value })}
                    error={faultOf('body')}
                    readOnly={!may}
                    autosize
                    minRows={10}
                    maxRows={24}
                  />
                </>
              )}
              <ProblemAlert error={change.error ?? test.error} />
              {may && (
                <Group justify="flex-end" gap="sm">
                  {language === 'en' && words !== null && (
                    <Button variant="subtle" onClick={() => setDraft({ ...draft, en: null })}>
                      {texts.removeEnglish}
                    </Button>
                  )}
                  {unsaved && (
                    <Button variant="default" onClick={() => setDraft({ fr: template.fr, en: template.en })}>
                      {texts.undo}
                    </Button>
                  )}
                  <Button type="submit" loading={change.isPending} disabled={!unsaved || faults.length > 0}>
                    {texts.save}
                  </Button>
                </Group>
              )}
            </Stack>
          </form>
        </Section>
        <Variables
          template={template}
          onInsert={may && words !== null ? (name) => write({ body: `${words.body}\${${name}}` }) : null}
        />
      </Stack>
      <Stack gap="lg">
        <Section title={texts.preview} description={texts.previewNote}>
          {preview.error && !preview.data && (
            <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
          )}
          {words !== null && faults.length > 0 && <Alert color="yellow">{texts.faulty}</Alert>}
          {words !== null && preview.data?.mail && (
            <Stack gap="sm" aria-live="polite">
              <Text fw={600}>{preview.data.mail.subject}</Text>
              <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
                {preview.data.mail.text}
              </Text>
            </Stack>
          )}
        </Section>
        {may && (
          <Group gap="sm">
            <Button
              variant="default"
              loading={test.isPending}
              disabled={words === null || faults.length > 0}
              onClick={() =>
                test.mutate(question, {
                  onSuccess: ({ to, leaves }) => tell(leaves ? texts.tested(to) : texts.testWaits(to)),
                })
              }
            >
              {texts.test}
            </Button>
            <Button
              variant="default"
              disabled={unsaved}
              onClick={() => change.mutate({ version, inService: !template.inService })}
            >
              {template.inService ? texts.switchOff : texts.switchOn}
            </Button>
            {template.reworded && template.shipped !== null && (
              <Button variant="default" onClick={() => setResetting(true)}>
                {texts.reset}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      <ConfirmDialog
        opened={resetting}
        title={texts.resetTitle}
        confirmLabel={texts.reset}
        onConfirm={() =>
          change.mutate(
            { reset: version },
            {
              onSuccess: () => tell(texts.resetDone),
              onSettled: () => setResetting(false),
            },
          )
        }
        onClose={() => setResetting(false)}
      >
        {texts.resetQuestion}
      </ConfirmDialog>
      <UnsavedChanges unsaved={unsaved} />
    </SimpleGrid>
  )
}
