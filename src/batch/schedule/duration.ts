import type { Temporal } from 'temporal-polyfill'

/**
 * Whole seconds from `begin` to `end`, each first truncated to the second, as the two times are shown
 * (health 1.2). Of instants, so a night of clock change counts what really passed. An `end` before `begin`,
 * left by a clock that was set back, counts 0.
 */
export function durationSeconds(begin: Temporal.Instant, end: Temporal.Instant): number {
  return Math.max(0, Math.floor(end.epochMilliseconds / 1000) - Math.floor(begin.epochMilliseconds / 1000))
}

/** `15min 10sec`, the same in both languages. Minutes never roll into hours: 26 hours are `1560min 00sec`. */
export function formatDuration(seconds: number): string {
  return `${twoDigits(Math.trunc(seconds / 60))}min ${twoDigits(seconds % 60)}sec`
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
