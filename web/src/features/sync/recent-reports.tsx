import { Stack, Table } from '@mantine/core'
import { paths } from '../../lib/paths.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { ExchangeFigures } from '../../ui/exchange/exchange-figures.tsx'
import { LoadingRows } from '../../ui/loading-rows.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Section } from '../../ui/section.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import { useRecentExchanges } from './calls/exchanges-query.ts'
import { SyncBadge } from './sync-badge.tsx'
import { syncTexts } from './texts.ts'

/** Last reports of a tool, simulations too. */
export function RecentReports({ tool }: { readonly tool: string }) {
  const texts = useTexts(syncTexts)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRecentExchanges(tool)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={texts.reports}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={4} />
      ) : items.length === 0 ? (
        <EmptyState title={texts.neverRan}>{texts.neverRanMore}</EmptyState>
      ) : (
        <Stack gap="md">
          <TableFrame minWidth={640}>
            <Table aria-label={texts.reports}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.when}</Table.Th>
                  <Table.Th>{texts.file}</Table.Th>
                  <Table.Th>{texts.state}</Table.Th>
                  <Table.Th>{texts.result}</Table.Th>
                  <Table.Th>{texts.by}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((item) => (
                  <Table.Tr key={item.id}>
                    <Table.Td>
                      <DateTime at={item.begunAt} seconds={false} />
                    </Table.Td>
                    <Table.Td style={{ overflowWrap: 'anywhere' }}>
                      <AnchorLink to={paths.syncReport(item.id)} inherit>
                        {item.fileName || `#${item.id}`}
                      </AnchorLink>
                    </Table.Td>
                    <Table.Td>
                      <SyncBadge of={item} />
                    </Table.Td>
                    <Table.Td>
                      <ExchangeFigures of={item} />
                    </Table.Td>
                    <Table.Td>{item.requestedBy ?? texts.byPlan}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </TableFrame>
          <MoreButton of={{ hasNextPage, isFetchingNextPage, fetchNextPage }}>{texts.more}</MoreButton>
        </Stack>
      )}
    </Section>
  )
}
