import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** health.md 2.2: the newest of its dates is what a follow-up's age counts from; one to come always protects. */
const reference = 'greatest(due_on, letter_on, reminder_on, closed_on)'

/**
 * Never got a letter although one was to be: what was closed before its day needed none, and says nothing about letter
 * batches that do not run.
 */
const neverPrinted = `letter_on is null and (closed_on is null or closed_on > due_on)`

/**
 * The first reference date that stays, `months` before `today` (civil dates): exactly so old is kept, one day more goes.
 * Where that month lacks the day, its last day counts.
 */
export function firstKept(today: string, months: number): string {
  return Temporal.PlainDate.from(today).subtract({ months }).toString()
}

export interface OldFollowUps {
  readonly all: number
  readonly old: number
  /** Of the old ones. */
  readonly neverPrinted: number
}

export async function countOldFollowUps(db: Queryable, firstKeptOn: string): Promise<OldFollowUps> {
  const { rows } = await db.query<OldFollowUps>(
    `select count(*) as all, count(*) filter (where old) as old,
            count(*) filter (where old and ${neverPrinted}) as "neverPrinted"
     from (select *, ${reference} < $1::date as old from follow_up) as follow_up`,
    [firstKeptOn],
  )
  return rows[0]!
}

/** What the audit trail keeps of one that is gone: no text. */
export interface DeletedFollowUp {
  readonly id: number
  readonly motive: string
  readonly dueOn: string
  readonly letterOn: string | null
  readonly reminderOn: string | null
  readonly closedOn: string | null
  readonly neverPrinted: boolean
}

/** Deletes at most `limit` old ones, with their places in editions. */
export async function deleteOldFollowUps(
  client: pg.PoolClient,
  firstKeptOn: string,
  limit: number,
): Promise<DeletedFollowUp[]> {
  const { rows } = await client.query<DeletedFollowUp>(
    `with gone as (
       delete from follow_up
       where id in (select id from follow_up where ${reference} < $1::date order by id limit $2)
         and ${reference} < $1::date
       returning id, motive_id, due_on, letter_on, reminder_on, closed_on, ${neverPrinted} as never_printed)
     select gone.id, motive.code as motive, due_on as "dueOn", letter_on as "letterOn",
            reminder_on as "reminderOn", closed_on as "closedOn", never_printed as "neverPrinted"
     from gone join nomenclature_item motive on motive.id = gone.motive_id
     order by gone.id`,
    [firstKeptOn, limit],
  )
  return rows
}
