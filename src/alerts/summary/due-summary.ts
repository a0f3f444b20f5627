import { Temporal } from 'temporal-polyfill'
import { instantOf } from '../../batch/schedule/civil-time.ts'
import { epochDayOf } from '../../batch/schedule/epoch-day.ts'

export interface DueSummary {
  /** The civil day of the morning. */
  readonly date: Temporal.PlainDate
  readonly dueAt: Temporal.Instant
}

const noon = 12 * 60

/**
 * The summary that is due at `now`, if any: from its time on (HH:MM in `zone`; one that the spring change skips comes at
 * the next minute that exists, one that comes twice at the first), and no later than noon, should everything have been
 * down; where the time is chosen later in the day, within an hour of it.
 *
 * `since`: what was due before it is not made up for (the subscription is younger).
 */
export function dueSummary(
  now: Temporal.Instant,
  time: string,
  zone: string,
  since: Temporal.Instant | null,
): DueSummary | null {
  const date = now.toZonedDateTimeISO(zone).toPlainDate()
  const day = epochDayOf(date.year, date.month, date.day)
  const [hour, minute] = time.split(':').map(Number)
  const dueAt = instantOf(day, hour! * 60 + minute!, zone)
  const last = Math.max(instantOf(day, noon, zone).epochMilliseconds, dueAt.epochMilliseconds + 3_600_000)
  if (now.epochMilliseconds < dueAt.epochMilliseconds || now.epochMilliseconds > last) return null
  if (since !== null && Temporal.Instant.compare(dueAt, since) < 0) return null
  return { date, dueAt }
}
