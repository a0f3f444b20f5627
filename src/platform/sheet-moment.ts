import { Temporal } from 'temporal-polyfill'
import type { Locale } from './text.ts'

/**
 * An instant as a spreadsheet of that language takes it for a date, in civil time of `zone`: `21/07/2017 05:00:24`, or
 * `2017-07-21 05:00:24` in English, which sorts and is never taken for another date.
 */
export function sheetMoment(iso: string, locale: Locale, zone: string): string {
  const civil = Temporal.Instant.from(iso).toZonedDateTimeISO(zone).toPlainDateTime()
  const [date, time] = civil.toString({ smallestUnit: 'second' }).split('T') as [string, string]
  return `${locale === 'en' ? date : date.split('-').reverse().join('/')} ${time}`
}
