import { Breadcrumbs, Button, Stack, Table, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useHasRight, useMay } from '../../lib/roles.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { type MergeEntry, useMerges } from './calls/merges-query.ts'
import { duplicateTexts } from './texts.ts'
import { UndoWindow } from './undo-window.tsx'

/** The journal of merges: who, which, when, and taking one back. */
export function MergesPage() {
  const texts = useTexts(duplicateTexts)
  return (
    <>
      <PageHeader
        title={texts.mergesTitle}
        description={texts.mergesDescription}
        breadcrumbs={
          <Breadcrumbs>
            <AnchorLink to={paths.duplicates()}>{texts.breadcrumb}</AnchorLink>
          </Breadcrumbs>
        }
      />
      <Journal />
    </>
  )
}

function Journal() {
  const texts = useTexts(duplicateTexts)
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useMerges()
  const [undoing, setUndoing] = useState<MergeEntry | null>(null)
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingRows rows={4} height={64} />
  const items = data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return (
      <EmptyState title={texts.mergesEmpty} icon={<IconHistory size={32} />}>
        {texts.mergesEmptyMore}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <TableFrame minWidth={860}>
        <Table aria-label={texts.mergesTitle}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.when}</Table.Th>
              <Table.Th>{texts.kept}</Table.Th>
              <Table.Th>{texts.absorbed}</Table.Th>
              <Table.Th>{texts.moved}</Table.Th>
              <Table.Th>{texts.acts}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((entry) => (
              <EntryRow key={entry.id} entry={entry} onUndo={() => setUndoing(entry)} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <MoreButton of={{ hasNextPage, isFetchingNextPage, fetchNextPage }}>{texts.more}</MoreButton>
      <UndoWindow entry={undoing} onClose={() => setUndoing(null)} />
    </Stack>
  )
}

function EntryRow({ entry, onUndo }: { readonly entry: MergeEntry; readonly onUndo: () => void }) {
  const texts = useTexts(duplicateTexts)
  const dates = useDates()
  const mayUndo = useMay()('health', 'operator') && useHasRight('medical')
  const moved = entry.moved.map(({ thing, rows }) => texts.things[thing](rows)).join(', ')
  return (
    <Table.Tr>
      <Table.Td>
        <DateTime at={entry.madeAt} seconds={false} />
        <Text size="sm" c="dimmed">
          {entry.madeBy}
        </Text>
      </Table.Td>
      <Person name={entry.keptName} id={entry.keptId} header />
      <Person name={entry.absorbedName} id={entry.absorbedId} />
      <Table.Td maw={300}>
        <Text size="sm">{moved || texts.nothingMoves}</Text>
      </Table.Td>
      <Table.Td>
        {entry.undoneAt !== null ? (
          <Text size="sm">{texts.undone(entry.undoneBy ?? '', dates.dateMinute(entry.undoneAt))}</Text>
        ) : entry.undoable ? (
          <Stack gap={4} align="flex-start">
            {mayUndo && (
              <Button
                variant="default"
                size="xs"
                onClick={onUndo}
                aria-label={texts.undoThis(entry.keptName)}
              >
                {texts.undo}
              </Button>
            )}
            <Text size="sm" c="dimmed">
              {texts.until(dates.dateMinute(entry.undoableUntil))}
            </Text>
          </Stack>
        ) : (
          <Text size="sm" c="dimmed">
            {texts.tooLate}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function Person({
  name,
  id,
  header = false,
}: {
  readonly name: string
  readonly id: number
  readonly header?: boolean
}) {
  const texts = useTexts(duplicateTexts)
  const content = (
    <>
      {name}
      <Text size="sm" c="dimmed" fw={400}>
        {texts.record(String(id))}
      </Text>
    </>
  )
  return header ? <Table.Th scope="row">{content}</Table.Th> : <Table.Td>{content}</Table.Td>
}
