import type { LineMessage } from '../../exchange/command-file/verdict.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { FedRow, FedTable, FedValues } from '../feeding/fed-table.ts'
import type { LoadFields } from './load-fields.ts'

export const loadKindCodes = [
  'follow-ups',
  'appointments',
  'appointment-motives',
  'consultations',
  'vaccinations',
] as const
export type LoadKindCode = (typeof loadKindCodes)[number]

/** A column of a file that feeds the service, as the screen and the template show it. */
export interface LoadColumn {
  readonly name: string
  readonly mandatory: boolean
  /** What it is, and how it is written. */
  readonly rule: Text
  /** Of an obviously fictional record. */
  readonly example: string
}

/** What a line names that must be looked up; keys are the columns. */
export type LoadLookup = Readonly<Record<string, string>>

export interface LoadRecord {
  readonly values: FedValues
  readonly lookup: LoadLookup
}

/**
 * What can be loaded: one file each in `kinds/`. The frame does the rest: references, students, what is new and what
 * is unchanged, the writing, the report.
 */
export interface LoadKind {
  readonly code: LoadKindCode
  readonly label: Text
  /** In the report: « rendez-vous R-12 ». */
  readonly entity: string
  readonly table: FedTable
  /** Its records belong to a student, whom four more columns may name. */
  readonly ofStudent: boolean
  /** Without REFERENCE and those of the student. */
  readonly columns: readonly LoadColumn[]
  /** Columns whose values the journal does not repeat: free text about a person. */
  readonly silent?: readonly string[]
  /** Pure: the values of the line, by the names of the table's columns; faults are told to `fields`. */
  check(fields: LoadFields): LoadRecord
  /** Values that follow from the record as it stands (null: a new one). `today` is civil. */
  revise?(before: FedRow | null, values: FedValues, today: string): FedValues
  /** Why an update of a record is not made, or null. */
  refuse?(before: FedRow): LineMessage | null
  /** What else the writing of these references brings; in its transaction, never in a simulation. */
  settle?(client: Queryable, references: readonly string[]): Promise<void>
  /** What the looked-up things are, the whole chunk at once: further values, or why a line is rejected. */
  resolve?(read: Queryable, records: readonly ReferencedRecord[]): Promise<readonly Resolved[]>
}

export interface ReferencedRecord extends LoadRecord {
  readonly reference: string
}

export type Resolved =
  | { readonly ok: true; readonly values: FedValues }
  | { readonly ok: false; readonly faults: readonly LineMessage[] }
