import { Stack, Table } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
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
import type { LoadKindDescription } from './calls/kinds-query.ts'
import { type LoadSummary, useLoads } from './calls/loads-query.ts'
import { LoadBadge } from './load-badge.tsx'
import { dataLoadTexts } from './texts.ts'

/** Last loads of all kinds, simulations too. */
export function RecentLoads({ kinds }: { readonly kinds: readonly LoadKindDescription[] }) {
  const texts = useTexts(dataLoadTexts)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useLoads()
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={texts.recent}>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingRows rows={4} />
      ) : items.length === 0 ? (
        <EmptyState title={texts.none} icon={<IconDatabaseImport size={32} />}>
          {texts.noneMore}
        </EmptyState>
      ) : (
        <Stack gap="md">
          <TableFrame minWidth={720}>
            <Table aria-label={texts.recent}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.when}</Table.Th>
                  <Table.Th>{texts.kind}</Table.Th>
                  <Table.Th>{texts.file}</Table.Th>
                  <Table.Th>{texts.state}</Table.Th>
                  <Table.Th>{texts.result}</Table.Th>
                  <Table.Th>{texts.by}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((item) => (
                  <LoadRow key={item.id} item={item} kinds={kinds} />
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

interface RowProps {
  readonly item: LoadSummary
  readonly kinds: readonly LoadKindDescription[]
}

function LoadRow({ item, kinds }: RowProps) {
  const textOf = useTextOf()
  const label = kinds.find(({ kind }) => kind === item.kind)?.label
  return (
    <Table.Tr>
      <Table.Td>
        <DateTime at={item.begunAt} seconds={false} />
      </Table.Td>
      <Table.Td>{label ? textOf(label) : item.kind}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <AnchorLink to={paths.dataLoadReport(item.runId)} inherit>
          {item.fileName}
        </AnchorLink>
      </Table.Td>
      <Table.Td>
        <LoadBadge of={item} />
      </Table.Td>
      <Table.Td>
        <ExchangeFigures of={item} />
      </Table.Td>
      <Table.Td>{item.requestedBy}</Table.Td>
    </Table.Tr>
  )
}
