import { Button, Stack, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { DownloadLink } from '../../ui/download-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { editionsQuery, editionUrl, type FollowUpEdition } from './calls/editions-query.ts'
import { CancelEditionDialog } from './cancel-edition-dialog.tsx'
import { followUpTexts } from './texts.ts'

/** What the batches left: listings and letters, to download, print and post. */
export function EditionsTab({ operator }: { readonly operator: boolean }) {
  const texts = useTexts(followUpTexts)
  const list = useInfiniteQuery(editionsQuery)
  const [undone, setUndone] = useState<FollowUpEdition | null>(null)
  const items = list.data?.pages.flatMap((page) => page.items)
  if (list.error && !items) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />
  if (!items) return <LoadingRows rows={8} height={48} />
  if (items.length === 0)
    return (
      <EmptyState title={texts.noEdition} icon={<IconPrinter size={32} />}>
        {texts.noEditionHint}
      </EmptyState>
    )
  return (
    <Stack gap="md">
      <TableFrame minWidth={900}>
        <Table aria-label={texts.editionsTab}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.file}</Table.Th>
              <Table.Th>{texts.content}</Table.Th>
              <Table.Th>{texts.made}</Table.Th>
              <Table.Th>{texts.taken}</Table.Th>
              <Table.Th>{texts.run}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{texts.acts}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((edition) => (
              <Row key={edition.id} edition={edition} operator={operator} onUndo={() => setUndone(edition)} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <MoreButton of={list}>{texts.more}</MoreButton>
      <CancelEditionDialog edition={undone} onClose={() => setUndone(null)} />
    </Stack>
  )
}

interface RowProps {
  readonly edition: FollowUpEdition
  readonly operator: boolean
  readonly onUndo: () => void
}

function Row({ edition, operator, onUndo }: RowProps) {
  const texts = useTexts(followUpTexts)
  const { fileName, batchCode, objects, pages, cancelledBy } = edition
  const content = pages === null ? texts.lines(objects) : `${texts.letters(objects)}, ${texts.pages(pages)}`
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={500}>
        <FileCell edition={edition} operator={operator} />
        <Text size="xs" c="dimmed">
          {texts.batches[batchCode]}
        </Text>
      </Table.Th>
      <Table.Td>{content}</Table.Td>
      <Table.Td>
        <DateTime at={edition.createdAt} seconds={false} />
      </Table.Td>
      <Table.Td>
        {edition.firstDownloadedAt === null ? (
          <Text size="sm" c="dimmed">
            {texts.notTaken}
          </Text>
        ) : (
          <>
            <DateTime at={edition.firstDownloadedAt} seconds={false} />
            <Text size="xs" c="dimmed">
              {texts.by(edition.firstDownloadedBy ?? '')}
            </Text>
          </>
        )}
      </Table.Td>
      <Table.Td>
        <AnchorLink to={paths.run(edition.runId)} size="sm">
          {texts.runOf(edition.runId)}
        </AnchorLink>
      </Table.Td>
      <Table.Td ta="right">
        {cancelledBy !== null && (
          <Text size="sm" c="dimmed">
            {texts.cancelled(cancelledBy)}
          </Text>
        )}
        {operator && edition.cancellable && (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            onClick={onUndo}
            aria-label={texts.undoOf(fileName)}
          >
            {texts.undo}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

/** A link while there is something valid to take away. */
function FileCell({ edition, operator }: { readonly edition: FollowUpEdition; readonly operator: boolean }) {
  const texts = useTexts(followUpTexts)
  const { fileName, bytes, cancelledAt, kept } = edition
  if (operator && kept && cancelledAt === null)
    return (
      <DownloadLink href={editionUrl(edition)} bytes={bytes}>
        {fileName}
      </DownloadLink>
    )
  return (
    <>
      <Text span inherit td={cancelledAt === null ? undefined : 'line-through'}>
        {fileName}
      </Text>
      {!kept && (
        <Text size="xs" c="dimmed">
          {texts.gone}
        </Text>
      )}
    </>
  )
}
