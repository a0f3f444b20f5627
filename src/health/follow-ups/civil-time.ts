import type { Temporal } from 'temporal-polyfill'

/** The establishment's civil date at an instant: `2026-03-05`. */
export function civilDate(instant: Temporal.Instant, timeZone: string): string {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** `20260305_011500`, in the establishment's time: what output files are named after (health.md 2). */
export function fileStamp(instant: Temporal.Instant, timeZone: string): string {
  const local = instant
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .round({ smallestUnit: 'second', roundingMode: 'floor' })
  return local.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '').replace('T', '_')
}

/** `05/03/2026` of `2026-03-05`; empty for none. */
export function frenchDate(date: string | null): string {
  return date === null ? '' : date.split('-').reverse().join('/')
}
