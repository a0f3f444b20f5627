import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import type { Encryption } from '../../platform/encryption.ts'
import { contentPlace } from '../consultations/consultation.ts'

export interface DemoConsultations {
  readonly now: Temporal.Instant
  readonly timeZone: string
  /** Null: they say nothing. */
  readonly encryption: Encryption | null
  /** Logins that hold some of them: those of the demonstration's accounts are told of what FER_CON closes. */
  readonly practitioners?: readonly string[]
}

const notes = [
  'Texte fictif de démonstration : certificat demandé pour le sport.',
  'Texte fictif de démonstration : renouvellement, revu dans un mois.',
  'Texte fictif de démonstration : brouillon, à compléter.',
]

/**
 * Consultations of fictional students: three forgotten for days, two of last night, four of today, and some closed. So
 * FER_CON has five to close. What is there already stays. Returns how many it made.
 */
export async function fillConsultations(
  db: Queryable,
  { now, timeZone, encryption, practitioners = ['dr.testun', 'inf.testdeux'] }: DemoConsultations,
): Promise<number> {
  const today = now.toZonedDateTimeISO(timeZone)
  /** So many days ago at `hour`, but never later than some minutes ago. */
  const at = (daysAgo: number, hour: number, minute = 0) => {
    const planned = today.subtract({ days: daysAgo }).with({ hour, minute, second: 0, millisecond: 0 })
    const latest = today.subtract({ minutes: 5 })
    return (planned.epochMilliseconds < latest.epochMilliseconds ? planned : latest).toInstant()
  }
  const { rows: students } = await db.query<{ id: number }>(
    'select id from student where merged_into is null order by id limit 40 offset 100',
  )
  const wanted = [
    ...[9, 5, 3].map((days) => ({ opened: at(days, 10, 20), minutes: 25, closed: false })),
    ...[16, 17].map((hour) => ({ opened: at(1, hour, 40), minutes: 12, closed: false })),
    ...[8, 9, 10, 11].map((hour) => ({ opened: at(0, hour, 15), minutes: 4, closed: false })),
    ...Array.from({ length: 20 }, (_, n) => ({ opened: at(1 + n, 9 + (n % 8)), minutes: 20, closed: true })),
  ]
  let made = 0
  for (const [n, { opened, minutes, closed }] of wanted.entries()) {
    const student = students[n]
    if (student === undefined) break
    const last = opened.add({ minutes })
    const { rows } = await db.query<{ id: number }>(
      `insert into consultation (reference, student_id, practitioner, opened_at, last_activity_at, closed_at, closed_by,
         created_at, changed_at)
       values ($1, $2, $3, $4, $5, case when $6 then $5::timestamptz end, case when $6 then 'practitioner' end, $4, $5)
       on conflict (reference) do nothing returning id`,
      [
        `demo-${n + 1}`,
        student.id,
        practitioners[n % practitioners.length],
        opened.toString(),
        last.toString(),
        closed,
      ],
    )
    const id = rows[0]?.id
    if (id === undefined) continue
    made++
    if (encryption !== null)
      await db.query('update consultation set content_encrypted = $2 where id = $1', [
        id,
        encryption.encrypt(notes[n % notes.length]!, contentPlace(id)),
      ])
    if (!closed)
      await db.query(
        `insert into record_lock (student_id, consultation_id, holder, since) values ($1, $2, $3, $4)
         on conflict (student_id) do nothing`,
        [student.id, id, practitioners[n % practitioners.length], opened.toString()],
      )
  }
  return made
}
