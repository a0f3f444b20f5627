import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { isEmail } from '../student-import/line/email.ts'
import type { AppointmentState } from './appointment-state.ts'
import type { ReminderFacts } from './reminder-mail.ts'

/** The tables behind RAPPEL_RDV: which appointments call for a reminder, and the outbox of reminders. health.md 2.8. */

/** Closer than this a reminder would come too late to be of use. */
export const soonestHours = 2

/** Whoever has just taken an appointment knows of it. */
export const takenHours = 12

const longestDays = 30

export type ReminderState = 'pending' | 'sending' | 'sent' | 'failed' | 'unknown' | 'withdrawn'

/** The record of a student, or the one that kept it if it was merged away, as `person`. */
export function personOf(student: string): string {
  return `cross join lateral (
    with recursive kept (id, merged_into) as (
      select id, merged_into from student where id = ${student}
      union
      select next.id, next.merged_into from kept join student next on next.id = kept.merged_into
    )
    select student.* from kept join student on student.id = kept.id where kept.merged_into is null
  ) as person`
}

export interface DueAppointment {
  readonly id: number
  readonly startsAt: Date
  readonly email: string | null
  /** Where the reminder of this start stands, if there is one. */
  readonly reminder: ReminderState | null
}

/** Every appointment that calls for a reminder at `now`, reminded or not. */
export async function dueAppointments(
  db: Queryable,
  now: Temporal.Instant,
  timeZone: string,
): Promise<DueAppointment[]> {
  const { rows } = await db.query<DueAppointment>(
    `select appointment.id, appointment.starts_at as "startsAt", person.email, reminder.state as reminder
     from appointment
     join appointment_motive motive on motive.id = appointment.motive_id
     left join appointment_reminder reminder
       on reminder.appointment_id = appointment.id and reminder.for_start = appointment.starts_at
     ${personOf('appointment.student_id')}
     where appointment.state = 'confirmed' and motive.active and motive.reminder_active
       and appointment.starts_at > $1 and appointment.starts_at < $2
       and (appointment.starts_at at time zone $3)::date <= $4::date + motive.reminder_days
       and appointment.taken_at < $5
     order by appointment.starts_at, appointment.id`,
    [
      now.add({ hours: soonestHours }).toString(),
      now.add({ hours: 24 * (longestDays + 2) }).toString(),
      timeZone,
      now.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
      now.subtract({ hours: takenHours }).toString(),
    ],
  )
  return rows
}

export interface ReminderPlan {
  /** Appointments that call for a reminder, and reminders that an earlier run left waiting. */
  readonly candidates: number
  readonly withoutMail: number
  readonly already: number
  /** The reminders to send, those of the next appointments first. */
  readonly pending: readonly number[]
}

/**
 * Writes down every reminder that is to be sent, before the first leaves. One that was withdrawn is taken up again
 * where the appointment stands as it did: it was never sent.
 */
export async function planReminders(
  db: Queryable,
  options: { now: Temporal.Instant; timeZone: string; runId: number },
): Promise<ReminderPlan> {
  const { now, timeZone, runId } = options
  const due = await dueAppointments(db, now, timeZone)
  const open = due.filter(({ reminder }) => reminder === null || reminder === 'withdrawn')
  const reachable = open.filter(({ email }) => email !== null && isEmail(email))
  if (reachable.length > 0)
    await db.query(
      `insert into appointment_reminder (appointment_id, for_start, recipient, run_id, created_at)
       select *, $4, $5 from unnest($1::bigint[], $2::timestamptz[], $3::text[])
       on conflict (appointment_id, for_start) do update
         set state = 'pending', recipient = excluded.recipient, run_id = excluded.run_id, attempts = 0, error = null
         where appointment_reminder.state = 'withdrawn'`,
      [
        reachable.map(({ id }) => id),
        reachable.map(({ startsAt }) => startsAt.toISOString()),
        reachable.map(({ email }) => email),
        runId,
        now.toString(),
      ],
    )
  const { rows } = await db.query<{ id: number }>(
    `select id from appointment_reminder where state = 'pending' order by for_start, id`,
  )
  const waiting = due.filter(({ reminder }) => reminder === 'pending').length
  return {
    candidates: due.length + rows.length - reachable.length - waiting,
    withoutMail: open.length - reachable.length,
    already: due.length - open.length - waiting,
    pending: rows.map(({ id }) => id),
  }
}

