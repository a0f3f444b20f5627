import { Group, Stack, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useParams } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { KeyValueList } from '../../ui/key-value-list.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { AnswersSection } from './answers-section.tsx'
import { type SurveyForm, useForm } from './calls/forms-query.ts'
import { RejectionsSection } from './rejections-section.tsx'
import { SyncCell } from './sync-cell.tsx'
import { formsTexts } from './texts.ts'

/** One form: what came of it, who answered what, and which responses are nobody's. */
export function FormPage() {
  const texts = useTexts(formsTexts)
  const { id = '' } = useParams()
  const { data, error, refetch } = useForm(id)
  return (
    <>
      <PageHeader
        title={data?.label ?? texts.form}
        breadcrumbs={<AnchorLink to={paths.forms()}>{texts.title}</AnchorLink>}
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={6} />
      ) : (
        <Facts form={data} />
      )}
    </>
  )
}

function Facts({ form }: { readonly form: SurveyForm }) {
  const texts = useTexts(formsTexts)
  const operator = useMay()('admissions', 'operator')
  return (
    <Stack gap="lg">
      <Section title={texts.lastSync}>
        <SyncCell form={form} />
        <KeyValueList
          items={[
            { label: texts.code, value: form.code },
            { label: texts.survey, value: form.surveyId },
            { label: texts.answers, value: form.answers },
            { label: texts.formations, value: form.formations.join(', ') || '—' },
          ]}
        />
        {!form.inService && (
          <Group>
            <Text c="dimmed">{texts.outOfService}</Text>
          </Group>
        )}
      </Section>
      {operator ? (
        <AnswersSection form={form} />
      ) : (
        <EmptyState title={texts.operatorsOnly} icon={<IconLock size={32} />}>
          {texts.operatorsOnlyMore}
        </EmptyState>
      )}
      <RejectionsSection form={form} />
    </Stack>
  )
}
