import { type Weekday, weekdays } from './schedule.ts'

/**
 * A calendar day as the number of days since 1970-01-01. Searching for a day that matches a schedule is
 * arithmetic on these numbers: it costs nanoseconds, where building calendar objects costs microseconds.
 */
export type EpochDay = number

export interface CivilDate {
  readonly year: number
  /** 1..12 */
  readonly month: number
  /** 1..31 */
  readonly day: number
}

const dayMs = 86_400_000

/** A day or month beyond its end runs over into the next one, as in `Date.UTC`. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  return Date.UTC(year, month - 1, day) / dayMs
}

export function civilDateOf(epochDay: EpochDay): CivilDate {
  const date = new Date(epochDay * dayMs)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** 1970-01-01 was a Thursday. */
export function weekdayOf(epochDay: EpochDay): Weekday {
  return weekdays[(((epochDay + 3) % 7) + 7) % 7]!
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
