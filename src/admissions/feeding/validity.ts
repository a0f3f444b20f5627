import { Temporal } from 'temporal-polyfill'

/** Until when a new account may be validated: its day plus so many, at 23:00:00 of the establishment (admissions.md 3.8). */
export function validityEnd(created: Temporal.Instant, days: number, timeZone: string): Temporal.Instant {
  return created
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add({ days })
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from('23:00:00') })
    .toInstant()
}
