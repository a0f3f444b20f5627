import { Temporal } from 'temporal-polyfill'
import { civilTimeOf, instantOf } from './civil-time.ts'
import type { EpochDay } from './epoch-day.ts'
import { nextMatchingDay, previousMatchingDay } from './matching-day.ts'
import { minutesOfTime, type Schedule } from './schedule.ts'

/** A matching day, and the instant at which the schedule's time comes on it. */
export interface DueDay {
  readonly day: EpochDay
  readonly instant: Temporal.Instant
}

/** The first day whose due instant is strictly after `after`; null when none comes. For a schedule with a time. */
export function nextDueDay(schedule: Schedule, after: Temporal.Instant, zone: string): DueDay | null {
  const minuteOfDay = minutesOfTime(schedule.time)
  if (minuteOfDay === null) return null
  const local = civilTimeOf(after, zone)
  let day = nextMatchingDay(schedule, minuteOfDay <= local.minuteOfDay ? local.day + 1 : local.day)
  while (day !== null) {
    const instant = instantOf(day, minuteOfDay, zone)
    // Not after, although its wall-clock time is: the clocks have been turned back past it, or the day is one
    // that the zone skipped and whose run fell on the next day.
    if (Temporal.Instant.compare(instant, after) > 0) return { day, instant }
    day = nextMatchingDay(schedule, day + 1)
  }
  return null
}

/** The last day whose due instant is not later than `upTo`; null when there is none. For a schedule with a time. */
export function latestDueDay(schedule: Schedule, upTo: Temporal.Instant, zone: string): DueDay | null {
  const minuteOfDay = minutesOfTime(schedule.time)
  if (minuteOfDay === null) return null
  // The day after may have come already and been left again, where clocks are turned back over midnight.
  let day = previousMatchingDay(schedule, civilTimeOf(upTo, zone).day + 1)
  while (day !== null) {
    const instant = instantOf(day, minuteOfDay, zone)
    if (Temporal.Instant.compare(instant, upTo) <= 0) return { day, instant }
    day = previousMatchingDay(schedule, day - 1)
  }
  return null
}