/** What runs that are over were sending when they were cut short has left or has not: it is never sent again. */
export async function doubtInterrupted(db: Queryable, runId: number): Promise<number> {
  const { rowCount } = await db.query(
    `update appointment_reminder set state = 'unknown', error = 'interrupted'
     where state = 'sending' and run_id <> $1`,
    [runId],
  )
  return rowCount ?? 0
}

/** Why a reminder that waited is not sent after all. */
export type WithdrawalReason = 'cancelled' | 'moved' | 'too-late' | 'no-mail' | 'no-reminder'

export interface ReminderRow extends Omit<ReminderFacts, 'startsAt'> {
  readonly forStart: Date
  readonly startsAt: Date
  readonly state: AppointmentState
  readonly reminderActive: boolean
  readonly email: string | null
}

/** Whether the reminder still says the truth, looked at just before it leaves. */
export function withdrawalOf(row: ReminderRow, now: Temporal.Instant): WithdrawalReason | null {
  if (row.state !== 'confirmed') return 'cancelled'
  if (row.startsAt.getTime() !== row.forStart.getTime()) return 'moved'
  if (row.startsAt.getTime() <= now.epochMilliseconds) return 'too-late'
  if (!row.reminderActive) return 'no-reminder'
  return row.email === null || !isEmail(row.email) ? 'no-mail' : null
}

export type Claim =
  | { readonly kind: 'gone' }
  | { readonly kind: 'withdrawn'; readonly reason: WithdrawalReason; readonly appointmentId: number }
  | {
      readonly kind: 'claimed'
      readonly row: ReminderRow
      readonly recipient: string
      readonly attempts: number
    }

/** Takes a waiting reminder for sending, or withdraws it; what it says is read in the same transaction. */
export async function claimReminder(
  db: Queryable,
  id: number,
  runId: number,
  now: Temporal.Instant,
): Promise<Claim> {
  const { rows } = await db.query<ReminderRow>(reminderToSend, [id])
  const row = rows[0]
  if (row === undefined) return { kind: 'gone' }
  const reason = withdrawalOf(row, now)
  if (reason !== null) {
    await db.query(
      `update appointment_reminder set state = 'withdrawn', error = $2, run_id = $3 where id = $1`,
      [id, reason, runId],
    )
    return { kind: 'withdrawn', reason, appointmentId: row.appointmentId }
  }
  const recipient = row.email!
  const claimed = await db.query<{ attempts: number }>(
    `update appointment_reminder set state = 'sending', attempts = attempts + 1, recipient = $2, run_id = $3
     where id = $1 returning attempts`,
    [id, recipient, runId],
  )
  return { kind: 'claimed', row, recipient, attempts: claimed.rows[0]!.attempts }
}

// An appointment that somebody is cancelling at this very moment is waited for.
const reminderToSend = `
  select reminder.for_start as "forStart", appointment.id as "appointmentId", appointment.reference,
         appointment.starts_at as "startsAt", appointment.state, appointment.place,
         motive.active and motive.reminder_active as "reminderActive", motive.public_label as "publicLabel",
         motive.mail_subject as subject, motive.mail_body as body,
         person.first_name as "firstName", person.email
  from appointment_reminder reminder
  join appointment on appointment.id = reminder.appointment_id
  join appointment_motive motive on motive.id = appointment.motive_id
  ${personOf('appointment.student_id')}
  where reminder.id = $1 and reminder.state = 'pending'
  for update of reminder, appointment`

/** What became of a reminder that this run was sending; `untried`: nothing was said of it, it does not count as an attempt. */
export type Settlement =
  | { readonly state: 'sent'; readonly at: Temporal.Instant }
  | { readonly state: 'failed' | 'unknown'; readonly error: string }
  | { readonly state: 'pending'; readonly error: string; readonly untried: boolean }

export async function settleReminder(
  db: Queryable,
  id: number,
  runId: number,
  settlement: Settlement,
): Promise<void> {
  await db.query(
    `update appointment_reminder
     set state = $3, sent_at = $4, error = $5, attempts = attempts - $6
     where id = $1 and run_id = $2 and state = 'sending'`,
    [
      id,
      runId,
      settlement.state,
      settlement.state === 'sent' ? settlement.at.toString() : null,
      settlement.state === 'sent' ? null : settlement.error,
      settlement.state === 'pending' && settlement.untried ? 1 : 0,
    ],
  )
}
