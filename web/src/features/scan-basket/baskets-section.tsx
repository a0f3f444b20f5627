import { Table } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { FileSize, RelativeTime } from '../../ui/moments.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { useBaskets } from './calls/basket-query.ts'
import { scanBasketTexts } from './texts.ts'

/** Whose baskets hold how much: for operators, who see no names of documents. */
export function BasketsSection() {
  const texts = useTexts(scanBasketTexts)
  const { data, error, refetch } = useBaskets()
  return (
    <Section title={texts.all} description={texts.allMore}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={3} />
      ) : data.items.length === 0 ? (
        <EmptyState title={texts.allEmpty}>{texts.allEmptyMore}</EmptyState>
      ) : (
        <TableFrame minWidth={480}>
          <Table aria-label={texts.all}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.owner}</Table.Th>
                <Table.Th>{texts.files}</Table.Th>
                <Table.Th>{texts.size}</Table.Th>
                <Table.Th>{texts.oldest}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.items.map(({ owner, files, bytes, oldestAt }) => (
                <Table.Tr key={owner}>
                  <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
                    {owner}
                  </Table.Th>
                  <Table.Td>{files}</Table.Td>
                  <Table.Td>
                    <FileSize bytes={bytes} />
                  </Table.Td>
                  <Table.Td>
                    <RelativeTime at={oldestAt} />
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
