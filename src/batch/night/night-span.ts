import { Temporal } from 'temporal-polyfill'
import { instantOf } from '../schedule/civil-time.ts'
import { epochDayOf } from '../schedule/epoch-day.ts'
import { minutesOfTime } from '../schedule/schedule.ts'

/** One night: [from, to), from its hour of beginning (noon) to the same hour of the next day. */
export interface NightSpan {
  /** The civil date on which it begins. */
  readonly date: Temporal.PlainDate
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** The night that begins on `date` at `beginsAt` (HH:MM) in `zone`; 23 or 25 hours long where clocks change. */
export function nightOf(date: Temporal.PlainDate, beginsAt: string, zone: string): NightSpan {
  return { date, from: beginning(date, beginsAt, zone), to: beginning(date.add({ days: 1 }), beginsAt, zone) }
}

/** The night in which an instant lies. */
export function nightHolding(instant: Temporal.Instant, beginsAt: string, zone: string): NightSpan {
  const today = nightOf(instant.toZonedDateTimeISO(zone).toPlainDate(), beginsAt, zone)
  return Temporal.Instant.compare(instant, today.from) < 0
    ? nightOf(today.date.subtract({ days: 1 }), beginsAt, zone)
    : today
}

const noon = 12 * 60

function beginning({ year, month, day }: Temporal.PlainDate, beginsAt: string, zone: string) {
  return instantOf(epochDayOf(year, month, day), minutesOfTime(beginsAt) ?? noon, zone)
}
