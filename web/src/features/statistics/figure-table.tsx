import { Stack, Table, Text, Title } from '@mantine/core'
import { useTexts } from '../../lib/texts.ts'
import { TableFrame } from '../../ui/table-frame.tsx'
import type { StatisticPayload } from './calls/statistics-queries.ts'
import { statisticsTexts } from './texts.ts'

type Establishment = StatisticPayload['establishments'][number]
type FigureTableShape = Establishment['tables'][number]
export type Measure = keyof Establishment['total']

interface Props {
  readonly table: FigureTableShape
  readonly total: Establishment['total']
  readonly measure: Measure
}

/** One measure by two axes, with its totals; a masked figure says so. */
export function FigureTable({ table, total, measure }: Props) {
  const texts = useTexts(statisticsTexts)
  const words = useValueWords()
  const rows = [...new Set(table.cells.map((cell) => cell.row))]
  const columns = [...new Set(table.cells.map((cell) => cell.column))]
  const axes = texts.axes as Record<string, string>
  const title = texts.by2(axes[table.rows]!, axes[table.columns]!)
  const figureAt = (row: string | null, column: string | null) =>
    row === null && column === null
      ? total[measure]
      : table.cells.find((cell) => cell.row === row && cell.column === column)![measure]
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      <TableFrame minWidth={520}>
        <Table aria-label={title} verticalSpacing={6} withColumnBorders>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{axes[table.rows]}</Table.Th>
              {columns.map((column) => (
                <Table.Th key={column} ta="right">
                  {words(table.columns, column)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row}>
                <Table.Th scope="row">{words(table.rows, row)}</Table.Th>
                {columns.map((column) => {
                  const { value } = figureAt(row, column)
                  const isTotal = row === null || column === null
                  return (
                    <Table.Td key={column} ta="right" fw={isTotal ? 600 : 400}>
                      {value ?? (
                        <Text span size="sm" c="dimmed" fs="italic">
                          {texts.masking}
                        </Text>
                      )}
                    </Table.Td>
                  )
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
    </Stack>
  )
}

/** `M` is a sex on one axis and a degree on the other. */
function useValueWords() {
  const texts = useTexts(statisticsTexts)
  return (axis: string, value: string | null) => {
    if (value === null) return texts.total
    if (axis === 'cursus' && value === 'M') return texts.master
    if (axis === 'cursus' && value === 'D') return texts.doctorate
    return texts.values[value] ?? value
  }
}
