import { Temporal } from 'temporal-polyfill'
import { latestDueDay, nextDueDay } from './due-day.ts'
import { frequencyNs, slotRows } from './frequency-slots.ts'
import { countMatchingDays } from './matching-day.ts'
import type { PreviousRun } from './next-instant.ts'
import type { Schedule } from './schedule.ts'

/** The due instants of a span in which nothing ran: what catch-up and the summary in the history need (C8). */
export interface MissedInstants {
  readonly count: number
  readonly first: Temporal.Instant
  readonly latest: Temporal.Instant
}

/**
 * The due instants later than `after` and not later than `upTo`; null when there is none. Those of a frequency
 * are the ones `nextInstants` would list. It counts instead of listing: ten years of minutes on ticked days
 * cost milliseconds. A day that the zone skipped altogether (Apia, 30/12/2011) counts although its run falls
 * on the same instant as the next day's when both are at 00:00.
 */
export function missedInstants(
  schedule: Schedule,
  after: Temporal.Instant,
  upTo: Temporal.Instant,
  zone: string,
  options: PreviousRun = {},
): MissedInstants | null {
  return schedule.everyMinutes === null
    ? missedAtTime(schedule, after, upTo, zone)
    : missedSlots(schedule, schedule.everyMinutes, after, upTo, zone, options.previousStart ?? null)
}

/** The newest due instant later than `after` and not later than `upTo`; null when there is none. */
export function latestInstantBetween(
  schedule: Schedule,
  after: Temporal.Instant,
  upTo: Temporal.Instant,
  zone: string,
  options: PreviousRun = {},
): Temporal.Instant | null {
  return missedInstants(schedule, after, upTo, zone, options)?.latest ?? null
}

/** How many due instants are later than `after` and not later than `upTo`. */
export function countInstantsBetween(
  schedule: Schedule,
  after: Temporal.Instant,
  upTo: Temporal.Instant,
  zone: string,
  options: PreviousRun = {},
): number {
  return missedInstants(schedule, after, upTo, zone, options)?.count ?? 0
}

function missedAtTime(schedule: Schedule, after: Temporal.Instant, upTo: Temporal.Instant, zone: string) {
  const first = nextDueDay(schedule, after, zone)
  if (first === null || Temporal.Instant.compare(first.instant, upTo) > 0) return null
  const latest = latestDueDay(schedule, upTo, zone) ?? first
  return {
    count: countMatchingDays(schedule, first.day, latest.day),
    first: first.instant,
    latest: latest.instant,
  }
}

function missedSlots(
  schedule: Schedule,
  everyMinutes: number,
  after: Temporal.Instant,
  upTo: Temporal.Instant,
  zone: string,
  previousStart: Temporal.Instant | null,
): MissedInstants | null {
  const step = frequencyNs(everyMinutes)
  const end = upTo.epochNanoseconds
  let count = 0n
  let first: bigint | null = null
  let latest = 0n
  for (const row of slotRows(schedule, everyMinutes, after, previousStart, zone)) {
    if (row.first > end) break
    const last = row.until === null || end < row.until ? end : row.until - 1n
    const steps = (last - row.first) / step
    first ??= row.first
    latest = row.first + steps * step
    count += steps + 1n
  }
  if (first === null) return null
  return {
    count: Number(count),
    first: Temporal.Instant.fromEpochNanoseconds(first),
    latest: Temporal.Instant.fromEpochNanoseconds(latest),
  }
}
