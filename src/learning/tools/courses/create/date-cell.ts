import { Temporal } from 'temporal-polyfill'

/**
 * A date of a file in seconds since 1970: a timestamp, `2026-09-01`, or `2026-09-01 08:00[:00]` (a `T` between them, a zone
 * after them, are taken too). Without a zone it is the establishment's. Null: none of these.
 */
export function dateCell(value: string, timeZone: string): number | null {
  if (/^\d{1,11}$/.test(value)) return Number(value)
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2})?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(value)
  if (iso === null) return null
  const [, date, time = '00:00', zone] = iso
  try {
    const instant =
      zone === undefined
        ? Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: 'reject' }).toZonedDateTime(timeZone)
        : Temporal.Instant.from(`${date}T${time}${zone}`)
    const seconds = Math.floor(instant.epochMilliseconds / 1000)
    return seconds >= 0 ? seconds : null
  } catch {
    return null
  }
}
