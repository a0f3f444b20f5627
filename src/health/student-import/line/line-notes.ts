import type { Issue } from '../messages/issue.ts'
import { noIssues } from '../messages/issue.ts'
import { columnWarning, unknownCode, unknownCodeRefused } from '../messages/messages.ts'
import type { ColumnName } from './columns.ts'

/** What is noted while the fields of one line are read. Lists are made when there is something to put in. */
export interface LineNotes {
  warnings: Issue[] | null
  /** Columns that were filled and could not be kept. */
  notKept: string[] | null
  unknownCodes: UnknownCode[] | null
}

interface UnknownCode {
  readonly column: ColumnName
  readonly code: string
  readonly below: string | null
}

const noColumns: readonly string[] = Object.freeze([])

export function emptyNotes(): LineNotes {
  return { warnings: null, notKept: null, unknownCodes: null }
}

/** `done` says what was done with the value, never the value. */
export function note(notes: LineNotes, code: `W_${string}`, column: ColumnName, done: string): void {
  notes.warnings ??= []
  notes.warnings.push(columnWarning(code, column, done))
}

/** Notes a filled cell that gives nothing to store. Returns null, the value that stands for it. */
export function notKept(notes: LineNotes, code: `W_${string}`, column: ColumnName, fault: string): null {
  note(notes, code, column, `${fault}, valeur non enregistrée`)
  notes.notKept ??= []
  notes.notKept.push(column)
  return null
}

/** `below` is the ETB of a CMP, as received. */
export function noteUnknownCode(
  notes: LineNotes,
  column: ColumnName,
  code: string,
  below: string | null,
): void {
  notes.unknownCodes ??= []
  notes.unknownCodes.push({ column, code, below })
}

/** What a strict model answers to the unknown codes. */
export function refusedCodes(notes: LineNotes, ine: string): Issue[] {
  return (notes.unknownCodes ?? []).map(({ column, code, below }) =>
    unknownCodeRefused(column, code, below, ine),
  )
}

/** All warnings of the line: those of its structure, of its values, of its codes. */
export function warningsOf(notes: LineNotes, structural: readonly Issue[]): readonly Issue[] {
  if (notes.warnings === null && notes.unknownCodes === null) return structural
  const all = [...structural, ...(notes.warnings ?? noIssues)]
  for (const { column, code, below } of notes.unknownCodes ?? []) all.push(unknownCode(column, code, below))
  return all
}

export function columnsNotKept(notes: LineNotes): readonly string[] {
  return notes.notKept ?? noColumns
}
