import type { Schedule } from './schedule.ts'

/** A schedule for a test: the given fields, all others blank. */
export function planned(fields: Partial<Schedule>): Schedule {
  return {
    time: '22:30',
    weekdays: [],
    dayOfMonth: null,
    month: null,
    year: null,
    everyMinutes: null,
    ...fields,
  }
}
