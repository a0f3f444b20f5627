import type { ColumnName } from './columns.ts'
import { isoDate, notADate, readDate, readYear } from './dates.ts'
import type { LineNotes } from './line-notes.ts'
import { note, notKept } from './line-notes.ts'

/**
 * The general rules of the column table (health.md 3.2) on one trimmed cell. An empty cell gives null.
 * What is too long is cut where it is words, and not stored where it is a code: half a code is another code.
 */

export function words(value: string, longest: number, column: ColumnName, notes: LineNotes): string | null {
  if (value === '') return null
  return value.length <= longest ? value : cut(value, longest, column, notes)
}

export function cut(value: string, longest: number, column: ColumnName, notes: LineNotes): string {
  note(notes, 'W_LONGUEUR', column, `coupé à ${longest} caractères`)
  return value.slice(0, longest).trimEnd()
}

export function code(value: string, longest: number, column: ColumnName, notes: LineNotes): string | null {
  if (value === '') return null
  return value.length <= longest
    ? value
    : notKept(notes, 'W_LONGUEUR', column, `plus de ${longest} caractères`)
}

/** `O` or `N`; anything else is unknown. */
export function yesOrNo(value: string, column: ColumnName, notes: LineNotes): boolean | null {
  if (value === '') return null
  if (value === 'N' || value === 'n') return false
  if (value === 'O' || value === 'o') return true
  return notKept(notes, 'W_OUI_NON', column, 'ni O ni N')
}

/** `AAAA`; a full date is reduced to its year. A year before 1900 or after `latest` is a slip. */
export function year(value: string, latest: number, column: ColumnName, notes: LineNotes): number | null {
  if (value === '') return null
  const year = value.length === 4 ? readYear(value) : Math.trunc(readDate(value) / 10_000)
  return year >= 1900 && year <= latest ? year : notKept(notes, 'W_ANNEE', column, 'année non lisible')
}

/** `AAAA` as it stands, or a date, kept as `AAAA-MM-JJ`. */
export function yearOrDate(value: string, column: ColumnName, notes: LineNotes): string | null {
  if (value === '') return null
  if (value.length === 4 && readYear(value) >= 1000) return value
  const date = readDate(value)
  return date === notADate ? notKept(notes, 'W_DATE', column, 'date non lisible') : isoDate(date)
}
