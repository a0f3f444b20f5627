import type { Temporal } from 'temporal-polyfill'

/** Which open consultations a run closes: opened before, and without activity since. */
export interface ClosingLimits {
  readonly openedBefore: Temporal.Instant
  readonly inactiveSince: Temporal.Instant
}

/**
 * health.md 2.4: opened before today's midnight, and without activity for `inactivityMinutes`. So a launch at 14:00
 * never closes this morning's work, and the night run leaves alone whoever is still at it.
 */
export function closingLimits(
  now: Temporal.Instant,
  timeZone: string,
  inactivityMinutes: number,
): ClosingLimits {
  return {
    openedBefore: now.toZonedDateTimeISO(timeZone).startOfDay().toInstant(),
    inactiveSince: now.subtract({ minutes: inactivityMinutes }),
  }
}
