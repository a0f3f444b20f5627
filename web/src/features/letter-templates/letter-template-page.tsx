import { Alert, Breadcrumbs, Button, Group, SimpleGrid, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ProblemAlert } from '../../ui/problem-alert.tsx'
import { Section } from '../../ui/section.tsx'
import { tell } from '../../ui/tell.ts'
import { UnsavedChanges } from '../../ui/unsaved-changes.tsx'
import { type LetterSample, useLetterPreview } from './calls/preview.ts'
import { useSaveTemplate } from './calls/save-template.ts'
import { type LetterTemplatePage as Loaded, useLetterTemplate } from './calls/templates-query.ts'
import { contentOf, type Draft, draftOf, sameDraft } from './draft.ts'
import classes from './letter-template-page.module.css'
import { PreviewSection } from './preview-section.tsx'
import { TemplateFields } from './template-fields.tsx'
import { letterTexts } from './texts.ts'
import { VersionsSection } from './versions-section.tsx'

/** How long after a key the picture is drawn anew. */
const pauseMs = 250

export function LetterTemplatePage() {
  const texts = useTexts(letterTexts)
  const { kind = '' } = useParams()
  const { data, error, refetch } = useLetterTemplate(kind)
  const title = data ? texts.kinds[data.kind] : texts.title
  return (
    <>
      <PageHeader
        title={title}
        description={data && texts.kindNotes[data.kind]}
        breadcrumbs={
          <Breadcrumbs>
            <AnchorLink to={paths.followUps()}>{texts.followUps}</AnchorLink>
            <AnchorLink to={paths.letterTemplates()}>{texts.title}</AnchorLink>
          </Breadcrumbs>
        }
      />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingRows rows={4} height={120} />}
      {data && <Editor key={data.kind} page={data} />}
    </>
  )
}

function Editor({ page }: { readonly page: Loaded }) {
  const texts = useTexts(letterTexts)
  const textOf = useTextOf()
  const may = useMay()('health', 'administrator')
  const save = useSaveTemplate(page.kind)
  // The version that this draft began from: what others save meanwhile must not slip under it.
  const [begun, setBegun] = useState({ version: page.version, draft: draftOf(page.content) })
  const [draft, setDraft] = useState<Draft>(begun.draft)
  const [sample, setSample] = useState<LetterSample>('short')
  const unsaved = !sameDraft(draft, begun.draft)
  const content = contentOf(draft)
  const [request] = useDebouncedValue({ content, sample }, pauseMs)
  const preview = useLetterPreview(page.kind, request)
  const faults = preview.data?.faults ?? []
  const errorOf = (field: keyof Draft) => {
    const own = faults.filter(({ path }) => path === field || path.startsWith(`${field}.`))
    return own.length === 0 ? undefined : [...new Set(own.map(({ message }) => textOf(message)))].join(' · ')
  }
  const submit = () =>
    save.mutate(
      { version: begun.version, content },
      {
        onSuccess: (saved) => {
          const draft = draftOf(saved.content)
          setBegun({ version: saved.version, draft })
          setDraft(draft)
          tell(`${texts.saved(saved.version)}. ${texts.savedNote}`)
        },
      },
    )
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" className={classes.columns ?? ''}>
      <Stack gap="lg">
        <Section title={texts.letter} description={may ? undefined : texts.readerNote}>
          <form
            onSubmit={(event) => {
              event.preventDefault()
              submit()
            }}
          >
            <Stack gap="md">
              <TemplateFields
                kind={page.kind}
                draft={draft}
                onChange={setDraft}
                errorOf={errorOf}
                readOnly={!may}
              />
              {may && (preview.data?.warnings.length ?? 0) > 0 && (
                <Alert color="yellow" title={texts.toImprove}>
                  {preview.data?.warnings.map(({ path, message }) => (
                    <div key={path}>{textOf(message)}</div>
                  ))}
                </Alert>
              )}
              <ProblemAlert error={save.error} />
              {may && (
                <Group justify="flex-end" gap="sm">
                  {unsaved && (
                    <Button variant="default" onClick={() => setDraft(begun.draft)}>
                      {texts.undo}
                    </Button>
                  )}
                  <Button type="submit" loading={save.isPending} disabled={!unsaved || faults.length > 0}>
                    {texts.save}
                  </Button>
                </Group>
              )}
            </Stack>
          </form>
        </Section>
        <VersionsSection
          page={page}
          onPutBack={
            may
              ? (old) => {
                  setDraft(draftOf(old))
                  tell(texts.putBackDone)
                }
              : null
          }
        />
      </Stack>
      <PreviewSection
        kind={page.kind}
        content={content}
        sample={sample}
        onSample={setSample}
        preview={preview.data}
        error={preview.error}
        onRetry={() => void preview.refetch()}
      />
      <UnsavedChanges unsaved={unsaved} />
    </SimpleGrid>
  )
}
