import { daysInMonth } from './epoch-day.ts'
import type { Schedule } from './schedule.ts'

/** The date fields of a schedule. */
export type DateRule = Pick<Schedule, 'dayOfMonth' | 'month' | 'year'>

/**
 * Whether the date never comes: a day that no month, or not the given month, or not that month in the given
 * year, has. 29 February comes, unless the year is a common one; the 31st of every month does, seven times a year.
 */
export function isImpossibleDate({ dayOfMonth, month, year }: DateRule): boolean {
  if (year !== null && !Number.isInteger(year)) return true
  if (month !== null && !(Number.isInteger(month) && month >= 1 && month <= 12)) return true
  if (dayOfMonth === null) return false
  const leapYear = 2000
  const longest = month === null ? 31 : daysInMonth(year ?? leapYear, month)
  return !(Number.isInteger(dayOfMonth) && dayOfMonth >= 1 && dayOfMonth <= longest)
}
