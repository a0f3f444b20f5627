import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../../platform/database.ts'

/** Where a selection goes on: oldest pre-registration, then candidate. */
export interface SelectedCandidate {
  readonly candidateId: number
  /** Microseconds and all, as PostgreSQL has it. */
  readonly oldest: string
}

/**
 * Candidates of the campaign with something to pour or to withdraw, those who have waited longest first (admissions.md 3.4). Who
 * is put aside, or waits for the next try, holds up nobody: they are not counted in a limit.
 */
export async function selectCandidates(
  db: Queryable,
  { campaignId, now, after, size }: SelectionQuery,
): Promise<SelectedCandidate[]> {
  const { rows } = await db.query<SelectedCandidate>(
    `select p.candidate_id as "candidateId", min(o.created_at)::text as oldest
     from admissions.opi o
       join admissions.application p on p.id = o.application_id
       join admissions.candidate c on c.id = p.candidate_id
       join admissions.account a on a.id = c.account_id
     where a.campaign_id = $1 and o.state in ('to-pour', 'to-withdraw', 'error')
       and o.quarantined_at is null and (o.next_try is null or o.next_try <= $2)
     group by p.candidate_id
     having $3::timestamptz is null or (min(o.created_at), p.candidate_id) > ($3, $4::bigint)
     order by min(o.created_at), p.candidate_id
     limit $5`,
    [campaignId, now.toString(), after?.oldest ?? null, after?.candidateId ?? null, size],
  )
  return rows
}

export interface SelectionQuery {
  readonly campaignId: number
  readonly now: Temporal.Instant
  readonly after: SelectedCandidate | null
  readonly size: number
}

/** How many candidates there are to be poured, and how many pre-registrations are put aside or wait for their next try. */
export async function countWaiting(
  db: Queryable,
  campaignId: number,
  now: Temporal.Instant,
): Promise<{ candidates: number; aside: number; later: number }> {
  const { rows } = await db.query<{ candidates: number; aside: number; later: number }>(
    `select count(distinct p.candidate_id) filter (
              where o.quarantined_at is null and (o.next_try is null or o.next_try <= $2)) as candidates,
            count(*) filter (where o.quarantined_at is not null) as aside,
            count(*) filter (where o.quarantined_at is null and o.next_try > $2) as later
     from admissions.opi o
       join admissions.application p on p.id = o.application_id
       join admissions.candidate c on c.id = p.candidate_id
       join admissions.account a on a.id = c.account_id
     where a.campaign_id = $1 and o.state in ('to-pour', 'to-withdraw', 'error')`,
    [campaignId, now.toString()],
  )
  return rows[0]!
}
