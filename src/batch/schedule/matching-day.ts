import { civilDateOf, daysInMonth, type EpochDay, epochDayOf, weekdayOf } from './epoch-day.ts'
import { isImpossibleDate } from './impossible-date.ts'
import type { Schedule } from './schedule.ts'

/**
 * Months looked into before giving up. With a month given, each look is a year further: 29 February is at
 * most 8 looks away (2096 to 2104, 2100 being a common year); without, the 31st is at most 2.
 */
const longestSearch = 12

/** Whether the calendar day is one of the schedule's. */
export function dayMatches(schedule: Schedule, epochDay: EpochDay): boolean {
  const { year, month, day } = civilDateOf(epochDay)
  if (schedule.year !== null && schedule.year !== year) return false
  if (schedule.month !== null && schedule.month !== month) return false
  if (schedule.dayOfMonth !== null) return schedule.dayOfMonth === day
  return schedule.weekdays.includes(weekdayOf(epochDay))
}

/** The first matching day on or after `from`; null when none ever comes. */
export function nextMatchingDay(schedule: Schedule, from: EpochDay): EpochDay | null {
  return search(schedule, from, 1)
}

/** The last matching day on or before `from`; null when there never was one. */
export function previousMatchingDay(schedule: Schedule, from: EpochDay): EpochDay | null {
  return search(schedule, from, -1)
}

/** Goes from month to month, over those that the schedule excludes, in the direction of `step`. */
function search(schedule: Schedule, from: EpochDay, step: 1 | -1): EpochDay | null {
  if (isImpossibleDate(schedule)) return null
  let { year, month } = civilDateOf(from)
  for (let looks = 0; looks < longestSearch; looks += 1) {
    if (schedule.month !== null && schedule.month !== month) {
      if ((schedule.month - month) * step < 0) year += step
      month = schedule.month
    }
    if (schedule.year !== null && schedule.year !== year) {
      if ((schedule.year - year) * step < 0) return null
      year = schedule.year
      month = schedule.month ?? (step > 0 ? 1 : 12)
    }
    const found = searchMonth(schedule, year, month, from, step)
    if (found !== null) return found
    month += step
    if (month === 0 || month === 13) {
      month = month === 0 ? 12 : 1
      year += step
    }
  }
  return null
}

function searchMonth(schedule: Schedule, year: number, month: number, from: EpochDay, step: 1 | -1) {
  const first = epochDayOf(year, month, 1)
  const last = epochDayOf(year, month + 1, 0)
  if (schedule.dayOfMonth !== null) {
    const day = first + schedule.dayOfMonth - 1
    return day >= first && day <= last && (day - from) * step >= 0 ? day : null
  }
  const start = step > 0 ? Math.max(first, from) : Math.min(last, from)
  for (let looked = 0, day = start; looked < 7 && day >= first && day <= last; looked += 1, day += step) {
    if (schedule.weekdays.includes(weekdayOf(day))) return day
  }
  return null
}

/** How many days match from `from` to `to`, both included. Costs at most a step a month, not one a day. */
export function countMatchingDays(schedule: Schedule, from: EpochDay, to: EpochDay): number {
  if (from > to) return 0
  if (schedule.dayOfMonth === null && schedule.month === null && schedule.year === null) {
    return countWeekdays(schedule, from, to)
  }
  let count = 0
  const start = civilDateOf(from)
  const end = civilDateOf(to)
  for (let year = start.year; year <= end.year; year += 1) {
    if (schedule.year !== null && schedule.year !== year) continue
    for (let month = schedule.month ?? 1; month <= (schedule.month ?? 12); month += 1) {
      const first = epochDayOf(year, month, 1)
      if (schedule.dayOfMonth === null) {
        const last = epochDayOf(year, month + 1, 0)
        count += countWeekdays(schedule, Math.max(first, from), Math.min(last, to))
      } else {
        const day = first + schedule.dayOfMonth - 1
        if (schedule.dayOfMonth <= daysInMonth(year, month) && day >= from && day <= to) count += 1
      }
    }
  }
  return count
}

function countWeekdays(schedule: Schedule, from: EpochDay, to: EpochDay): number {
  if (from > to) return 0
  const weeks = Math.floor((to - from + 1) / 7)
  let count = weeks * schedule.weekdays.length
  for (let day = from + weeks * 7; day <= to; day += 1) {
    if (schedule.weekdays.includes(weekdayOf(day))) count += 1
  }
  return count
}

/**
 * The first (`step` -1) or last (`step` 1) day of the unbroken stretch of matching days around `day`, which
 * matches; infinite when all seven weekdays are ticked and neither month nor year bounds them.
 */
export function endOfStretch(schedule: Schedule, day: EpochDay, step: 1 | -1): EpochDay {
  if (schedule.dayOfMonth !== null) return day
  if (schedule.weekdays.length < 7) {
    let end = day
    while (dayMatches(schedule, end + step)) end += step
    return end
  }
  const { year, month } = civilDateOf(day)
  if (schedule.month !== null) return step > 0 ? epochDayOf(year, month + 1, 0) : epochDayOf(year, month, 1)
  if (schedule.year !== null) return step > 0 ? epochDayOf(year, 12, 31) : epochDayOf(year, 1, 1)
  return step * Number.POSITIVE_INFINITY
}
