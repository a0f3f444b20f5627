import type { Temporal } from 'temporal-polyfill'
import { nextInstant } from './next-instant.ts'
import { type Schedule, weekdays } from './schedule.ts'

/**
 * Whether all that the schedule names is over at `now`: its date, or every ticked day of its month and year.
 * Only a year makes a schedule end. Where no day is ticked the month, or the year, itself must be over.
 */
export function isPast(schedule: Schedule, now: Temporal.Instant, zone: string): boolean {
  if (schedule.year === null) return false
  const anyDay = schedule.dayOfMonth === null && schedule.weekdays.length === 0
  return nextInstant(anyDay ? { ...schedule, weekdays } : schedule, now, zone) === null
}
