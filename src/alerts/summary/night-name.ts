import type { Temporal } from 'temporal-polyfill'
import type { Locale } from '../../platform/text.ts'

/** `samedi 28 au dimanche 29 mars 2026`: the night before a morning; month and year of the eve only where they differ. */
export function nightName(morning: Temporal.PlainDate, locale: Locale): string {
  const eve = morning.subtract({ days: 1 })
  const parts =
    eve.year !== morning.year
      ? ({ day: true, month: true, year: true } as const)
      : { day: true, month: eve.month !== morning.month, year: false }
  const joint = locale === 'fr' ? 'au' : 'to'
  return `${civilDate(eve, locale, parts)} ${joint} ${civilDate(morning, locale, { month: true, year: true })}`
}

function civilDate(
  date: Temporal.PlainDate,
  locale: Locale,
  parts: { readonly month: boolean; readonly year: boolean },
): string {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB'
  const weekday = date.toLocaleString(tag, { weekday: 'long' })
  const day = locale === 'fr' && date.day === 1 ? '1er' : String(date.day)
  const month = parts.month ? [date.toLocaleString(tag, { month: 'long' })] : []
  const year = parts.year ? [String(date.year)] : []
  return [weekday, day, ...month, ...year].join(' ')
}
