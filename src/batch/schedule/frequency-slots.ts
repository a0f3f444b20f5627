import { Temporal } from 'temporal-polyfill'
import { dayHolding, startOfDay } from './civil-time.ts'
import type { EpochDay } from './epoch-day.ts'
import { dayMatches, endOfStretch, nextMatchingDay } from './matching-day.ts'
import { isFrequency, type Schedule } from './schedule.ts'

/**
 * When a batch that runs every n minutes is due.
 *
 *     Fri (not ticked)      |00:00 Sat (ticked)          |00:00 Sun (not ticked)
 *     ----------------------|----*----*----*----*----*---|------------------------
 *                           first       start + n each
 *
 * - The frequency counts from the start of the previous run: due at start + n, with the start's seconds
 *   (design; admissions C10, V15). Minutes are elapsed ones: a night of 25 hours has 100 quarters of an hour.
 * - Slots that pass while a run lasts, or while nothing runs, are not replayed: the next one is the first
 *   start + k·n to come.
 * - A slot beyond the unbroken stretch of matching days moves to the first instant of the next stretch,
 *   from which the count goes on (V17). So does the first one after a run on a day that does not match.
 * - A batch without a previous start counts from 00:00 of the day.
 * - Slots further ahead suppose that each of those before starts on time.
 */

/** Equally spaced instants: `first`, then every n minutes while before `until`; nanoseconds since 1970. */
export interface SlotRow {
  readonly first: bigint
  /** null: no end. */
  readonly until: bigint | null
}

const minuteNs = 60_000_000_000n

/** The spacing of the slots; zero, and no slot, when the stored frequency is not one. */
export function frequencyNs(everyMinutes: number): bigint {
  return isFrequency(everyMinutes) ? BigInt(everyMinutes) * minuteNs : 0n
}

/** The slots strictly after `after` (and after the previous start), as rows, oldest first; empty when none comes. */
export function* slotRows(
  schedule: Schedule,
  everyMinutes: number,
  after: Temporal.Instant,
  previousStart: Temporal.Instant | null,
  zone: string,
): Generator<SlotRow> {
  const step = frequencyNs(everyMinutes)
  if (step === 0n) return
  const later = previousStart !== null && Temporal.Instant.compare(previousStart, after) > 0
  const cursor = later ? previousStart : after
  const day = dayHolding(cursor, zone)
  let next = day
  if (dayMatches(schedule, day)) {
    const lastDay = endOfStretch(schedule, day, 1)
    const until = startOf(lastDay + 1, zone)
    const anchor = anchorOf(schedule, day, previousStart, zone)
    const first = firstAfter(anchor, step, cursor.epochNanoseconds)
    if (until === null || first < until) yield { first, until }
    next = lastDay + 1
  }
  while (Number.isFinite(next)) {
    const firstDay = nextMatchingDay(schedule, next)
    if (firstDay === null) return
    const lastDay = endOfStretch(schedule, firstDay, 1)
    const first = startOfDay(firstDay, zone).epochNanoseconds
    const until = startOf(lastDay + 1, zone)
    // A stretch may have no instant at all: Apia had no 30 December 2011.
    if (until === null || first < until) yield { first, until }
    next = lastDay + 1
  }
}

/** The instant from which the slots of the stretch around `day` count. */
function anchorOf(
  schedule: Schedule,
  day: EpochDay,
  previousStart: Temporal.Instant | null,
  zone: string,
): bigint {
  if (previousStart === null) return startOfDay(day, zone).epochNanoseconds
  const stretchStart = startOf(endOfStretch(schedule, day, -1), zone)
  const start = previousStart.epochNanoseconds
  return stretchStart === null || stretchStart < start ? start : stretchStart
}

function firstAfter(anchor: bigint, step: bigint, cursor: bigint): bigint {
  return anchor > cursor ? anchor : anchor + ((cursor - anchor) / step + 1n) * step
}

function startOf(day: EpochDay, zone: string): bigint | null {
  return Number.isFinite(day) ? startOfDay(day, zone).epochNanoseconds : null
}
