import type { Temporal } from 'temporal-polyfill'
import type { Locale } from '../../platform/text.ts'
import { isImpossibleDate } from './impossible-date.ts'
import { isPast } from './past-schedule.ts'
import type { Schedule, Weekday } from './schedule.ts'

/** With it, a schedule that is past for ever says so. */
export interface Present {
  readonly now: Temporal.Instant
  readonly zone: string
}

/**
 * The text of the « Programmation » column: `Tous les lun, mar à 01h00`, `On day 15 of every month at 02:00`.
 * It describes the rule, not the past, and never throws: the screen must open for a stored schedule to be
 * repaired (admissions 2.3).
 */
export function describeSchedule(schedule: Schedule, locale: Locale, present?: Present): string {
  if (isImpossibleDate(schedule)) return locale === 'fr' ? 'Date inexistante' : 'Impossible date'
  const past = present !== undefined && isPast(schedule, present.now, present.zone)
  return locale === 'fr'
    ? `${frenchDays(schedule)} ${frenchHour(schedule)}${past ? ' (échu)' : ''}`
    : `${englishDays(schedule)} ${englishHour(schedule)}${past ? ' (past)' : ''}`
}

const frenchWeekdays: Record<Weekday, string> = {
  mon: 'lun',
  tue: 'mar',
  wed: 'mer',
  thu: 'jeu',
  fri: 'ven',
  sat: 'sam',
  sun: 'dim',
}

// biome-ignore format: twelve names read best on two lines
const frenchMonths = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin',
  'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre']

// biome-ignore format: twelve names read best on two lines
const englishMonths = ['January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December']

export function frenchMonth(month: number): string {
  return frenchMonths[month - 1] ?? String(month)
}

export function englishMonth(month: number): string {
  return englishMonths[month - 1] ?? String(month)
}

function frenchDays({ dayOfMonth, month, year, weekdays }: Schedule): string {
  if (dayOfMonth !== null) {
    const period = month === null ? 'de chaque mois' : frenchMonth(month)
    if (year === null) return `Le ${dayOfMonth} ${period}`
    // A year without a month is refused when saved: only a row written by hand reads "de chaque mois de 2027".
    return `Le ${dayOfMonth} ${period} ${month === null ? 'de ' : ''}${year}`
  }
  const days =
    weekdays.length === 0 ? 'Aucun jour' : `Tous les ${weekdays.map((day) => frenchWeekdays[day]).join(', ')}`
  const period = [month === null ? null : frenchMonth(month), year].filter((part) => part !== null).join(' ')
  if (period === '') return days
  return `${days} ${/^[aeiouéâ]/.test(period) ? "d'" : 'de '}${period}`
}

function englishDays({ dayOfMonth, month, year, weekdays }: Schedule): string {
  if (dayOfMonth !== null) {
    if (month === null) return `On day ${dayOfMonth} of every month${year === null ? '' : ` of ${year}`}`
    return `On ${dayOfMonth} ${englishMonth(month)}${year === null ? '' : ` ${year}`}`
  }
  const names = weekdays.map((day) => day.charAt(0).toUpperCase() + day.slice(1))
  const days = names.length === 0 ? 'No day' : `Every ${names.join(', ')}`
  const period = [month === null ? null : englishMonth(month), year].filter((part) => part !== null).join(' ')
  return period === '' ? days : `${days} in ${period}`
}

function frenchHour({ time, everyMinutes }: Schedule): string {
  return everyMinutes === null ? `à ${time.replace(':', 'h')}` : `toutes les ${everyMinutes} min`
}

function englishHour({ time, everyMinutes }: Schedule): string {
  return everyMinutes === null ? `at ${time}` : `every ${everyMinutes} min`
}
