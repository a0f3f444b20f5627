import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import type { Editor } from '../editing.ts'
import {
  type FeedOutcome,
  feedDetail,
  givenTwice,
  type RejectedRecord,
  rejected,
  rejectedStudent,
} from '../feeding/feed-outcome.ts'
import { findStudents, type StudentKey } from '../students/find-student.ts'
import type { AppointmentState } from './appointment-state.ts'
import { personOf } from './reminder-rows.ts'

/** An appointment as the service's own system gives it; what is absent stays as it is. */
export interface GivenAppointment {
  readonly reference: string
  readonly student: StudentKey
  /** Reference of a motive. */
  readonly motive: string
  /** ISO 8601. */
  readonly startsAt: string
  readonly takenAt?: string | undefined
  readonly practitioner?: string | null | undefined
  readonly place?: string | null | undefined
  readonly state?: AppointmentState | undefined
}

interface Row {
  readonly reference: string
  readonly studentId: number
  readonly motiveId: number
  readonly startsAt: string
  readonly takenAt: string
  readonly practitioner: string | null
  readonly place: string | null
  readonly state: AppointmentState
}

interface Stored extends Row {
  readonly id: number
  /** The record that kept the student's, should it have been merged away. */
  readonly keptId: number
}

/** Creates appointments, or changes those of the same reference, in one transaction: one outcome each, in their order. */
export async function feedAppointments(
  database: Database,
  editor: Editor,
  given: readonly GivenAppointment[],
  now: string,
): Promise<FeedOutcome[]> {
  return await transaction(database.pool, async (client) => {
    // Two feeds of one reference take turns: the second finds what the first has made.
    await client.query(`select pg_advisory_xact_lock(hashtext('appointment-feed'))`)
    const outcomes: FeedOutcome[] = []
    const stored = await storedAppointments(client, given)
    const created: { at: number; row: Row }[] = []
    const updated: { id: number; row: Row }[] = []
    for (const { at, one, studentId, motiveId } of await checkedAppointments(client, given, outcomes)) {
      const before = stored.get(one.reference)
      if (before !== undefined && before.keptId !== studentId) {
        outcomes[at] = rejected('student', otherStudent)
        continue
      }
      const row: Row = {
        reference: one.reference,
        studentId,
        motiveId,
        startsAt: new Date(one.startsAt).toISOString(),
        takenAt: new Date(one.takenAt ?? before?.takenAt ?? now).toISOString(),
        practitioner: one.practitioner === undefined ? (before?.practitioner ?? null) : one.practitioner,
        place: one.place === undefined ? (before?.place ?? null) : one.place,
        state: one.state ?? before?.state ?? 'confirmed',
      }
      if (before === undefined) created.push({ at, row })
      else if (isSame(before, row)) outcomes[at] = { outcome: 'unchanged', id: before.id }
      else {
        updated.push({ id: before.id, row })
        outcomes[at] = { outcome: 'updated', id: before.id }
      }
    }
    const ids = await insert(
      client,
      created.map(({ row }) => row),
      now,
    )
    for (const [index, { at }] of created.entries()) outcomes[at] = { outcome: 'created', id: ids[index]! }
    await update(client, updated, now)
    await audit(client, editor, outcomes)
    return outcomes
  })
}

async function checkedAppointments(
  client: Queryable,
  given: readonly GivenAppointment[],
  outcomes: FeedOutcome[],
): Promise<{ at: number; one: GivenAppointment; studentId: number; motiveId: number }[]> {
  const found = await findStudents(
    client,
    given.map(({ student }) => student),
  )
  const { rows } = await client.query<{ id: number; reference: string }>(
    'select id, reference from appointment_motive where reference = any($1)',
    [given.map(({ motive }) => motive)],
  )
  const motives = new Map(rows.map(({ reference, id }) => [reference, id]))
  const references = new Set<string>()
  return given.flatMap((one, at) => {
    const person = found[at]!
    const motiveId = motives.get(one.motive)
    const twice = references.has(one.reference)
    references.add(one.reference)
    const reject = (why: RejectedRecord) => {
      outcomes[at] = why
      return []
    }
    if (twice) return reject(givenTwice)
    if (!person.ok) return reject(rejectedStudent(person.reason))
    if (motiveId === undefined) return reject(rejected('motive', unknownMotive))
    return [{ at, one, studentId: person.studentId, motiveId }]
  })
}

async function storedAppointments(
  client: Queryable,
  given: readonly GivenAppointment[],
): Promise<Map<string, Stored>> {
  const { rows } = await client.query<
    Omit<Stored, 'startsAt' | 'takenAt'> & { startsAt: Date; takenAt: Date }
  >(
    `select appointment.id, reference, student_id as "studentId", person.id as "keptId", motive_id as "motiveId",
            starts_at as "startsAt", taken_at as "takenAt", practitioner, place, state
     from appointment ${personOf('appointment.student_id')}
     where reference = any($1) order by appointment.id for update of appointment`,
    [given.map(({ reference }) => reference)],
  )
  return new Map(
    rows.map((row) => [
      row.reference,
      { ...row, startsAt: row.startsAt.toISOString(), takenAt: row.takenAt.toISOString() },
    ]),
  )
}

function isSame(before: Row, after: Row): boolean {
  return (Object.keys(after) as (keyof Row)[]).every((name) => before[name] === after[name])
}

async function insert(client: Queryable, rows: readonly Row[], now: string): Promise<number[]> {
  if (rows.length === 0) return []
  const made = await client.query<{ id: number; reference: string }>(
    `insert into appointment (reference, student_id, motive_id, starts_at, taken_at, practitioner, place, state,
                              created_at, changed_at)
     select "reference", "studentId", "motiveId", "startsAt", "takenAt", practitioner, place, state, $2, $2
     from ${recordset}
     returning id, reference`,
    [JSON.stringify(rows), now],
  )
  const ids = new Map(made.rows.map(({ id, reference }) => [reference, id]))
  return rows.map(({ reference }) => ids.get(reference)!)
}

async function update(
  client: Queryable,
  rows: readonly { id: number; row: Row }[],
  now: string,
): Promise<void> {
  if (rows.length === 0) return
  await client.query(
    `update appointment
     set student_id = given."studentId", motive_id = given."motiveId", starts_at = given."startsAt",
         taken_at = given."takenAt", practitioner = given.practitioner, place = given.place, state = given.state,
         changed_at = $2, version = version + 1
     from ${recordset} where appointment.reference = given.reference`,
    [JSON.stringify(rows.map(({ row }) => row)), now],
  )
}

const recordset = `jsonb_to_recordset($1) as given (
  reference text, "studentId" bigint, "motiveId" int, "startsAt" timestamptz, "takenAt" timestamptz,
  practitioner text, place text, state text)`

async function audit(client: Queryable, editor: Editor, outcomes: readonly FeedOutcome[]): Promise<void> {
  await recordAudit(client, {
    actor: editor.author,
    action: 'appointments.fed',
    application: 'health',
    address: editor.address,
    detail: feedDetail(outcomes),
  })
}

const unknownMotive: Text = {
  fr: 'Aucun motif ne porte cette référence : créez-le d’abord',
  en: 'No motive has this reference: make it first',
}
const otherStudent: Text = {
  fr: 'Cette référence est celle du rendez-vous d’un autre étudiant',
  en: 'This reference belongs to the appointment of another student',
}
