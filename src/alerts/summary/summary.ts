import type { Temporal } from 'temporal-polyfill'
import type { RunState } from '../../batch/run-state.ts'
import type { Text } from '../../platform/text.ts'
import type { AlertKind } from '../alert.ts'

/** What the morning's mail is written from, for one reader: figures, codes and instants. */
export interface Summary {
  /** The morning. */
  readonly date: Temporal.PlainDate
  /** What happened from here… */
  readonly from: Temporal.Instant
  /** … to here is told. */
  readonly until: Temporal.Instant
  readonly timeZone: string
  /** What ended in that time, and what is under way or waits now, by batch. */
  readonly ran: readonly {
    readonly batchCode: string
    readonly label: Text
    readonly states: Readonly<Partial<Record<RunState, number>>>
  }[]
  readonly trouble: readonly Trouble[]
  /** Files that wait for an approval, since whenever. */
  readonly held: readonly { readonly batchCode: string; readonly label: Text; readonly runId: number }[]
  readonly rejects: readonly {
    readonly batchCode: string
    readonly label: Text
    readonly runId: number
    readonly lines: number
    readonly rejected: number
  }[]
  readonly upcoming: readonly {
    readonly batchCode: string
    readonly label: Text
    readonly at: Temporal.Instant
  }[]
}

/** One kind of thing that went wrong with a batch, once or many times. */
export interface Trouble {
  readonly kind: Exclude<AlertKind, 'held'>
  readonly batchCode: string
  readonly label: Text
  readonly times: number
  readonly firstAt: Temporal.Instant
  readonly lastAt: Temporal.Instant
  readonly lastRunId: number | null
  readonly lastDueAt: Temporal.Instant | null
  /** A later run of the batch has finished. */
  readonly mendedBy: number | null
}

/** Nothing to look at. Runs that went well, and what comes next, are not worth a mail by themselves. */
export function isQuiet({ trouble, held, rejects }: Summary): boolean {
  return trouble.length + held.length + rejects.length === 0
}
