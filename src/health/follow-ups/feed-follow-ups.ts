import type pg from 'pg'
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
import { type FollowUpState, stateAfterMove } from './follow-up-state.ts'

/** A follow-up as a person or another system gives it. */
export interface GivenFollowUp {
  /** The other system's own name for it: the same again changes the follow-up instead of making another. */
  readonly reference: string | null
  readonly student: StudentKey
  /** Code of an item of RELANCES in use. */
  readonly motive: string
  readonly dueOn: string
  readonly letterText: string
  readonly comment: string
}

interface Stored {
  readonly id: number
  readonly reference: string
  readonly studentId: number
  readonly motiveId: number
  readonly dueOn: string
  readonly letterText: string
  readonly comment: string
  readonly state: FollowUpState
}

interface Checked extends Omit<GivenFollowUp, 'student' | 'motive'> {
  readonly at: number
  readonly studentId: number
  readonly motiveId: number
}

/** Creates follow-ups, or changes those of the same reference, all in one transaction: one outcome each, in their order. */
export async function feedFollowUps(
  database: Database,
  editor: Editor,
  given: readonly GivenFollowUp[],
  present: { readonly now: string; readonly today: string },
): Promise<FeedOutcome[]> {
  return await transaction(database.pool, async (client) => {
    // Two feeds of one reference take turns: the second finds what the first has made.
    await client.query(`select pg_advisory_xact_lock(hashtext('follow-up-feed'))`)
    const outcomes: FeedOutcome[] = []
    const checked = await check(client, given, outcomes)
    const stored = await storedByReference(client, checked)
    const created = checked.filter((one) => one.reference === null || !stored.has(one.reference))
    const updated: Checked[] = []
    for (const one of checked) {
      const before = one.reference === null ? undefined : stored.get(one.reference)
      if (before === undefined) continue
      const refusal = refusalOfChange(before, one)
      if (isSame(before, one)) outcomes[one.at] = { outcome: 'unchanged', id: before.id }
      else if (refusal !== null) outcomes[one.at] = refusal
      else {
        outcomes[one.at] = { outcome: 'updated', id: before.id }
        updated.push(one)
      }
    }
    for (const [index, id] of (await insert(client, editor, created, present)).entries())
      outcomes[created[index]!.at] = { outcome: 'created', id }
    await update(client, updated, stored, present)
    await audit(client, editor, outcomes)
    return outcomes
  })
}

async function check(
  client: Queryable,
  given: readonly GivenFollowUp[],
  outcomes: FeedOutcome[],
): Promise<Checked[]> {
  const found = await findStudents(
    client,
    given.map(({ student }) => student),
  )
  const { rows } = await client.query<{ id: number; code: string }>(
    `select item.id, item.code from nomenclature_item item join nomenclature on nomenclature.id = item.nomenclature_id
     where nomenclature.code = 'RELANCES' and item.active and item.code = any($1)`,
    [given.map(({ motive }) => motive)],
  )
  const motives = new Map(rows.map(({ code, id }) => [code, id]))
  const references = new Set<string>()
  const checked: Checked[] = []
  for (const [at, { student: _, motive, ...rest }] of given.entries()) {
    const person = found[at]!
    const motiveId = motives.get(motive)
    if (!person.ok) outcomes[at] = rejectedStudent(person.reason)
    else if (motiveId === undefined) outcomes[at] = rejected('motive', unknownMotive)
    else if (rest.reference !== null && references.has(rest.reference)) outcomes[at] = givenTwice
    else checked.push({ at, studentId: person.studentId, motiveId, ...rest })
    if (rest.reference !== null) references.add(rest.reference)
  }
  return checked
}

async function storedByReference(client: Queryable, given: readonly Checked[]): Promise<Map<string, Stored>> {
  const { rows } = await client.query<Stored>(
    `select id, reference, student_id as "studentId", motive_id as "motiveId", due_on as "dueOn",
            letter_text as "letterText", comment, state
     from follow_up where reference = any($1) order by id for update`,
    [given.flatMap(({ reference }) => (reference === null ? [] : [reference]))],
  )
  return new Map(rows.map((row) => [row.reference, row]))
}

function isSame(before: Stored, { studentId, motiveId, dueOn, letterText, comment }: Checked): boolean {
  return (
    before.studentId === studentId &&
    before.motiveId === motiveId &&
    before.dueOn === dueOn &&
    before.letterText === letterText &&
    before.comment === comment
  )
}

function refusalOfChange(before: Stored, { studentId }: Checked): RejectedRecord | null {
  if (before.studentId !== studentId) return rejected('student', otherStudent)
  return before.state === 'closed' ? rejected('reference', isClosed) : null
}

async function insert(
  client: pg.PoolClient,
  editor: Editor,
  created: readonly Checked[],
  { now, today }: { readonly now: string; readonly today: string },
): Promise<number[]> {
  if (created.length === 0) return []
  // Identity values follow the order of the rows: what comes back in order of ids is in the order given.
  const { rows } = await client.query<{ id: number }>(
    `with made as (
       insert into follow_up (reference, student_id, motive_id, due_on, letter_text, comment, state,
                              created_by, created_at, changed_at)
       select reference, "studentId", "motiveId", "dueOn", "letterText", comment,
              case when "dueOn" <= $2::date then 'due' else 'open' end, $3, $4, $4
       from jsonb_to_recordset($1) as given
         (at int, reference text, "studentId" bigint, "motiveId" bigint, "dueOn" date, "letterText" text, comment text)
       order by at
       returning id)
     select id from made order by id`,
    [JSON.stringify(created), today, editor.author, now],
  )
  return rows.map(({ id }) => id)
}

async function update(
  client: pg.PoolClient,
  updated: readonly Checked[],
  stored: ReadonlyMap<string, Stored>,
  { now, today }: { readonly now: string; readonly today: string },
): Promise<void> {
  if (updated.length === 0) return
  const rows = updated.map((one) => {
    const before = stored.get(one.reference!)!
    return { ...one, id: before.id, state: stateAfterMove(before.state, one.dueOn, today) }
  })
  await client.query(
    `update follow_up
     set motive_id = given."motiveId", due_on = given."dueOn", letter_text = given."letterText",
         comment = given.comment, state = given.state, changed_at = $2, version = follow_up.version + 1
     from jsonb_to_recordset($1) as given
       (id bigint, "motiveId" bigint, "dueOn" date, "letterText" text, comment text, state text)
     where follow_up.id = given.id`,
    [JSON.stringify(rows), now],
  )
}

/** Ids only: what a follow-up is about is health data. */
async function audit(client: pg.PoolClient, editor: Editor, outcomes: readonly FeedOutcome[]): Promise<void> {
  const detail = feedDetail(outcomes)
  const [only, ...others] = [...detail.created, ...detail.updated]
  if (only === undefined) return
  await recordAudit(client, {
    actor: editor.author,
    action: 'follow-ups.fed',
    application: 'health',
    address: editor.address,
    subject: others.length === 0 ? `follow-up:${only}` : null,
    detail,
  })
}

const unknownMotive: Text = {
  fr: 'Motif inconnu ou inactif dans la nomenclature RELANCES',
  en: 'Unknown or inactive motive in the code list RELANCES',
}
const otherStudent: Text = {
  fr: 'Cette référence est celle d’une relance d’un autre étudiant',
  en: 'This reference belongs to the follow-up of another student',
}
export const isClosed: Text = {
  fr: 'Cette relance est close : rouvrez-la avant de la modifier',
  en: 'This follow-up is closed: open it again before changing it',
}
