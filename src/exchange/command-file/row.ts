/**
 * One line of a command file, split into cells: unquoted, trimmed, `&#44;` and `&#59;` decoded. Line numbers are those
 * that the sender sees, the file's first being 1.
 */
export interface Row {
  readonly line: number
  /** `undefined`: the file has no such column. `''`: the cell is empty. */
  value(column: string): string | undefined
  /** The same without the difference: `''` in both cases. */
  text(column: string): string
  /** Columns of the file that are neither ignored nor unknown, by their canonical names, in the file's order. */
  readonly columns: readonly string[]
}
