import { Table } from '@mantine/core'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { WordBadge } from '../../ui/exchange/word-badge.tsx'
import { DateTime } from '../../ui/moments.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { ReferenceRows } from './calls/tables-query.ts'
import { referenceTablesTexts } from './texts.ts'

interface Props {
  readonly columns: ReferenceRows['columns']
  readonly items: ReferenceRows['items']
  readonly busy: boolean
}

/** Rows with the columns that their table has. */
export function RowsTable({ columns, items, busy }: Props) {
  const texts = useTexts(referenceTablesTexts)
  const textOf = useTextOf()
  const shown = (value: string | boolean | null) =>
    value === null ? '–' : typeof value === 'boolean' ? (value ? texts.yes : texts.no) : value
  return (
    <TableFrame minWidth={360 + columns.length * 110} busy={busy}>
      <Table aria-label={texts.rows} opacity={busy ? 0.6 : 1}>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name, label }) => (
              <Table.Th key={name}>{textOf(label)}</Table.Th>
            ))}
            <Table.Th>{texts.state}</Table.Th>
            <Table.Th>{texts.changedAt}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map(({ values, inService, changedAt }) => (
            <Table.Tr key={JSON.stringify(values)}>
              {columns.map(({ name }, index) => (
                <Table.Td key={name} style={{ overflowWrap: 'anywhere' }}>
                  {shown(values[index] ?? null)}
                </Table.Td>
              ))}
              <Table.Td>
                <WordBadge tone={inService ? 'applied' : 'discarded'}>
                  {inService ? texts.inService : texts.outOfService}
                </WordBadge>
              </Table.Td>
              <Table.Td>
                <DateTime at={changedAt} seconds={false} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}
