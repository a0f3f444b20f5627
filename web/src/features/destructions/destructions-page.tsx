import { Badge, Button, Stack, Table } from '@mantine/core'
import { IconShredder, IconTrash } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { BatchSentence } from '../../ui/batch-sentence.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type DestructionList, useDestructions } from './calls/destructions-queries.ts'
import { destructionsTexts } from './texts.ts'

const batch = 'BATCH_DESTRUCT_DOSSIER'

/** What is to be destroyed next, and the proofs of what was. */
export function DestructionsPage() {
  const texts = useTexts(destructionsTexts)
  const may = useMay()
  const { data, error, refetch } = useDestructions()
  if (data === undefined)
    return (
      <>
        <PageHeader title={texts.title} />
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={5} />}
      </>
    )
  return (
    <>
      <PageHeader
        title={texts.title}
        description={<BatchSentence words={texts.description(data.retentionDays)} batch={batch} />}
        actions={
          data.next.some(({ isDue }) => isDue) && may('admissions', 'operator') ? (
            <Button
              component={Link}
              to={paths.launch(batch)}
              color="red"
              leftSection={<IconTrash size={18} aria-hidden="true" />}
            >
              {texts.now}
            </Button>
          ) : null
        }
      />
      <Stack gap="lg">
        <Next items={data.next} />
        <Reports items={data.items} />
      </Stack>
    </>
  )
}

function Next({ items }: { readonly items: DestructionList['next'] }) {
  const texts = useTexts(destructionsTexts)
  return (
    <Section title={texts.next} description={texts.nextHint}>
      {items.length === 0 ? (
        <EmptyState title={texts.noNext}>{texts.noNextHint}</EmptyState>
      ) : (
        <TableFrame minWidth={480}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.campaign}</Table.Th>
                <Table.Th>{texts.archivedAt}</Table.Th>
                <Table.Th>{texts.dueAt}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ id, code, archivedAt, dueAt, isDue }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <AnchorLink to={paths.campaign(id)}>{code}</AnchorLink>
                  </Table.Td>
                  <Table.Td>
                    <DateTime at={archivedAt} seconds={false} />
                  </Table.Td>
                  <Table.Td>
                    <DateTime at={dueAt} seconds={false} />{' '}
                    {isDue && (
                      <Badge color="red" variant="light" tt="none">
                        {texts.due}
                      </Badge>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </Section>
  )
}

function Reports({ items }: { readonly items: DestructionList['items'] }) {
  const texts = useTexts(destructionsTexts)
  const dates = useDates()
  return (
    <Section title={texts.reports}>
      {items.length === 0 ? (
        <EmptyState title={texts.empty} icon={<IconShredder size={32} />}>
          {texts.emptyHint}
        </EmptyState>
      ) : (
        <TableFrame minWidth={560}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.campaign}</Table.Th>
                <Table.Th>{texts.destroyed}</Table.Th>
                <Table.Th ta="right">{texts.accounts}</Table.Th>
                <Table.Th ta="right">{texts.applications}</Table.Th>
                <Table.Th ta="right">{texts.files}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map(({ id, campaignCode, completedAt, counts }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <AnchorLink to={paths.destruction(id)} fw={600}>
                      {campaignCode}
                    </AnchorLink>
                  </Table.Td>
                  <Table.Td>
                    {completedAt === null ? (
                      <Badge color="orange" variant="light" tt="none">
                        {texts.underWay}
                      </Badge>
                    ) : (
                      <DateTime at={completedAt} seconds={false} />
                    )}
                  </Table.Td>
                  <Table.Td ta="right">{dates.number(counts.accounts ?? 0)}</Table.Td>
                  <Table.Td ta="right">{dates.number(counts.applications ?? 0)}</Table.Td>
                  <Table.Td ta="right">
                    {dates.number((counts.filesRemoved ?? 0) + (counts.filesAbsent ?? 0))}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </TableFrame>
      )}
    </Section>
  )
}
