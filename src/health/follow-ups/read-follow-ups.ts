import type { Queryable } from '../../platform/database.ts'
import { invalidField } from '../edit-refusal.ts'
import { nameKey } from '../student-import/line/name-key.ts'
import { type FollowUpState, shownStateSql } from './follow-up-state.ts'
import { lastDay, selections } from './selection.ts'

/** A follow-up as lists show it. */
export interface FollowUp {
  readonly id: number
  readonly version: number
  readonly reference: string | null
  readonly student: {
    readonly id: number
    readonly familyName: string
    readonly usageName: string | null
    readonly firstName: string
    /** Merged into another record, or about to be: nothing is printed. */
    readonly merged: boolean
    /** The post came back from an address of theirs. */
    readonly returnedMail: boolean
  }
  readonly motive: { readonly code: string; readonly label: string }
  /** As shown: due from its day on. */
  readonly state: FollowUpState
  readonly dueOn: string
  readonly letterOn: string | null
  readonly reminderOn: string | null
  readonly closedOn: string | null
}

export interface FollowUpDetail extends FollowUp {
  readonly letterText: string
  readonly comment: string
  readonly closedBy: string | null
  readonly closedReason: string | null
  readonly createdBy: string
  readonly createdAt: string
}

export interface FollowUpQuery {
  readonly states: readonly FollowUpState[] | null
  readonly motive: string | null
  readonly dueFrom: string | null
  readonly dueTo: string | null
  /** Beginning of a name. */
  readonly search: string | null
  readonly studentId: number | null
  /** Where the page before ended. */
  readonly after: string | null
  readonly size: number
}

const columns = `
  follow_up.id, follow_up.version, follow_up.reference,
  json_build_object('id', student.id, 'familyName', student.family_name, 'usageName', student.usage_name,
    'firstName', student.first_name, 'merged', student.merged_into is not null,
    'returnedMail', exists (select from returned_mail where student_id = student.id)) as student,
  json_build_object('code', motive.code, 'label', motive.label) as motive,
  ${shownStateSql('$1')} as state, follow_up.due_on as "dueOn", follow_up.letter_on as "letterOn",
  follow_up.reminder_on as "reminderOn", follow_up.closed_on as "closedOn"`

const joined = `
  follow_up
  join student on student.id = follow_up.student_id
  join nomenclature_item motive on motive.id = follow_up.motive_id`

/** Sorts after whatever a name's key may go on with, in any collation. */
const afterKeys = 'Z'.repeat(30)

/**
 * Family name and first name together begin with `$6`. The first lines say where that can be, in words of the indexes of
 * live and merged students: `$13` are the beginnings of `$6`, one of which a short family name may be.
 */
const named = `(
         (student.merged_into is null and student.name_key between $6 and $6 || '${afterKeys}'
           or student.merged_into is null and student.name_key = any($13::text[])
           or student.merged_into is not null)
         and starts_with(student.name_key || student.first_name_key, $6))`

/** A page of follow-ups, the furthest due date first; `next` is what to give as `after`. */
export async function readFollowUps(
  db: Queryable,
  query: FollowUpQuery,
  today: string,
): Promise<{ items: FollowUp[]; next: string | null }> {
  const after = query.after === null ? null : cursor(query.after)
  const name = query.search === null || query.search.trim() === '' ? null : nameKey(query.search.trim())
  const stored = query.states?.flatMap((state) => (state === 'due' ? ['open', 'due'] : [state]))
  const { rows } = await db.query<FollowUp>(
    `select ${columns} from ${joined}
     where ($2::text[] is null or ${shownStateSql('$1')} = any($2))
       -- The same in words of the indexes: what is shown as due may be stored as open.
       and ($11::text[] is null or follow_up.state = any($11))
       and ($12::text is null or follow_up.state = $12)
       and ($3::bigint[] is null or follow_up.motive_id = any($3))
       and ($4::date is null or follow_up.due_on >= $4)
       and ($5::date is null or follow_up.due_on <= $5)
       and ($6::text is null or ${named})
       and ($7::bigint is null or student.id = $7)
       and ($8::date is null or (follow_up.due_on, follow_up.id) < ($8, $9::bigint))
     order by follow_up.due_on desc, follow_up.id desc
     limit $10`,
    [
      today,
      query.states,
      query.motive === null ? null : await itemsOf(db, query.motive),
      query.dueFrom,
      query.dueTo,
      name,
      query.studentId,
      after?.dueOn ?? null,
      after?.id ?? null,
      query.size + 1,
      stored ?? null,
      stored?.length === 1 ? stored[0] : null,
      name === null ? null : Array.from(name, (_, at) => name.slice(0, at + 1)),
    ],
  )
  const items = rows.slice(0, query.size)
  const last = items.at(-1)
  return { items, next: rows.length > query.size && last ? `${last.dueOn}.${last.id}` : null }
}

