import type { Temporal } from 'temporal-polyfill'
import { type Database, transaction } from '../../platform/database.ts'

/** Label, what students read, minutes, reminder. */
const motives = [
  ['CG', 'Consultation de médecine générale', 'Rendez-vous au service', 20, true, 2],
  ['VAC', 'Vaccination', null, 15, true, 2],
  ['PSY', 'Entretien psychologique', 'Entretien', 45, true, 3],
  ['DIE', 'Conseil en diététique', null, 30, true, 7],
  ['HAN', 'Aménagement d’études', 'Entretien', 30, false, 2],
  ['CERT', 'Certificat de sport (ancien motif)', null, 15, false, 2],
] as const

const places = ['Maison de la santé, bureau 1', 'Maison de la santé, bureau 2', 'Antenne de Testbourg', null]
const practitioners = ['Dr Testun', 'Inf. Testdeux', 'Psy. Testtrois']

const daysBefore = 30
const daysAfter = 12
const perDay = 12

/**
 * Motives, and the appointments of a month behind and twelve days ahead, of the students there are; those behind were
 * mostly kept, and mostly reminded of. May be called again: what is there stays, and the new days are added. Returns how
 * many appointments it added.
 */
export async function addDemoAppointments(
  database: Database,
  now: Temporal.Instant,
  timeZone: string,
): Promise<number> {
  return await transaction(database.pool, async (client) => {
    await client.query(
      `insert into appointment_motive
         (reference, label, public_label, minutes, reminder_active, reminder_days, active, mail_subject)
       select reference, label, public, minutes, active, days, label not like '%(ancien motif)',
              case when reference = 'DEMO-PSY' then 'Votre rendez-vous du {date}' end
       from jsonb_to_recordset($1)
         as given (reference text, label text, public text, minutes int, active boolean, days int)
       on conflict do nothing`,
      [
        JSON.stringify(
          motives.map(([code, label, shown, minutes, active, days]) => ({
            reference: `DEMO-${code}`,
            label,
            public: shown,
            minutes,
            active,
            days,
          })),
        ),
      ],
    )
    const { rows: students } = await client.query<{ id: number }>(
      'select id from student where merged_into is null order by id limit 700',
    )
    if (students.length === 0) return 0
    const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
    const appointments: unknown[] = []
    for (let away = -daysBefore; away <= daysAfter; away++) {
      const day = today.add({ days: away })
      if (day.dayOfWeek > 5) continue
      // The day itself decides, not how far away it is: tomorrow's demonstration finds the same appointments.
      const seed = day.dayOfYear
      for (let place = 0; place < perDay; place++) {
        const begins = day
          .toZonedDateTime({ timeZone, plainTime: { hour: 8, minute: 30 } })
          .add({ minutes: 40 * place })
        const kind = (seed * 7 + place * 5) % 20
        const past = begins.epochMilliseconds < now.epochMilliseconds
        appointments.push({
          reference: `DEMO-${day}-${place}`,
          student: students[(seed * perDay + place) % students.length]!.id,
          motive: `DEMO-${motives[(seed + place) % 5]![0]}`,
          practitioner: practitioners[place % 3],
          place: places[(seed + place) % 4],
          starts: begins.toInstant().toString(),
          taken: begins.subtract({ days: 9, hours: place }).toInstant().toString(),
          state:
            kind === 0
              ? 'cancelled'
              : past
                ? kind < 3
                  ? 'missed'
                  : 'honoured'
                : kind === 1
                  ? 'requested'
                  : 'confirmed',
        })
      }
    }
    const { rowCount } = await client.query(
      `insert into appointment
         (reference, student_id, motive_id, practitioner, place, starts_at, taken_at, state, created_at, changed_at)
       select given.reference, student, motive.id, practitioner, place, starts, taken, state, taken, taken
       from jsonb_to_recordset($1) as given (reference text, student bigint, motive text, practitioner text,
         place text, starts timestamptz, taken timestamptz, state text)
       join appointment_motive motive on motive.reference = given.motive
       on conflict (reference) do nothing`,
      [JSON.stringify(appointments)],
    )
    await rememberReminders(client, now)
    return rowCount ?? 0
  })
}

/** Those of a month of mornings, by the runs that the history has. */
async function rememberReminders(
  client: Parameters<Parameters<typeof transaction>[1]>[0],
  now: Temporal.Instant,
): Promise<void> {
  await client.query(
    `insert into appointment_reminder
       (appointment_id, for_start, recipient, state, attempts, run_id, created_at, sent_at, error)
     select appointment.id, appointment.starts_at, student.email, case when failed then 'failed' else 'sent' end, 1,
            run.id, run.started_at, case when not failed then run.started_at + interval '20 seconds' end,
            case when failed then '550 5.1.1 (RCPT TO)' end
     from appointment
     join appointment_motive motive on motive.id = appointment.motive_id and motive.reminder_active
     join student on student.id = appointment.student_id and student.email is not null
     cross join lateral (select appointment.id % 23 = 0 as failed) as chance
     cross join lateral (
       select id, started_at from batch_run
       where batch_code = 'RAPPEL_RDV' and state = 'finished'
         and started_at between appointment.starts_at - interval '1 day' * (motive.reminder_days + 1)
                            and appointment.starts_at - interval '2 hours'
       order by started_at limit 1
     ) as run
     where appointment.reference like 'DEMO-%' and appointment.starts_at < $1 and appointment.state <> 'cancelled'
     on conflict do nothing`,
    [now.toString()],
  )
}
