import { Alert, Button, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconClipboardList, IconPlayerPlay, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { BatchSentence } from '../../ui/batch-sentence.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type SurveyForm, useForms } from './calls/forms-query.ts'
import { FormWindow } from './form-window.tsx'
import { SyncCell } from './sync-cell.tsx'
import { formsTexts } from './texts.ts'

const batch = 'BATCH_SYNC_LIMESURVEY'

/** Forms filled in LimeSurvey, and what the last synchronisation made of each. */
export function FormsPage() {
  const texts = useTexts(formsTexts)
  const editable = useMay()('admissions', 'administrator')
  const { data, error, refetch } = useForms()
  const [opened, setOpened] = useState<SurveyForm | 'new' | null>(null)
  return (
    <>
      <PageHeader
        title={texts.title}
        description={<BatchSentence words={texts.description} batch={batch} />}
        actions={
          <>
            <Button
              component={Link}
              to={paths.batch(batch)}
              variant="default"
              leftSection={<IconPlayerPlay size={18} aria-hidden="true" />}
            >
              {texts.launch}
            </Button>
            {editable && (
              <Button
                leftSection={<IconPlus size={18} aria-hidden="true" />}
                onClick={() => setOpened('new')}
              >
                {texts.add}
              </Button>
            )}
          </>
        }
      />
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={6} height={56} />
      ) : (
        <Stack gap="md">
          {!data.configured && <Alert color="orange">{texts.unconfigured}</Alert>}
          {data.items.length === 0 ? (
            <EmptyState title={texts.none} icon={<IconClipboardList size={32} />}>
              {texts.noneMore}
            </EmptyState>
          ) : (
            <FormsTable forms={data.items} editable={editable} onOpen={setOpened} />
          )}
          {!editable && (
            <Text c="dimmed" size="sm">
              {texts.readOnly}
            </Text>
          )}
          <FormWindow
            opened={opened}
            codes={data.items.map(({ code }) => code)}
            onClose={() => setOpened(null)}
          />
        </Stack>
      )}
    </>
  )
}

interface TableProps {
  readonly forms: readonly SurveyForm[]
  readonly editable: boolean
  readonly onOpen: (form: SurveyForm) => void
}

function FormsTable({ forms, editable, onOpen }: TableProps) {
  const texts = useTexts(formsTexts)
  return (
    <TableFrame minWidth={760}>
      <Table aria-label={texts.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.form}</Table.Th>
            <Table.Th>{texts.survey}</Table.Th>
            <Table.Th ta="right">{texts.formations}</Table.Th>
            <Table.Th ta="right">{texts.answers}</Table.Th>
            <Table.Th>{texts.lastSync}</Table.Th>
            {editable && (
              <Table.Th>
                <VisuallyHidden>{texts.actions}</VisuallyHidden>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {forms.map((form) => (
            <Table.Tr key={form.id} {...(form.inService ? {} : { c: 'dimmed' })}>
              <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                <AnchorLink to={paths.form(form.id)}>{form.label}</AnchorLink>
                <Text size="xs" c="dimmed">
                  {form.code}
                  {!form.inService && ` · ${texts.outOfService}`}
                </Text>
              </Table.Th>
              <Table.Td>{form.surveyId}</Table.Td>
              <Table.Td ta="right">{form.formations.length}</Table.Td>
              <Table.Td ta="right">{form.answers}</Table.Td>
              <Table.Td maw={360}>
                <SyncCell form={form} />
              </Table.Td>
              {editable && (
                <Table.Td ta="right">
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={texts.editOf(form.label)}
                    onClick={() => onOpen(form)}
                  >
                    {texts.edit}
                  </Button>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}
