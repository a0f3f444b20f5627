import type { Temporal } from 'temporal-polyfill'
import type { RunState } from '../batch/run-state.ts'
import type { Text } from '../platform/text.ts'

/** What is told as it happens. */
export const alertKinds = ['failed', 'interrupted', 'held', 'missed', 'slow'] as const
export type AlertKind = (typeof alertKinds)[number]

/** Something that somebody must be told of. It holds codes, figures and instants: never a text of the run. */
export interface Alert {
  readonly kind: AlertKind
  readonly batchCode: string
  readonly application: string
  readonly label: Text
  /** Null: a start that never became a run. */
  readonly runId: number | null
  readonly state: RunState | null
  readonly nodeName: string | null
  /** When it happened: the end of the run; for a run under way that is too long, when it was seen. */
  readonly at: Temporal.Instant
  readonly dueAt: Temporal.Instant | null
  readonly facts: AlertFacts
}

/** The figures that the sentence of an alert tells, as its kind has them. */
export interface AlertFacts {
  /** interrupted: the run that does the work again by itself. */
  readonly retriedBy?: number
  /** held: lines of the file, and those rejected. */
  readonly lines?: number
  readonly rejected?: number
  /** missed: how many instants, from the first to the last (ISO 8601). */
  readonly missed?: number
  readonly from?: string
  readonly to?: string
  /** slow: how long so far, or in all, and what is usual. */
  readonly seconds?: number
  readonly medianSeconds?: number
}
