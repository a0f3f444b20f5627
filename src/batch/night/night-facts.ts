import type { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import type { Acknowledgement } from '../acknowledgement.ts'
import type { Habit } from '../habit.ts'
import type { RememberedPlan } from '../remembered-plan.ts'
import type { RunRecord } from '../run-record.ts'
import type { RunState } from '../run-state.ts'

/** All that is known of a night, as values: what `tellNight` makes its account of. */
export interface NightFacts {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly now: Temporal.Instant
  readonly zone: string
  readonly batches: readonly NightBatch[]
  /** Those that began in the night, or wait in it, or were skipped in it; oldest first. */
  readonly runs: readonly NightRun[]
  /** How many of them there are of each state, should there be more than `runs` holds. */
  readonly counts: Readonly<Record<RunState, number>>
  /** The rows that answer due instants of the night, also those whose run came in a later one. */
  readonly answers: readonly DueAnswer[]
  readonly habits: ReadonlyMap<string, Habit>
  /** The newest run of each batch that finished, whenever. */
  readonly newestFinished: ReadonlyMap<string, { readonly id: number; readonly startedAt: string }>
  readonly acknowledged: ReadonlyMap<number, Acknowledgement>
}

export interface NightBatch {
  readonly code: string
  readonly application: string
  readonly label: Text
  /** The plans in force in the night, each until the next; empty for a batch that is not planned. */
  readonly plans: readonly { readonly from: Temporal.Instant; readonly plan: RememberedPlan }[]
}

export interface NightRun {
  readonly run: RunRecord
  /** The file that it took in, if any. */
  readonly exchange: { readonly held: boolean; readonly rejected: number; readonly dryRun: boolean } | null
}

/** A row of the history by its due instant; one of missed instants answers all of them. */
export interface DueAnswer {
  readonly batchCode: string
  /** The first and last due instants that it answers. */
  readonly first: Temporal.Instant
  readonly last: Temporal.Instant
  readonly run: RunRecord
}
