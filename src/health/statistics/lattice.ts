/**
 * The figures of one establishment as nodes that add up: its total, and for each table the totals of the rows, those of
 * the columns, and the cells. A line is a sum: the first node is the total of the others.
 *
 * The same sums are a network, in which a value is the flow of an edge: the total flows into the rows of a table, on
 * through its cells into its columns, from there into the rows of the next table, and after the last one back.
 * What is known of one figure from the others is then a question of flows, answered exactly and in whole numbers
 * (`flow-ranges.ts`).
 */
export interface Lattice {
  readonly nodes: number
  readonly lines: readonly (readonly number[])[]
  /** The lines that a node is in. */
  readonly linesOf: readonly (readonly number[])[]
  readonly vertices: number
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Node of a table's total of a row, of a column, of a cell. */
  row(table: number, row: number): number
  column(table: number, column: number): number
  cell(table: number, row: number, column: number): number
}

export const totalNode = 0

/** `shapes`: rows and columns of each table. */
export function latticeOf(shapes: readonly (readonly [rows: number, columns: number])[]): Lattice {
  const from: number[] = []
  const to: number[] = []
  const lines: number[][] = []
  const starts: number[] = []
  let vertices = shapes.length + 1
  const add = (a: number, b: number) => from.push(a) && to.push(b) && from.length - 1
  // Vertex k is the entry of table k, the last one the exit of the last table.
  add(shapes.length, 0)
  for (const [table, [rows, columns]] of shapes.entries()) {
    starts.push(from.length)
    const rowVertex = vertices
    const columnVertex = vertices + rows
    vertices += rows + columns
    const rowNodes = range(rows, (i) => add(table, rowVertex + i))
    const columnNodes = range(columns, (j) => add(columnVertex + j, table + 1))
    const cells = range(rows, (i) => range(columns, (j) => add(rowVertex + i, columnVertex + j)))
    lines.push([totalNode, ...rowNodes], [totalNode, ...columnNodes])
    for (const [i, node] of rowNodes.entries()) lines.push([node, ...cells[i]!])
    for (const [j, node] of columnNodes.entries()) lines.push([node, ...cells.map((row) => row[j]!)])
  }
  const linesOf = from.map((_, node) => lines.flatMap((line, index) => (line.includes(node) ? [index] : [])))
  return {
    nodes: from.length,
    lines,
    linesOf,
    vertices,
    from,
    to,
    row: (table, row) => starts[table]! + row,
    column: (table, column) => starts[table]! + shapes[table]![0] + column,
    cell: (table, row, column) =>
      starts[table]! + shapes[table]![0] + shapes[table]![1] + row * shapes[table]![1] + column,
  }
}

function range<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
