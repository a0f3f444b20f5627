import { Temporal } from 'temporal-polyfill'
import { nextInstants } from '../schedule/next-instant.ts'
import type { NightBatch } from './night-facts.ts'

/** More marks than these say nothing to the eye; a schedule with a time has one a day. */
const most = 100

/**
 * The due instants of a batch with a time in [from, to), by the plans in force: a plan counts from the moment it is
 * saved (C5). Those of a frequency depend on when its runs began, and are known only as far as its rows tell.
 */
export function dueMarks(
  batch: NightBatch,
  from: Temporal.Instant,
  to: Temporal.Instant,
  zone: string,
): Temporal.Instant[] {
  return batch.plans.flatMap(({ from: savedAt, plan }, index) => {
    if (!plan.enabled || plan.schedule.everyMinutes !== null) return []
    const until = earlier(batch.plans[index + 1]?.from ?? to, to)
    // Due at the very beginning of the night belongs to it; due at the very moment of a save does not come.
    const after = Temporal.Instant.compare(savedAt, from) < 0 ? from.subtract({ nanoseconds: 1 }) : savedAt
    return nextInstants(plan.schedule, after, zone, most).filter(
      (instant) => Temporal.Instant.compare(instant, until) < 0,
    )
  })
}

/**
 * The slots to come of a batch with a frequency, from `now` on and before `to`, supposing that every run starts on
 * time; `previousStart` is when its last run began.
 */
export function frequencyMarks(
  batch: NightBatch,
  now: Temporal.Instant,
  to: Temporal.Instant,
  zone: string,
  previousStart: Temporal.Instant | null,
): Temporal.Instant[] {
  const plan = batch.plans.at(-1)?.plan
  if (plan === undefined || !plan.enabled || plan.schedule.everyMinutes === null) return []
  return nextInstants(plan.schedule, now, zone, most, { previousStart }).filter(
    (instant) => Temporal.Instant.compare(instant, to) < 0,
  )
}

function earlier(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) < 0 ? a : b
}
