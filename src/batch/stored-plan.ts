import type { Temporal } from 'temporal-polyfill'
import type { CatchUp } from './define-batch.ts'
import { nextInstant } from './schedule/next-instant.ts'
import type { Schedule, Weekday } from './schedule/schedule.ts'

/** The columns of table `batch` that say when it is due. */
export interface PlanColumns {
  readonly at_time: string
  readonly weekdays: Weekday[]
  readonly day_of_month: number | null
  readonly month: number | null
  readonly year: number | null
  readonly every_minutes: number | null
  readonly time_zone: string
  readonly catch_up: 'run' | 'skip'
  readonly catch_up_minutes: number
}

export const planColumns =
  'at_time, weekdays, day_of_month, month, year, every_minutes, time_zone, catch_up, catch_up_minutes'

export function scheduleOf(row: PlanColumns): Schedule {
  return {
    time: row.at_time,
    weekdays: row.weekdays,
    dayOfMonth: row.day_of_month,
    month: row.month,
    year: row.year,
    everyMinutes: row.every_minutes,
  }
}

export function catchUpOf(row: PlanColumns): CatchUp {
  return row.catch_up === 'skip' ? { policy: 'skip' } : { policy: 'run', withinMinutes: row.catch_up_minutes }
}

export function columnsOf(schedule: Schedule, catchUp: CatchUp, zone: string): PlanColumns {
  return {
    at_time: schedule.time,
    weekdays: [...schedule.weekdays],
    day_of_month: schedule.dayOfMonth,
    month: schedule.month,
    year: schedule.year,
    every_minutes: schedule.everyMinutes,
    time_zone: zone,
    catch_up: catchUp.policy,
    catch_up_minutes: catchUp.policy === 'run' ? catchUp.withinMinutes : 0,
  }
}

/** ISO text of the next due instant after `cursor`, or null; what goes into `next_due_at`. */
export function nextDueText(
  row: PlanColumns,
  cursor: Temporal.Instant,
  previousStart: Temporal.Instant | null = null,
): string | null {
  return nextInstant(scheduleOf(row), cursor, row.time_zone, { previousStart })?.toString() ?? null
}
