import type { Temporal } from 'temporal-polyfill'
import type { CatchUp } from './define-batch.ts'
import { latestInstantBetween, type MissedInstants, missedInstants } from './schedule/missed-instants.ts'
import { nextInstant } from './schedule/next-instant.ts'
import type { Schedule } from './schedule/schedule.ts'

/** What the scheduler knows of a batch that has come due. */
export interface DuePlan {
  readonly schedule: Schedule
  readonly catchUp: CatchUp
  readonly zone: string
  /** Due instants up to here are dealt with. */
  readonly cursor: Temporal.Instant
  /** When the newest planned run began; only a frequency counts from it. */
  readonly previousStart: Temporal.Instant | null
}

/** What becomes of the due instants between the cursor and now, and when the batch is due next. */
export interface DueDecision {
  readonly run: { readonly dueAt: Temporal.Instant; readonly trigger: 'schedule' | 'catch-up' } | null
  /** Recorded as one row of the history, never dropped silently. */
  readonly missed: MissedInstants | null
  readonly next: Temporal.Instant | null
}

/** Later than this is no longer "on time": the run is a catch-up, if the batch wants one at all. */
export const onTimeSeconds = 60

/**
 * C2, C8 and C10 of the careful scheduler. Of the instants that passed, only the newest can run; what is older is
 * missed. The slots of a frequency are another matter: the newest stands for all of them, and once its own
 * n minutes are over there is nothing to make up for.
 */
export function decideDue(plan: DuePlan, now: Temporal.Instant): DueDecision {
  const { schedule, zone, cursor, previousStart } = plan
  const later = cursor.epochNanoseconds > now.epochNanoseconds ? cursor : now
  if (schedule.everyMinutes !== null) {
    const slot = latestInstantBetween(schedule, cursor, now, zone, { previousStart })
    const current = slot !== null && lateSeconds(slot, now) < schedule.everyMinutes * 60
    const run = current ? { dueAt: slot, trigger: 'schedule' as const } : null
    const next = nextInstant(schedule, later, zone, { previousStart: current ? now : previousStart })
    return { run, missed: null, next }
  }
  const next = nextInstant(schedule, later, zone)
  const due = missedInstants(schedule, cursor, now, zone)
  if (due === null) return { run: null, missed: null, next }
  const trigger = triggerOf(plan.catchUp, lateSeconds(due.latest, now))
  if (trigger === null) return { run: null, missed: due, next }
  const older = missedInstants(schedule, cursor, due.latest.subtract({ nanoseconds: 1 }), zone)
  return { run: { dueAt: due.latest, trigger }, missed: older, next }
}

function triggerOf(catchUp: CatchUp, late: number): 'schedule' | 'catch-up' | null {
  if (late <= onTimeSeconds) return 'schedule'
  return catchUp.policy === 'run' && late <= catchUp.withinMinutes * 60 ? 'catch-up' : null
}

function lateSeconds(due: Temporal.Instant, now: Temporal.Instant): number {
  return (now.epochMilliseconds - due.epochMilliseconds) / 1000
}
