import { Temporal } from 'temporal-polyfill'

/** After so long a message is given up. */
export const patienceHours = 24

const firstDelaySeconds = 30
const longestDelaySeconds = 4 * 3600

/**
 * When the attempt after the `attempts`-th failed one comes: 30 s later, then twice as long each time, four hours at
 * most, the last one when a day has passed since `createdAt`. Null: given up.
 */
export function nextAttempt(
  attempts: number,
  createdAt: Temporal.Instant,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const end = createdAt.add({ hours: patienceHours })
  if (Temporal.Instant.compare(now, end) >= 0) return null
  const delay = Math.min(firstDelaySeconds * 2 ** (attempts - 1), longestDelaySeconds)
  const next = now.add({ seconds: delay })
  return Temporal.Instant.compare(next, end) < 0 ? next : end
}
