import type { Temporal } from 'temporal-polyfill'
import type { Locale, Text } from '../../platform/text.ts'
import { durationSeconds, formatDuration, twoDigits } from './duration.ts'

/** The code that users know for each state of a run. */
export const runCodes = {
  queued: 'QUEUED',
  running: 'RUNNING',
  finished: 'FINISH',
  failed: 'ERROR',
  interrupted: 'INTERRUPT',
  cancelled: 'CANCELLED',
  skipped: 'SKIPPED',
} as const
export type RunState = keyof typeof runCodes

export interface RunTimes {
  readonly state: RunState
  /** null: it has not begun, or never did. */
  readonly begin: Temporal.Instant | null
  /** null: it has not ended. */
  readonly end: Temporal.Instant | null
}

const captions = {
  fr: { begin: 'Deb : ', end: 'Fin : ', duration: 'Durée : ' },
  en: { begin: 'Start: ', end: 'End: ', duration: 'Duration: ' },
} as const satisfies Record<Locale, object>

/**
 * The text of the « Dernière exécution » column:
 * `FINISH - Deb : 21/07/2017 05:00:24 - Fin : 05:15:34 - Durée : 15min 10sec`, in the civil time of `zone`.
 * The end bears its date when its day is another; what has not happened yet is left out. Empty for no run.
 */
export function describeRun(run: RunTimes | null, locale: Locale, zone: string): string {
  return describeRunInBoth(run, zone)[locale]
}

/** The same in both languages: civil times, which cost most of it, are worked out once. */
export function describeRunInBoth(run: RunTimes | null, zone: string): Text {
  if (run === null) return { fr: '', en: '' }
  const { state, begin, end } = run
  const code = runCodes[state]
  if (begin === null) return { fr: code, en: code }
  const from = civil(begin, zone)
  const started = (locale: Locale) => `${code} - ${captions[locale].begin}${from.date} ${from.time}`
  if (end === null || state === 'running') return { fr: started('fr'), en: started('en') }
  const to = civil(end, zone)
  const ended = from.date === to.date ? to.time : `${to.date} ${to.time}`
  const duration = formatDuration(durationSeconds(begin, end))
  const line = (locale: Locale) =>
    `${started(locale)} - ${captions[locale].end}${ended} - ${captions[locale].duration}${duration}`
  return { fr: line('fr'), en: line('en') }
}

/** `21/07/2017 05:00:24`, fractions of a second dropped; the same in both languages. */
export function formatDateTime(instant: Temporal.Instant, zone: string): string {
  const { date, time } = civil(instant, zone)
  return `${date} ${time}`
}

function civil(instant: Temporal.Instant, zone: string): { date: string; time: string } {
  const { year, month, day, hour, minute, second } = instant.toZonedDateTimeISO(zone)
  return {
    date: `${twoDigits(day)}/${twoDigits(month)}/${String(year).padStart(4, '0')}`,
    time: `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`,
  }
}
