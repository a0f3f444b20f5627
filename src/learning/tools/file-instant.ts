import { Temporal } from 'temporal-polyfill'

/**
 * What a date of a file says, or that it says none: `2026-09-01 08:00:00` (seconds, a `T` and a zone are as one likes),
 * `2026-09-01`, Unix seconds.
 */
export type FileInstant = { readonly ok: true; readonly at: number | null } | { readonly ok: false }

const civil = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * Reads dates in seconds since 1970; 0 is « none ». Without a zone they are the establishment's; a day is its midnight;
 * an hour that the clock change skips is the next that exists. A file repeats few dates over many lines: each text is
 * worked out once.
 */
export function fileInstants(timeZone: string): (text: string) => FileInstant {
  const known = new Map<string, FileInstant>()
  return (text) => {
    const seen = known.get(text)
    if (seen !== undefined) return seen
    const instant = fileInstant(text, timeZone)
    if (known.size < 10_000) known.set(text, instant)
    return instant
  }
}

function fileInstant(text: string, timeZone: string): FileInstant {
  // The largest instant that both this program and the database know well: the year 9999.
  if (/^\d{1,12}$/.test(text)) {
    const seconds = Number(text)
    return seconds > 253_402_300_799 ? { ok: false } : { ok: true, at: seconds === 0 ? null : seconds }
  }
  const parts = civil.exec(text)
  if (parts === null) return { ok: false }
  const [, date, time = '00:00', zone] = parts
  try {
    const instant =
      zone === undefined
        ? Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' }).toZonedDateTime(timeZone)
        : Temporal.Instant.from(`${date}T${time}${zone}`)
    return { ok: true, at: Math.floor(instant.epochMilliseconds / 1000) }
  } catch (error) {
    if (error instanceof RangeError) return { ok: false }
    throw error
  }
}
