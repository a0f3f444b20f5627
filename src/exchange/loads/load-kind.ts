import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
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
  /** What a feeder calls it, where faults of its outcomes are this column's. */
  readonly member?: string
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
  /** What feeders of its kinds stand on, looked up once a file: settings, who loads, the moment. */
  feeding?(context: LoadPlace, moment: Temporal.Instant): Promise<unknown>
}

/** Where a file is loaded. */
export type LoadPlace = Pick<RunContext<never>, 'run' | 'place' | 'settings' | 'signal'>

/**
 * What can be loaded: one file each in the application's `loads/kinds/`. The frame does the rest: references, whom records
 * belong to, what is new and what is unchanged, the writing, the report.
 */
export type LoadKind = StoredKind | FedKind

interface AnyKind {
  readonly code: string
  readonly label: Text
  /** In the report: « rendez-vous R-12 ». */
  readonly entity: string
  /** Without REFERENCE and those of the subject. */
  readonly columns: readonly LoadColumn[]
  /** Columns whose values the journal does not repeat: free text about a person. */
  readonly silent?: readonly string[]
}

/** Lines that are records of one store, as a plan sees it before it writes. */
export interface StoredKind extends AnyKind {
  readonly store: FedStore
  /** Whom its records belong to, whom further columns name. */
  readonly subject?: LoadSubject
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

/**
 * Lines that a feeder of the application's takes, the same that its API calls: it writes, in the caller's transaction, and
 * says what became of each record. A simulation takes it all back. `fedKind` makes one.
 */
export interface FedKind extends AnyKind {
  /** Pure: what the line says, as the feeder takes it; faults are told to `fields`. */
  check(fields: LoadFields): unknown
  feed(
    client: pg.PoolClient,
    records: readonly unknown[],
    context: unknown,
    simulate: boolean,
  ): Promise<readonly FedOutcome[]>
}

export type FedOutcome =
  | {
      readonly outcome: 'created' | 'updated' | 'unchanged'
      readonly key: string
      readonly changes: readonly {
        readonly column: string
        readonly before: unknown
        readonly after: unknown
      }[]
    }
  | {
      readonly outcome: 'rejected'
      /** The member at fault. */
      readonly path: string
      readonly message: Text
      /** Stable; default `REFUSED_VALUE`. */
      readonly code?: string
    }

/** A kind by its feeder, which alone knows what its records and its context are. */
export function fedKind<Record, Context>(
  kind: AnyKind & {
    check(fields: LoadFields): Record
    feed(
      client: pg.PoolClient,
      records: readonly Record[],
      context: Context,
      simulate: boolean,
    ): Promise<readonly FedOutcome[]>
  },
): FedKind {
  return {
    ...kind,
    feed: (client, records, context, simulate) =>
      kind.feed(client, records as readonly Record[], context as Context, simulate),
  }
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
