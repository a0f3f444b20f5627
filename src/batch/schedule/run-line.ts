import type { Temporal } from 'temporal-polyfill'
import type { Locale } from '../../platform/text.ts'
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
  if (run === null) return ''
  const { state, begin, end } = run
  const caption = captions[locale]
  if (begin === null) return runCodes[state]
  const started = `${runCodes[state]} - ${caption.begin}${formatDateTime(begin, zone)}`
  if (end === null || state === 'running') return started
  const sameDay = formatDate(begin, zone) === formatDate(end, zone)
  const ended = sameDay ? formatTime(end, zone) : formatDateTime(end, zone)
  return `${started} - ${caption.end}${ended} - ${caption.duration}${formatDuration(durationSeconds(begin, end))}`
}

/** `21/07/2017 05:00:24`, fractions of a second dropped; the same in both languages. */
export function formatDateTime(instant: Temporal.Instant, zone: string): string {
  return `${formatDate(instant, zone)} ${formatTime(instant, zone)}`
}

function formatDate(instant: Temporal.Instant, zone: string): string {
  const { year, month, day } = instant.toZonedDateTimeISO(zone)
  return `${twoDigits(day)}/${twoDigits(month)}/${String(year).padStart(4, '0')}`
}

function formatTime(instant: Temporal.Instant, zone: string): string {
  const { hour, minute, second } = instant.toZonedDateTimeISO(zone)
  return `${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(second)}`
}
