import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'

/**
 * Accounts that nobody validated in time (admissions.md 3.8). Those without personal data are removed; those with data stay, for
 * somebody to look at. The boundary is strict: an account whose validity ends now is still valid.
 */
const expired = 'not account.validated and account.valid_until < $1'
const hasData = 'exists (select from admissions.candidate where candidate.account_id = account.id)'

export interface ExpiredCounts {
  readonly removable: number
  readonly withData: number
}

export async function countExpired(db: Queryable, now: Temporal.Instant): Promise<ExpiredCounts> {
  const { rows } = await db.query<ExpiredCounts>(
    `select count(*) filter (where not has_data) as removable, count(*) filter (where has_data) as "withData"
     from (select ${hasData} as has_data from admissions.account where ${expired}) as found`,
    [now.toString()],
  )
  return rows[0]!
}

/** The next ones to remove, by id. */
export async function nextRemovable(
  db: Queryable,
  now: Temporal.Instant,
  after: number,
  size: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from admissions.account where ${expired} and not ${hasData} and id > $2 order by id limit $3`,
    [now.toString(), after, size],
  )
  return rows.map(({ id }) => id)
}

/**
 * Removes those of these accounts that are still expired, still not validated and still without data, with their sessions.
 * Their numbers are marked released and never given again. Returns the numbers.
 */
export async function removeExpired(
  client: Queryable,
  ids: readonly number[],
  now: Temporal.Instant,
): Promise<string[]> {
  // Who is just being validated, or begins to enter data, is waited for; the delete sees what they have made.
  await client.query('select from admissions.account where id = any ($1) order by id for update', [ids])
  const { rows } = await client.query<{ no: string }>(
    `with gone as (
       delete from admissions.account using admissions.campaign
       where ${expired} and account.id = any ($2) and not ${hasData} and campaign.id = account.campaign_id
       returning account.dossier_no, campaign.code, account.created_at
     )
     insert into admissions.dossier_number as known (dossier_no, campaign_code, given_at, released_at)
     select dossier_no, code, created_at, $1 from gone
     on conflict (dossier_no) do update set released_at = coalesce(known.released_at, excluded.released_at)
     returning known.dossier_no as no`,
    [now.toString(), ids],
  )
  return rows.map(({ no }) => no).sort()
}

/**
 * Notes on the dossiers of expired accounts with data why they were kept, once each: they are found every night. Returns the numbers
 * of those that were not known of.
 */
export async function noteKept(
  client: Queryable,
  by: { readonly author: string; readonly runId: number; readonly now: Temporal.Instant },
): Promise<string[]> {
  const { rows } = await client.query<{ id: number; no: string }>(
    `select id, dossier_no as no from admissions.account
     where ${expired} and ${hasData}
       and not exists (
         select from admissions.dossier_event as known
         where known.account_id = account.id and known.event = 'kept-unvalidated')
     order by id limit 1000`,
    [by.now.toString()],
  )
  await noteDossierEvents(
    client,
    rows.map(({ id }) => ({ accountId: id, event: 'kept-unvalidated' })),
    by,
  )
  return rows.map(({ no }) => no)
}