/** Asked beforehand: knowing which they are, PostgreSQL knows whether to look for them or to go through the list. */
async function itemsOf(db: Queryable, code: string): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>('select id from nomenclature_item where code = $1', [code])
  return rows.map(({ id }) => id)
}

function cursor(text: string): { dueOn: string; id: number } {
  const match = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/.exec(text)
  if (match === null) throw invalidField('after', { fr: 'Page inconnue', en: 'Unknown page' })
  return { dueOn: match[1]!, id: Number(match[2]) }
}

/** One follow-up with its texts; null for an unknown one. */
export async function readFollowUp(db: Queryable, id: number, today: string): Promise<FollowUpDetail | null> {
  const { rows } = await db.query<Omit<FollowUpDetail, 'createdAt'> & { createdAt: Date }>(
    `select ${columns}, follow_up.letter_text as "letterText", follow_up.comment, follow_up.closed_by as "closedBy",
            follow_up.closed_reason as "closedReason", follow_up.created_by as "createdBy",
            follow_up.created_at as "createdAt"
     from ${joined} where follow_up.id = $2`,
    [today, id],
  )
  return rows[0] === undefined ? null : { ...rows[0], createdAt: rows[0].createdAt.toISOString() }
}

/** Figures of the page's head. */
export interface FollowUpSummary {
  readonly open: number
  /** The letters of a REL_COU launched now; those without address are counted apart. */
  readonly due: number
  /** The reminders of a REL_CRA launched now. */
  readonly toRemind: number
  /** Printed, and not yet to be reminded. */
  readonly waiting: number
  readonly noAddress: number
  /** The next planned letters and reminders; null: none. */
  readonly nextLettersAt: string | null
  readonly nextRemindersAt: string | null
}

export async function readSummary(
  db: Queryable,
  today: string,
  usualReminderDays: number,
): Promise<FollowUpSummary> {
  const { rows: batches } = await db.query<{ code: string; next: Date | null; days: number | null }>(
    `select code, next_due_at as next, (parameters ->> 'delai_rappel_jours')::int as days
     from batch where code in ('REL_COU', 'REL_CRA')`,
  )
  const planned = (code: string) => batches.find((batch) => batch.code === code)
  const reminderDays = planned('REL_CRA')?.days ?? usualReminderDays
  const selected = (condition: string, parameter: string) => `(${condition.replaceAll('$1', parameter)})`
  const { rows } = await db.query<Record<'open' | 'due' | 'toRemind' | 'printed' | 'noAddress', number>>(
    `select count(*) filter (where state = 'open' and due_on > $1::date) as open,
            count(*) filter (where state <> 'no-address' and ${selected(selections['follow-up'], '$1')}) as due,
            count(*) filter (where ${selected(selections['follow-up-reminder'], '$2')}) as "toRemind",
            count(*) filter (where state = 'letter-printed') as printed,
            count(*) filter (where state = 'no-address') as "noAddress"
     from follow_up
     -- Of students the selections ask only whether they are merged away: those few have an index.
     left join (select id, merged_into from student where merged_into is not null) as student
       on student.id = follow_up.student_id
     where state <> 'closed'`,
    [today, lastDay('follow-up-reminder', today, reminderDays)],
  )
  const { printed, ...figures } = rows[0]!
  return {
    ...figures,
    waiting: Math.max(0, printed - figures.toRemind),
    nextLettersAt: planned('REL_COU')?.next?.toISOString() ?? null,
    nextRemindersAt: planned('REL_CRA')?.next?.toISOString() ?? null,
  }
}
