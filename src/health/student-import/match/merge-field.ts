import type { ColumnName } from '../line/columns.ts'
import { hasColumn } from '../line/columns.ts'
import type { ImportModel } from '../line/import-model.ts'
import type { CodedValue, StudentLine } from '../line/student-line.ts'

/** One value that an import changes. `field` is the column of the file; `old` and `new` are for reading. */
export interface Change {
  readonly field: ColumnName
  readonly old: string | null
  readonly new: string | null
}

/** The merging of one line into one stored record: what it may do, and what it has changed so far. */
export interface Merge {
  readonly model: ImportModel
  readonly notKept: readonly string[]
  /** Null as long as nothing differs: the usual line makes no list. */
  changes: Change[] | null
}

export const noChanges: readonly Change[] = Object.freeze([])

export function mergeOf(line: StudentLine, model: ImportModel): Merge {
  return { model, notKept: line.notKept, changes: null }
}

export function changed(
  merge: Merge,
  field: ColumnName,
  old: string | number | null,
  now: string | number | null,
): void {
  merge.changes ??= []
  merge.changes.push({
    field,
    old: old === null ? null : String(old),
    new: now === null ? null : String(now),
  })
}

/** Whether the column is one of those that this model never overwrites once filled (health.md 3.8-3). */
export function isProtected(merge: Merge, field: ColumnName): boolean {
  return merge.model.protectedColumns.includes(field)
}

/**
 * Whether the line's silence erases: only under a model whose empty cells do, when its files have the column,
 * and when the cell was truly empty rather than not fit to keep.
 */
export function silenceErases(merge: Merge, field: ColumnName): boolean {
  return (
    merge.model.emptyErases && hasColumn(merge.model.formatVersion, field) && !merge.notKept.includes(field)
  )
}

/** The value after the merge of a text or a number. Empty text is a statement: there is none. */
export function mergeValue<T extends string | number>(
  stored: T | null,
  incoming: T | null,
  field: ColumnName,
  merge: Merge,
): T | null {
  if (incoming === stored) return stored
  return differing(stored, incoming, field, merge)
}

function differing<T extends string | number>(
  stored: T | null,
  incoming: T | null,
  field: ColumnName,
  merge: Merge,
): T | null {
  if (stored !== null && isProtected(merge, field)) return stored
  if (incoming === null && !silenceErases(merge, field)) return stored
  const now = incoming === '' ? null : incoming
  if (now !== stored) changed(merge, field, stored, now)
  return now
}

/** The same for what is compared without case (e-mail, login): another case is no change. */
export function mergeCaseless(
  stored: string | null,
  incoming: string | null,
  field: ColumnName,
  merge: Merge,
): string | null {
  if (incoming === stored || sameCaseless(incoming, stored)) return stored
  return differing(stored, incoming, field, merge)
}

export function sameCaseless(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.toLowerCase() === other.toLowerCase()
}

export function mergeYesNo(
  stored: boolean | null,
  incoming: boolean | null,
  field: ColumnName,
  merge: Merge,
): boolean | null {
  if (incoming === stored) return stored
  if (stored !== null && isProtected(merge, field)) return stored
  if (incoming === null && !silenceErases(merge, field)) return stored
  changed(merge, field, yesNoText(stored), yesNoText(incoming))
  return incoming
}

function yesNoText(value: boolean | null): string | null {
  return value === null ? null : value ? 'O' : 'N'
}

/** A code and its reference. */
export function mergeCode(
  stored: CodedValue | null,
  incoming: CodedValue | null,
  field: ColumnName,
  merge: Merge,
): CodedValue | null {
  if (stored !== null && incoming !== null && stored.code === incoming.code)
    return mergeReference(stored, incoming, field, merge)
  if (incoming === stored) return stored
  if (stored !== null && isProtected(merge, field)) return stored
  if (incoming === null && !silenceErases(merge, field)) return stored
  changed(merge, field, codeText(stored), codeText(incoming))
  return incoming
}

/**
 * Two values of the same code: the reference is attached once the nomenclature has it (health.md 3.8-5), which
 * overwrites nothing, and never taken away because an item has gone out of use.
 */
export function mergeReference(
  stored: CodedValue,
  incoming: CodedValue,
  field: ColumnName,
  merge: Merge,
): CodedValue {
  if (incoming.id === stored.id || incoming.id === null) return stored
  changed(merge, field, codeText(stored), codeText(incoming))
  return incoming
}

export function codeText(value: CodedValue | null): string | null {
  if (value === null) return null
  return value.id === null ? `${value.code} (code inconnu)` : value.code
}
