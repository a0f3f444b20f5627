/**
 * Cuts SQL at its `?` placeholders: one more piece than there are placeholders. Question marks in quotes (`'…'`, `"…"`),
 * in comments and in PostgreSQL's `$tag$…$tag$` are text.
 */
export function cutAtPlaceholders(sql: string): string[] {
  const pieces: string[] = []
  let from = 0
  for (const match of sql.matchAll(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|(\$\w*\$)[\s\S]*?\1|\?/g,
  )) {
    if (match[0] !== '?') continue
    pieces.push(sql.slice(from, match.index))
    from = match.index + 1
  }
  pieces.push(sql.slice(from))
  return pieces
}

/** Throws unless the statement has as many placeholders as there are values. */
export function checkPlaceholders(sql: string, values: number): void {
  const places = cutAtPlaceholders(sql).length - 1
  if (places !== values) throw new Error(`the statement has ${places} placeholders and ${values} values`)
}

/** Puts the pieces together again, with what `shown` makes of each value between them. */
export function fillPlaceholders<Value>(
  sql: string,
  values: readonly Value[],
  shown: (value: Value, index: number) => string,
): string {
  const pieces = cutAtPlaceholders(sql)
  return pieces
    .map((piece, index) => (index < values.length ? piece + shown(values[index]!, index) : piece))
    .join('')
}
