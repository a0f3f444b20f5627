import type { SourceRow } from './source/siscol-source.ts'
import type { ReferenceColumn, ReferenceTable } from './tables.ts'

/** A row as it would be kept: by column, texts trimmed, flags as true or false. */
export interface CheckedRow {
  readonly values: readonly (string | boolean | null)[]
  /** Why it is rejected, in French; null: nothing is wrong with it alone. */
  readonly cause: string | null
}

/**
 * What a row of the source comes to (admissions.md 3.10): nulls, lengths, flags. Values that are rejected come back as
 * null, so that they can be staged: what is too long for a key is no key that we have.
 */
export function checkRow(table: ReferenceTable, row: SourceRow): CheckedRow {
  let cause: string | null = null
  const values = table.columns.map((column) => {
    const checked =
      column.type === 'flag' ? checkFlag(column, row[column.name]) : checkText(column, row[column.name])
    cause ??= checked.cause
    return checked.value
  })
  return { values, cause }
}

function checkText(column: ReferenceColumn, given: unknown): { value: string | null; cause: string | null } {
  const text = given === null || given === undefined ? '' : String(given).trim()
  if (text === '') return { value: null, cause: column.required ? `${words(column)} absent` : null }
  // Characters are counted only where there may be too many: nearly never.
  if (text.length > column.longest && [...text].length > column.longest)
    return { value: null, cause: `${words(column)} de plus de ${column.longest} caractères` }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a text has none
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text)) return { value: null, cause: `${words(column)} illisible` }
  return { value: text, cause: null }
}

const yes = ['o', 'oui', '1', 't', 'true', 'y', 'yes']
const no = ['n', 'non', '0', 'f', 'false', 'no']

/** `O` and `N` as Apogée has them, and what other systems write. In service unless it says otherwise. */
function checkFlag(column: ReferenceColumn, given: unknown): { value: boolean | null; cause: string | null } {
  const absent = column.name === 'in_service' ? true : null
  if (given === null || given === undefined) return { value: absent, cause: null }
  const text = String(given).trim().toLowerCase()
  if (text === '') return { value: absent, cause: null }
  if (yes.includes(text)) return { value: true, cause: null }
  if (no.includes(text)) return { value: false, cause: null }
  return { value: null, cause: `${words(column)} : ni O ni N` }
}

const columnWords: Readonly<Record<string, string>> = {
  code: 'code',
  label: 'libellé',
  short_label: 'libellé court',
  in_service: 'témoin de service',
  login: 'identifiant',
  postcode: 'code postal',
}

function words(column: ReferenceColumn): string {
  return columnWords[column.name] ?? column.name
}
