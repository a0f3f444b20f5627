import type { Temporal } from 'temporal-polyfill'

/** What the deadline of an application follows from; dates are civil (`AAAA-MM-JJ`). */
export interface DeadlineFacts {
  /** The application's own date: it wins, earlier or later. */
  readonly newConfirmBy: string | null
  /** Days that the formation leaves after the latest decision was validated. */
  readonly confirmDays: number | null
  /** The formation's fixed date. */
  readonly confirmBy: string | null
  /** When the latest decision was validated; null: it is not, and a delay has not begun. */
  readonly validatedAt: Temporal.Instant | null
}

/**
 * Until when, that day included, a candidate may confirm (admissions.md 3.13): the application's own date, else the
 * formation's delay from the day the latest decision was validated in the establishment's zone, else the formation's fixed
 * date, else null: no deadline, the application is never withdrawn for want of an answer.
 */
export function confirmationDeadline(facts: DeadlineFacts, timeZone: string): string | null {
  const { newConfirmBy, confirmDays, confirmBy, validatedAt } = facts
  if (newConfirmBy !== null) return newConfirmBy
  if (confirmDays === null) return confirmBy
  if (validatedAt === null) return null
  return validatedAt.toZonedDateTimeISO(timeZone).toPlainDate().add({ days: confirmDays }).toString()
}

/** The same as an SQL expression of type date. `timeZone` is an expression too, such as `$2` (give it a `::text`). */
export function confirmationDeadlineSql(names: {
  readonly application: string
  readonly formation: string
  readonly decision: string
  readonly timeZone: string
}): string {
  const { application, formation, decision, timeZone } = names
  return `coalesce(${application}.new_confirm_by,
    case when ${formation}.confirm_days is null then ${formation}.confirm_by
         else (${decision}.validated_at at time zone ${timeZone})::date + ${formation}.confirm_days end)`
}

/** The civil day that it is in the establishment. */
export function todayIn(timeZone: string, now: Temporal.Instant): string {
  return now.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
