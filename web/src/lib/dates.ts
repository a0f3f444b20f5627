import { useMemo } from 'react'
import { intlLocales, type Locale, useLocale } from './locale.ts'
import { useSession } from './session.ts'

/**
 * Instants as the establishment's clocks show them, never as the browser's do: an operator at home in another zone
 * reads the same 05:00 as the schedule says.
 */
export interface Dates {
  /** `21/07/2017 05:00:24` */
  dateTime(instant: Instant): string
  /** `21/07/2017 05:00` */
  dateMinute(instant: Instant): string
  /** `21/07/2017` */
  date(instant: Instant): string
  /** `14/03/2005` of the civil date `2005-03-14`, which is that day in every zone. */
  civil(date: string): string
  /** `ven. 21 juil.` */
  day(instant: Instant): string
  /** `05:00:24` */
  time(instant: Instant): string
  /** `05:00` */
  minute(instant: Instant): string
  /** `il y a 3 min`, `dans 2 h` */
  relative(instant: Instant, now?: number): string
  /** `15 min 10 s`; minutes never roll into hours, as the lines of the histories say it. */
  duration(milliseconds: number): string
  /** `12 345` */
  number(value: number): string
  /** `12,3 %` of a share between 0 and 1 */
  percent(share: number): string
  /** `1,4 Mo` */
  size(bytes: number): string
  readonly timeZone: string
}

export type Instant = string | number | Date

export function useDates(): Dates {
  const locale = useLocale()
  const { timeZone } = useSession()
  return useMemo(() => datesIn(locale, timeZone), [locale, timeZone])
}

const made = new Map<string, Dates>()

/** One set of formatters a language and zone: making Intl objects is dear, using them is not. */
export function datesIn(locale: Locale, timeZone: string): Dates {
  const key = `${locale} ${timeZone}`
  const known = made.get(key)
  if (known) return known
  const dates = makeDates(locale, timeZone)
  made.set(key, dates)
  return dates
}

function makeDates(locale: Locale, timeZone: string): Dates {
  const language = intlLocales[locale]
  const format = (options: Intl.DateTimeFormatOptions): ((instant: Instant) => string) => {
    const formatter = new Intl.DateTimeFormat(language, { timeZone, hourCycle: 'h23', ...options })
    return (instant) => formatter.format(new Date(instant)).replace(', ', ' ')
  }
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, ...numericDay })
  const daysBetween = (from: Instant, to: Instant): number =>
    Math.round((Date.parse(dayOf.format(new Date(to))) - Date.parse(dayOf.format(new Date(from)))) / dayMs)
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return {
    dateTime: format({ ...numericDay, ...toTheSecond }),
    dateMinute: format({ ...numericDay, ...toTheMinute }),
    date: format(numericDay),
    civil: format({ ...numericDay, timeZone: 'UTC' }),
    day: format({ weekday: 'short', day: 'numeric', month: 'short' }),
    time: format(toTheSecond),
    minute: format(toTheMinute),
    relative: (instant, now = Date.now()) =>
      relative(language, new Date(instant).getTime() - now, daysBetween(now, instant)),
    duration: (milliseconds) => duration(milliseconds, number),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    size: (bytes) => size(bytes, language, locale),
    timeZone,
  }
}

const numericDay = { day: '2-digit', month: '2-digit', year: 'numeric' } as const
const toTheMinute = { hour: '2-digit', minute: '2-digit' } as const
const toTheSecond = { ...toTheMinute, second: '2-digit' } as const

const dayMs = 86_400_000

const steps = [
  ['second', 1_000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', dayMs],
  ['month', 30 * dayMs],
  ['year', 365 * dayMs],
] as const

/**
 * In the largest unit that is reached, with the language's own short words. « demain » and « avant-hier » are days of
 * the calendar, not spans of 24 hours; months and years are only counted, since « le mois prochain » would be the
 * calendar's too.
 */
function relative(language: string, differenceMs: number, days: number): string {
  const distance = Math.abs(differenceMs)
  const [unit, unitMs] = steps.findLast(([, milliseconds]) => distance >= milliseconds) ?? steps[0]
  // « il y a 3 min », but « il y a 9 mois »: the short form of a month is « m. ».
  const style = unitMs < dayMs ? 'short' : 'long'
  const numeric = unitMs > dayMs ? 'always' : 'auto'
  const count = unit === 'day' ? days : Math.trunc(differenceMs / unitMs)
  return new Intl.RelativeTimeFormat(language, { numeric, style }).format(count, unit)
}

const narrowSpace = '\u202f'

function duration(milliseconds: number, number: Intl.NumberFormat): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))}${narrowSpace}ms`
  const seconds = Math.floor(milliseconds / 1_000)
  if (seconds < 60) return `${seconds}${narrowSpace}s`
  const minutes = number.format(Math.floor(seconds / 60))
  return `${minutes}${narrowSpace}min ${String(seconds % 60).padStart(2, '0')}${narrowSpace}s`
}

const sizeUnits = { fr: ['o', 'ko', 'Mo', 'Go', 'To'], en: ['B', 'kB', 'MB', 'GB', 'TB'] } as const

function size(bytes: number, language: string, locale: Locale): string {
  const power = bytes < 1_000 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** power
  const digits = power === 0 || value >= 100 ? 0 : 1
  const text = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)
  return `${text}\u00a0${sizeUnits[locale][power]}`
}
