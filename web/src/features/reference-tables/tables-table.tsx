import { Table, Text } from '@mantine/core'
import { useDates } from '../../lib/dates.ts'
import { paths } from '../../lib/paths.ts'
import { useTextOf } from '../../lib/text-of.ts'
import { useTexts } from '../../lib/texts.ts'
import { AnchorLink } from '../../ui/anchor-link.tsx'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { ReferenceTableState } from './calls/tables-query.ts'
import { SyncCell } from './sync-cell.tsx'
import { referenceTablesTexts } from './texts.ts'

/** The tables in the order in which they are synchronised. */
export function TablesTable({ tables }: { readonly tables: readonly ReferenceTableState[] }) {
  const texts = useTexts(referenceTablesTexts)
  return (
    <TableFrame minWidth={820}>
      <Table aria-label={texts.title}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.table}</Table.Th>
            <Table.Th ta="right">{texts.inService}</Table.Th>
            <Table.Th ta="right">{texts.outOfService}</Table.Th>
            <Table.Th>{texts.lastSync}</Table.Th>
            <Table.Th ta="right">{texts.figures}</Table.Th>
            <Table.Th>{texts.changes}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tables.map((table) => (
            <Row key={table.code} table={table} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  )
}

function Row({ table }: { readonly table: ReferenceTableState }) {
  const texts = useTexts(referenceTablesTexts)
  const textOf = useTextOf()
  const { number } = useDates()
  const { code, label, inService, outOfService, sync } = table
  const rejected = sync?.rejected ?? 0
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>
        <AnchorLink to={paths.referenceTable(code)}>{textOf(label)}</AnchorLink>
      </Table.Th>
      <Table.Td ta="right">{number(inService)}</Table.Td>
      <Table.Td ta="right">{number(outOfService)}</Table.Td>
      <Table.Td>
        <SyncCell sync={sync} />
      </Table.Td>
      <Table.Td ta="right">{sync?.read == null ? '–' : number(sync.read)}</Table.Td>
      <Table.Td>
        {sync?.outcome === 'merged'
          ? texts.changed(sync.inserted ?? 0, sync.updated ?? 0, sync.outOfService ?? 0)
          : '–'}
        {rejected > 0 && (
          <Text size="xs" c="orange">
            <AnchorLink inherit underline="always" to={paths.referenceTable(code)}>
              {texts.rejected(rejected)}
            </AnchorLink>
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
