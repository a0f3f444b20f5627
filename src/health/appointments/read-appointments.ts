import type { Queryable } from '../../platform/database.ts'
import { invalidField } from '../edit-refusal.ts'
import type { AppointmentState } from './appointment-state.ts'
import { personOf, type ReminderState } from './reminder-rows.ts'
import { type ReminderStanding, reminderStanding } from './reminder-standing.ts'

export interface Appointment {
  readonly id: number
  readonly version: number
  readonly reference: string | null
  readonly student: { readonly id: number; readonly familyName: string; readonly firstName: string }
  readonly motive: { readonly id: number; readonly label: string }
  readonly practitioner: string | null
  readonly place: string | null
  readonly startsAt: string
  readonly minutes: number
  readonly takenAt: string
  readonly state: AppointmentState
  readonly reminder: ReminderStanding
}

export interface AppointmentQuery {
  readonly from: string | null
  /** Excluded. */
  readonly until: string | null
  readonly states: readonly AppointmentState[] | null
  readonly motive: number | null
  readonly student: number | null
  readonly id?: number | null
  readonly reference?: string | null
  /** Where the page before ended. */
  readonly after: string | null
  /** The latest first, instead of the next. */
  readonly descending: boolean
  readonly size: number
}

export interface Present {
  readonly now: string
  readonly timeZone: string
}

interface Row {
  readonly id: number
  readonly version: number
  readonly reference: string | null
  readonly studentId: number
  readonly familyName: string
  readonly firstName: string
  readonly email: string | null
  readonly motiveId: number
  readonly motiveLabel: string
  readonly reminded: boolean
  readonly days: number
  readonly practitioner: string | null
  readonly place: string | null
  readonly startsAt: Date
  readonly minutes: number
  readonly takenAt: Date
  readonly state: AppointmentState
  readonly reminder: ReminderState | null
  readonly sentAt: Date | null
  readonly error: string | null
  readonly runId: number | null
}

/** A page of appointments by their start; `next` is what to give as `after`. */
export async function readAppointments(
  db: Queryable,
  query: AppointmentQuery,
  present: Present,
): Promise<{ items: Appointment[]; next: string | null }> {
  const after = query.after === null ? null : cursor(query.after)
  const direction = query.descending ? ['<', 'desc'] : ['>', 'asc']
  const { rows } = await db.query<Row>(
    `select appointment.id, appointment.version, appointment.reference, person.id as "studentId",
            coalesce(person.usage_name, person.family_name) as "familyName", person.first_name as "firstName",
            person.email, motive.id as "motiveId", motive.label as "motiveLabel",
            motive.active and motive.reminder_active as reminded, motive.reminder_days as days, motive.minutes,
            practitioner, place, starts_at as "startsAt", taken_at as "takenAt", appointment.state,
            reminder.state as reminder, reminder.sent_at as "sentAt", reminder.error, reminder.run_id as "runId"
     from appointment
     join appointment_motive motive on motive.id = appointment.motive_id
     left join appointment_reminder reminder
       on reminder.appointment_id = appointment.id and reminder.for_start = appointment.starts_at
     ${personOf('appointment.student_id')}
     where ($1::timestamptz is null or starts_at >= $1)
       and ($2::timestamptz is null or starts_at < $2)
       and ($3::text[] is null or appointment.state = any($3))
       -- Of one state alone, the index gives them in order.
       and ($11::text is null or appointment.state = $11)
       and ($4::int is null or motive_id = $4)
       -- The record itself and those merged into it: to find out of every appointment whose it is takes seconds.
       and ($5::bigint is null
         or appointment.student_id = any(array(select id from student where id = $5 or merged_into = $5)))
       and ($6::text is null or appointment.reference = $6)
       and ($7::timestamptz is null or (starts_at, appointment.id) ${direction[0]} ($7, $8::bigint))
       and ($10::bigint is null or appointment.id = $10)
     order by starts_at ${direction[1]}, appointment.id ${direction[1]}
     limit $9`,
    [
      query.from,
      query.until,
      query.states,
      query.motive,
      query.student,
      query.reference ?? null,
      after?.startsAt ?? null,
      after?.id ?? null,
      query.size + 1,
      query.id ?? null,
      query.states?.length === 1 ? query.states[0] : null,
    ],
  )
  const items = rows.slice(0, query.size)
  const last = items.at(-1)
  return {
    items: items.map((row) => appointmentOf(row, present)),
    next: rows.length > query.size && last ? `${last.startsAt.getTime()}.${last.id}` : null,
  }
}

function cursor(text: string): { startsAt: string; id: number } {
  const match = /^(-?\d{1,15})\.(\d{1,15})$/.exec(text)
  const startsAt = new Date(Number(match?.[1]))
  // Years that PostgreSQL and ISO 8601 write in one way.
  if (match === null || Number.isNaN(startsAt.getTime()) || !/^(?!0000)\d{4}-/.test(startsAt.toISOString()))
    throw invalidField('after', { fr: 'Page inconnue', en: 'Unknown page' })
  return { startsAt: startsAt.toISOString(), id: Number(match[2]) }
}

function appointmentOf(row: Row, present: Present): Appointment {
  return {
    id: row.id,
    version: row.version,
    reference: row.reference,
    student: { id: row.studentId, familyName: row.familyName, firstName: row.firstName },
    motive: { id: row.motiveId, label: row.motiveLabel },
    practitioner: row.practitioner,
    place: row.place,
    startsAt: row.startsAt.toISOString(),
    minutes: row.minutes,
    takenAt: row.takenAt.toISOString(),
    state: row.state,
    reminder: reminderStanding(row, present),
  }
}
