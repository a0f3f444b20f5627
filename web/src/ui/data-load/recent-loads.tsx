import { Stack, Table } from '@mantine/core'
import { IconDatabaseImport } from '@tabler/icons-react'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../anchor-link.tsx'
import { EmptyState } from '../empty-state.tsx'
import { ErrorState } from '../error-state.tsx'
import { ExchangeFigures } from '../exchange/exchange-figures.tsx'
import { LoadingRows } from '../loading-rows.tsx'
import { DateTime } from '../moments.tsx'
import { MoreButton } from '../more-button.tsx'
import { Section } from '../section.tsx'
import { TableFrame } from '../table-frame.tsx'
import type { LoadKindDescription } from './kinds-query.ts'
import { LoadBadge } from './load-badge.tsx'
import { useLoadOffice } from './load-office.ts'
import { type LoadSummary, useLoads } from './loads-query.ts'
import { loadTexts } from './texts.ts'

/** Last loads of all kinds, simulations too. */
export function RecentLoads({ kinds }: { readonly kinds: readonly LoadKindDescription[] }) {
  const texts = useTexts(loadTexts)
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
  const { report } = useLoadOffice()
  const textOf = useTextOf()
  const label = kinds.find(({ kind }) => kind === item.kind)?.label
  return (
    <Table.Tr>
      <Table.Td>
        <DateTime at={item.begunAt} seconds={false} />
      </Table.Td>
      <Table.Td>{label ? textOf(label) : item.kind}</Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <AnchorLink to={report(item.runId)} inherit>
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
