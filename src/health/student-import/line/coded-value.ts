import type { CheckContext } from './check-context.ts'
import type { NomenclatureCode } from './code-book.ts'
import type { ColumnName } from './columns.ts'
import { countryCode } from './country-code.ts'
import { cut } from './field-values.ts'
import type { LineNotes } from './line-notes.ts'
import { noteUnknownCode, notKept } from './line-notes.ts'
import type { CodedValue } from './student-line.ts'

/**
 * The nomenclature item behind a cell (health.md 3.8-5). An unknown code is stored raw, without reference, and
 * noted; a code too long to be one is not stored.
 */
export function codedValue(
  value: string,
  longest: number,
  nomenclature: NomenclatureCode,
  column: ColumnName,
  context: CheckContext,
  notes: LineNotes,
): CodedValue | null {
  if (value === '') return null
  if (value.length > longest) return notKept(notes, 'W_LONGUEUR', column, `plus de ${longest} caractères`)
  const coded = context.codes.resolve(nomenclature, value)
  if (coded.id === null) noteUnknownCode(notes, column, value, null)
  return coded
}

/**
 * The same for the codes that a line must have (nationality, establishment): one that is too long is unknown,
 * and cut to what can be stored, since the line cannot do without.
 */
export function mandatoryCode(
  value: string,
  longest: number,
  nomenclature: NomenclatureCode,
  column: ColumnName,
  context: CheckContext,
  notes: LineNotes,
): CodedValue {
  if (value.length > longest) return codeTooLong(value, longest, column, null, notes)
  const coded = context.codes.resolve(nomenclature, value)
  if (coded.id === null) noteUnknownCode(notes, column, value, null)
  return coded
}

/** CMP, known only below its own establishment; `establishmentText` is ETB as received. */
export function component(
  value: string,
  longest: number,
  establishment: CodedValue,
  establishmentText: string,
  context: CheckContext,
  notes: LineNotes,
): CodedValue {
  if (value.length > longest) return codeTooLong(value, longest, 'CMP', establishmentText, notes)
  const coded = context.codes.resolveComponent(establishment, value)
  if (coded.id === null) noteUnknownCode(notes, 'CMP', value, establishmentText.slice(0, longest))
  return coded
}

/** A country, or null for an empty cell. */
export function country(
  value: string,
  column: ColumnName,
  context: CheckContext,
  notes: LineNotes,
): CodedValue | null {
  return codedValue(countryCode(value), 10, 'PAYS', column, context, notes)
}

function codeTooLong(
  value: string,
  longest: number,
  column: ColumnName,
  below: string | null,
  notes: LineNotes,
): CodedValue {
  const code = cut(value, longest, column, notes)
  noteUnknownCode(notes, column, code, below === null ? null : below.slice(0, longest))
  return { code, id: null }
}
