import type { Temporal } from 'temporal-polyfill'

/** The time stamp in names of reports, archives and retry files: `20261122-013005`, civil time of `zone` (learning.md 5). */
export function fileStamp(instant: Temporal.Instant, zone: string): string {
  const civil = instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'second' })
  return civil.replaceAll(/[-:]/g, '').replace('T', '-')
}
