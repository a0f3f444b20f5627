import { endOfDay, startOfDay } from '../../lib/zoned-day.ts'

export const periods = ['coming', 'today', 'week', 'past', 'all'] as const
export type Period = (typeof periods)[number]

export function periodIn(text: string): Period {
  return periods.find((one) => one === text) ?? 'coming'
}

export interface Span {
  readonly from: string | undefined
  /** Excluded. */
  readonly until: string | undefined
  readonly order: 'asc' | 'desc'
}

/** The instants of a period seen on civil day `today` (`YYYY-MM-DD`): what is past is read backwards. */
export function spanOf(period: Period, today: string, timeZone: string): Span {
  const start = startOfDay(today, timeZone)
  switch (period) {
    case 'coming':
      return { from: start, until: undefined, order: 'asc' }
    case 'today':
      return { from: start, until: endOfDay(today, timeZone), order: 'asc' }
    case 'week':
      return { from: start, until: endOfDay(daysAfter(today, 6), timeZone), order: 'asc' }
    case 'past':
      return { from: undefined, until: start, order: 'desc' }
    case 'all':
      return { from: undefined, until: undefined, order: 'desc' }
  }
}

function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The civil day of an instant, `YYYY-MM-DD`. */
export function dayOf(instant: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(instant))
}

/** The time of an instant, `HH:MM`. */
export function timeOf(instant: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(new Date(instant))
}

/**
 * The instant at which the establishment's clocks show `day` (`YYYY-MM-DD`) and `time` (`HH:MM`); undefined for what is
 * no day or time. An hour that spring skips becomes the one after it.
 */
export function instantOf(day: string, time: string, timeZone: string): string | undefined {
  const midnight = startOfDay(day, timeZone)
  const parts = /^(\d{2}):(\d{2})$/.exec(time)
  if (midnight === undefined || !parts) return undefined
  const wanted = Number(parts[1]) * 60 + Number(parts[2])
  const straight = Date.parse(midnight) + wanted * 60_000
  const [hours, minutes] = timeOf(straight, timeZone).split(':').map(Number) as [number, number]
  // A day on which the clocks change is an hour longer or shorter.
  const off = hours * 60 + minutes - wanted
  const corrected = straight - off * 60_000
  return new Date(timeOf(corrected, timeZone) === time ? corrected : straight).toISOString()
}
