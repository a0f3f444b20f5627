/** Rows under their captions, in aligned columns; the last column is as long as it is. */
export function table(captions: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [captions, ...rows]
  const widths = captions.map((_, column) => Math.max(...all.map((row) => length(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column]! - length(cell)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [line(captions), rule, ...rows.map(line)].join('\n')
}

/** Captions and values, one pair a line. */
export function sheet(pairs: readonly (readonly [caption: string, value: string])[]): string {
  const width = Math.max(...pairs.map(([caption]) => length(caption)))
  return pairs
    .map(([caption, value]) => {
      // A value of several lines stays under itself.
      const lines = value.split('\n').join(`\n${' '.repeat(width + 3)}`)
      return `${caption}${' '.repeat(width - length(caption))} : ${lines}`.trimEnd()
    })
    .join('\n')
}

/** Characters, not UTF-16 units. */
function length(text: string): number {
  return [...text].length
}
