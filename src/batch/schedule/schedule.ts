/** The seven boxes of the edit window, in week order. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * When a batch is due, as the edit window shows it. A calendar day matches when `year` is null or equal,
 * `month` is null or equal, and either `dayOfMonth` is given and equal or, where it is null, the weekday is
 * ticked (design, "How a batch is planned"). Stored schedules were accepted by `parseSchedule`, but a row
 * may have been written by hand: a schedule that makes no sense never comes, it does not throw.
 */
export interface Schedule {
  /** Wall-clock time 'HH:MM' in the establishment's zone; kept, unused, while `everyMinutes` is set. */
  readonly time: string
  /** Ticked boxes, in week order, each at most once. */
  readonly weekdays: readonly Weekday[]
  /** 1..31 */
  readonly dayOfMonth: number | null
  /** 1..12 */
  readonly month: number | null
  readonly year: number | null
  /** 1..1440: on matching days, one run every so many minutes instead of one at `time`. */
  readonly everyMinutes: number | null
}

/** 'HH:MM', from 00:00 to 23:59. */
export const timePattern = /^([01]\d|2[0-3]):([0-5]\d)$/

/** Minutes since midnight of an 'HH:MM', or null when it is not one. */
export function minutesOfTime(time: string): number | null {
  const match = timePattern.exec(time)
  return match === null ? null : Number(match[1]) * 60 + Number(match[2])
}

export const longestFrequencyMinutes = 1440

/** Whether a number of minutes is a frequency that a schedule may have. */
export function isFrequency(minutes: number): boolean {
  return Number.isInteger(minutes) && minutes >= 1 && minutes <= longestFrequencyMinutes
}
