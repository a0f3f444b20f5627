import { Temporal } from 'temporal-polyfill'
import { civilDateOf, type EpochDay, epochDayOf } from './epoch-day.ts'

/**
 * The instant at which a wall-clock time comes on a day. A time that comes twice (autumn) is the first of the
 * two; one that the clocks jump over (spring) is the end of the jump: 02:30 in Paris on 29/03/2026 is 03:00
 * there, 01:00 UTC. That is not Temporal's "compatible" reading, which would give 03:30 (design; admissions C6).
 *
 * `minuteOfDay` is 0..1439. Throws RangeError for an unknown zone.
 */
export function instantOf(epochDay: EpochDay, minuteOfDay: number, zone: string): Temporal.Instant {
  const { year, month, day } = civilDateOf(epochDay)
  const hour = Math.trunc(minuteOfDay / 60)
  const minute = minuteOfDay % 60
  const earlier = new Temporal.PlainDateTime(year, month, day, hour, minute).toZonedDateTime(zone, {
    disambiguation: 'earlier',
  })
  if (earlier.minute === minute && earlier.hour === hour && earlier.day === day) return earlier.toInstant()
  // In a gap, "earlier" steps back by the gap's length: the transition that follows is the gap itself.
  return earlier.getTimeZoneTransition('next')!.toInstant()
}

/** The first instant of a day: 01:00 where the clocks jump over midnight, the next day's where a day is skipped. */
export function startOfDay(epochDay: EpochDay, zone: string): Temporal.Instant {
  return instantOf(epochDay, 0, zone)
}

/** The calendar day and the wall-clock minute, seconds dropped, that an instant has in the zone. */
export function civilTimeOf(instant: Temporal.Instant, zone: string): { day: EpochDay; minuteOfDay: number } {
  const local = instant.toZonedDateTimeISO(zone)
  return {
    day: epochDayOf(local.year, local.month, local.day),
    minuteOfDay: local.hour * 60 + local.minute,
  }
}

/**
 * The day whose span [start of the day, start of the next) holds the instant. It differs from the calendar's
 * in zones that turned the clocks back over midnight (St. John's until 2011: 00:01 became 23:01 of the eve).
 */
export function dayHolding(instant: Temporal.Instant, zone: string): EpochDay {
  const { day } = civilTimeOf(instant, zone)
  return Temporal.Instant.compare(instant, startOfDay(day + 1, zone)) < 0 ? day : day + 1
}
