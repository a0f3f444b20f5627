import { Temporal } from 'temporal-polyfill'
import { nextInstants } from '../batch/schedule/next-instant.ts'
import type { Schedule } from '../batch/schedule/schedule.ts'
import { badUsage } from './failure.ts'

/** Due instants, as both `batch next` and `schedule next` print them. */
export interface DueInstants {
  /** ISO 8601, UTC. */
  readonly instants: readonly string[]
  /** The same in the establishment's civil time, with its offset: `2026-03-29T03:00:00+02:00`. */
  readonly local: readonly string[]
}

export function dueInstants(
  schedule: Schedule,
  after: Temporal.Instant,
  zone: string,
  count: number,
  previousStart: Temporal.Instant | null = null,
): DueInstants {
  // A start after the moment that one looks from has not happened yet, seen from there.
  const known = previousStart !== null && Temporal.Instant.compare(previousStart, after) <= 0
  const found = nextInstants(schedule, after, zone, count, { previousStart: known ? previousStart : null })
  return {
    instants: found.map((instant) => instant.toString()),
    local: found.map((instant) => instant.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never' })),
  }
}

/** `2026-03-29T00:00:00Z`, or civil time of the establishment: `2026-03-29T00:00`, `2026-03-29`. */
export function parseInstant(text: string, zone: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text)
  } catch {
    // Without an offset it is civil time.
  }
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
  } catch {
    throw badUsage({
      fr: `Instant illisible : ${text} (exemples : 2026-03-29T00:00:00Z, 2026-03-29T00:00, 2026-03-29)`,
      en: `Unreadable instant: ${text} (examples: 2026-03-29T00:00:00Z, 2026-03-29T00:00, 2026-03-29)`,
    })
  }
}

/** A whole number from `least` to `most`, or a failure that names the option. */
export function parseCount(text: string, option: string, least: number, most: number): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isInteger(number) && number >= least && number <= most) return number
  throw badUsage({
    fr: `${option} : un nombre entier de ${least} à ${most}, pas ${text}`,
    en: `${option}: a whole number from ${least} to ${most}, not ${text}`,
  })
}
