import { Temporal } from 'temporal-polyfill'
import type { BatchRecord } from './list-batches.ts'
import type { RecentPast, RecentRun } from './recent-runs.ts'

/** One word on how a batch fares. */
export type Verdict =
  | 'on-time'
  | 'late'
  | 'missed'
  | 'failing'
  | 'running'
  | 'waiting'
  | 'off'
  | 'never-ran'
  | 'never-again'
  | 'by-hand'

/** A due instant that nobody has launched for so long is late. */
export const lateAfterSeconds = 60

/**
 * The verdict on a batch at `now`, and since when where that means something. What is true at this moment goes first
 * (out of service, under way, waiting, late), then what the past says, then what the plan says.
 */
export function verdictOn(
  batch: Pick<
    BatchRecord,
    'enabled' | 'disabledAt' | 'schedule' | 'nextDueAt' | 'runningRun' | 'waitingRun' | 'planned'
  >,
  past: RecentPast,
  now: Temporal.Instant,
): { verdict: Verdict; since: string | null } {
  if (!batch.enabled) return { verdict: 'off', since: batch.disabledAt }
  if (batch.runningRun !== null) return { verdict: 'running', since: null }
  if (batch.waitingRun !== null) return { verdict: 'waiting', since: null }
  if (batch.nextDueAt !== null && isLate(batch.nextDueAt, now))
    return { verdict: 'late', since: batch.nextDueAt }
  const failingSince = failureSince(past.runs)
  if (failingSince !== null) return { verdict: 'failing', since: failingSince }
  if (past.missed !== null) return { verdict: 'missed', since: past.missed.at }
  if (!comesByItself(batch)) return { verdict: 'by-hand', since: null }
  if (batch.nextDueAt === null) return { verdict: 'never-again', since: null }
  return { verdict: past.runs.length === 0 ? 'never-ran' : 'on-time', since: null }
}

function isLate(dueAt: string, now: Temporal.Instant): boolean {
  return now.since(Temporal.Instant.from(dueAt)).total('seconds') > lateAfterSeconds
}

/** When the first of the failures that nothing has mended since ended; null where the last run went well. */
function failureSince(runs: readonly RecentRun[]): string | null {
  let since: number | null = null
  for (const run of runs) {
    if (run.state === 'finished') since = null
    else if (run.state === 'failed' || run.state === 'interrupted') since ??= run.endedMs
  }
  return since === null ? null : new Date(since).toISOString()
}

function comesByItself({ schedule, planned }: Pick<BatchRecord, 'schedule' | 'planned'>): boolean {
  return planned && (schedule.dayOfMonth !== null || schedule.weekdays.length > 0)
}
