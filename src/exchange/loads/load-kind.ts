import type pg from 'pg'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { LineMessage } from '../command-file/verdict.ts'
import type { FedPlan, FedRow, FedStore, FedValues } from '../feeding/fed-table.ts'
import type { LoadFields } from './load-fields.ts'

/** A column of a file that feeds an application, as the screen and the template show it. */
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
 * All that an application is fed by files, and by which of its batches. The frame does the rest: taking files in, going on
 * with what dead runs left, reports, retry files.
 */
export interface LoadOffice {
  /** `health` */
  readonly application: string
  /** `CHARGE_SANTE` */
  readonly batchCode: string
  /** In the order in which a new installation would load them. */
  readonly kinds: readonly LoadKind[]
  /** Called at the start of each chunk's transaction: what must keep still meanwhile. */
  enter?(client: pg.PoolClient): Promise<void>
}

/**
 * What can be loaded: one file each in the application's `loads/kinds/`. The frame does the rest: references, whom records
 * belong to, what is new and what is unchanged, the writing, the report.
 */
export interface LoadKind {
  readonly code: string
  readonly label: Text
  /** In the report: « rendez-vous R-12 ». */
  readonly entity: string
  readonly store: FedStore
  /** Whom its records belong to, whom further columns name. */
  readonly subject?: LoadSubject
  /** What a line's record is known by where that is no column REFERENCE: a code, a dossier number. */
  readonly naturalKey?: (fields: LoadFields) => string
  /** Without REFERENCE and those of the subject. */
  readonly columns: readonly LoadColumn[]
  /** Columns whose values the journal does not repeat: free text about a person. */
  readonly silent?: readonly string[]
  /** Pure: the values of the line, by the names of the table's columns; faults are told to `fields`. */
  check(fields: LoadFields): LoadRecord
  /** Values that follow from the record as it stands (null: a new one). `today` is civil. */
  revise?(before: FedRow | null, values: FedValues, today: string): FedValues
  /** Why an update of a record is not made, or null. */
  refuse?(before: FedRow, plan: FedPlan): LineMessage | null
  /** What else the writing of these references brings; in its transaction, never in a simulation. */
  settle?(client: Queryable, references: readonly string[], now: string): Promise<void>
  /** What the looked-up things are, the whole chunk at once: further values, or why a line is rejected. */
  resolve?(read: Queryable, records: readonly ReferencedRecord[]): Promise<readonly Resolved[]>
}

export interface ReferencedRecord extends LoadRecord {
  readonly reference: string
}

export type Resolved =
  | { readonly ok: true; readonly values: FedValues }
  | { readonly ok: false; readonly faults: readonly LineMessage[] }

/** Whom the records of a kind belong to, such as a student: named in several ways, and never handed from one to another. */
export interface LoadSubject {
  readonly columns: readonly LoadColumn[]
  /** A file has one of these at least. */
  readonly oneOf: readonly string[]
  /** The values of records that say whose they are, in the order of the keys: the cells of `columns`, by name. */
  find(read: Queryable, keys: readonly LoadLookup[]): Promise<readonly Resolved[]>
  /** Looks once at the owners of the records that are there; then says of one why its update is not made, or null. */
  owners(
    read: Queryable,
    known: ReadonlyMap<string, FedRow>,
  ): Promise<(plan: FedPlan, before: FedRow) => LineMessage | null>
}
