import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../../platform/database.ts'
import { readCandidates } from '../pouring/read-candidates.ts'
import type { OpiCandidate } from '../record/candidate.ts'
import type { DayRow } from './plan-day.ts'

/**
 * Whom the files of a day speak of, in their order: candidates with something to pour or to withdraw, at most `limit` of them
 * (0: all), those who have waited longest first; and everybody whom the files of this day had already, because they are
 * rewritten whole (admissions.md 3.4).
 */
export async function selectDay(
  db: Queryable,
  { campaignId, day, now, limit }: { campaignId: number; day: string; now: Temporal.Instant; limit: number },
): Promise<{ readonly id: number; readonly due: boolean }[]> {
  const { rows } = await db.query<{ id: number; due: boolean }>(
    `with mine as (
       select o.state, o.created_at, o.quarantined_at, o.next_try, o.file_day, p.candidate_id
       from admissions.opi o
         join admissions.application p on p.id = o.application_id
         join admissions.candidate c on c.id = p.candidate_id
         join admissions.account a on a.id = c.account_id
       where a.campaign_id = $1
     ), due as (
       select candidate_id from mine
       where state in ('to-pour', 'to-withdraw', 'error') and quarantined_at is null
         and (next_try is null or next_try <= $2)
       group by candidate_id order by min(created_at), candidate_id limit nullif($3::int, 0)
     )
     select id, bool_or(due) as due from (
       select candidate_id as id, true as due from due
       union all
       select candidate_id, false from mine where file_day = $4
     ) as chosen group by id order by id`,
    [campaignId, now.toString(), limit, day],
  )
  return rows
}

/** These candidates, in the order asked for, with all their rows; one who is gone is missing. */
export async function readDay(
  db: Queryable,
  ids: readonly number[],
  now: Temporal.Instant,
): Promise<{ readonly candidate: OpiCandidate; readonly rows: readonly DayRow[] }[]> {
  const read = await readCandidates(db, ids)
  const { rows } = await db.query<{ id: number; later: boolean; day: string | null }>(
    `select o.application_id as id, o.next_try is not null and o.next_try > $2 as later, o.file_day::text as day
     from admissions.opi o join admissions.application p on p.id = o.application_id
     where p.candidate_id = any ($1)`,
    [ids, now.toString()],
  )
  const more = new Map(rows.map(({ id, later, day }) => [id, { later, fileDay: day }]))
  const place = new Map(ids.map((id, at) => [id, at]))
  return read
    .map(({ candidate, rows }) => ({
      candidate,
      rows: rows.map((row) => ({
        ...row,
        ...(more.get(row.applicationId) ?? { later: false, fileDay: null }),
      })),
    }))
    .sort((a, b) => place.get(a.candidate.candidateId)! - place.get(b.candidate.candidateId)!)
}
