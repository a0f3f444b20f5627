/** One record of a quoted CSV text. */
export interface CsvRecord {
  /** Line on which it begins, the first being 1. */
  readonly line: number
  readonly fields: readonly string[]
  /** A quote that never ends: what follows it cannot be trusted. */
  readonly unfinished: boolean
}

/**
 * Splits a text by the rules of RFC 4180: values between quotes may hold separators, line ends and doubled quotes; a
 * quote inside a bare value is data. For small files, held in memory. Blank lines give no record.
 */
export function* quotedCsv(text: string, separator: string): Generator<CsvRecord> {
  let at = 0
  let line = 1
  while (at < text.length) {
    const begun = line
    const fields: string[] = []
    let unfinished = false
    for (;;) {
      let value: string
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1)
        unfinished = end === -1
        const raw = text.slice(at + 1, unfinished ? text.length : end)
        line += lineEnds(raw)
        value = raw.replaceAll('""', '"')
        at = unfinished ? text.length : end + 1
      } else value = ''
      const from = at
      while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') at++
      fields.push(value + text.slice(from, at))
      if (text[at] !== separator) break
      at++
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    line++
    if (fields.length > 1 || fields[0] !== '') yield { line: begun, fields, unfinished }
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at
  return -1
}

function lineEnds(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1
}
