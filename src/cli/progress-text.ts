import type { Locale } from '../platform/text.ts'

/** Work done since the phase began, and in what time. */
export interface Pace {
  readonly done: number
  readonly seconds: number
}

/** `1,2 M / 3,4 M  350 k/s  reste 00:06`; the rate and what it tells only once there is one. */
export function progressText(pace: Pace, done: number, total: number | null, locale: Locale): string {
  const short = (value: number) =>
    new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value)
  const counts = total === null ? short(done) : `${short(done)} / ${short(total)}`
  if (pace.seconds < 0.5 || pace.done <= 0) return counts
  const rate = pace.done / pace.seconds
  const remaining =
    total === null || done >= total
      ? ''
      : `  ${locale === 'fr' ? 'reste' : 'left'} ${clockText((total - done) / rate)}`
  return `${counts}  ${short(rate)}/s${remaining}`
}

/** `06:05`, or `1:06:05` from an hour on. */
export function clockText(seconds: number): string {
  const whole = Math.ceil(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
  return hours === 0 ? minutes : `${hours}:${minutes}`
}
