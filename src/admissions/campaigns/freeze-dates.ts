import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { effectiveDateNames } from './effective-dates.ts'

export interface FreezeOptions {
  readonly campaignId: number
  readonly runId: number
  readonly now: Temporal.Instant
  /** Accounts with `after < id <= upTo`; all of them where absent. */
  readonly accounts?: { readonly after: number; readonly upTo: number }
}

const frozen = effectiveDateNames.map((name) => `frozen_${name}`).join(', ')
const current = effectiveDateNames.map((name) => `formation.${name}`).join(', ')
const differs = effectiveDateNames
  .map((name) => `application.frozen_${name} is distinct from formation.${name}`)
  .join(' or ')

/**
 * Copies what the formations say into the applications of a campaign, cancelled ones aside (admissions.md 3.3); those that have
 * it already are left as they are. Each copy leaves its event in the dossier. Returns how many were written.
 */
export async function freezeDates(db: Queryable, options: FreezeOptions): Promise<number> {
  const { campaignId, runId, now, accounts } = options
  const { rows } = await db.query<{ count: number }>(
    `with written as (
       update admissions.application set (frozen_at, ${frozen}) = row ($3::timestamptz, ${current})
       from admissions.formation, admissions.candidate, admissions.account
       where formation.id = application.formation_id and candidate.id = application.candidate_id
         and account.id = candidate.account_id and account.campaign_id = $1
         and ($4::bigint is null or account.id > $4) and ($5::bigint is null or account.id <= $5)
         and application.cancelled_at is null
         and (application.frozen_at is null or ${differs})
       returning application.id, account.id as account_id
     ), noted as (
       insert into admissions.dossier_event (account_id, application_id, at, author, run_id, event)
       select account_id, id, $3, 'BATCH_ARCHIVAGE', $2, 'dates-frozen' from written
     )
     select count(*) from written`,
    [campaignId, runId, now.toString(), accounts?.after ?? null, accounts?.upTo ?? null],
  )
  return rows[0]!.count
}

/** The next accounts of a campaign after one: the last of them and how many applications they have; null: none is left. */
export async function nextAccounts(
  db: Queryable,
  { campaignId, after, size }: { campaignId: number; after: number; size: number },
): Promise<{ readonly upTo: number; readonly applications: number; readonly cancelled: number } | null> {
  const { rows } = await db.query<{ upTo: number | null; applications: number; cancelled: number }>(
    `with page as materialized (
       select id from admissions.account where campaign_id = $1 and id > $2 order by id limit $3
     )
     select max(page.id) as "upTo", count(application.id) as applications,
            count(application.id) filter (where application.cancelled_at is not null) as cancelled
     from page
     left join admissions.candidate on candidate.account_id = page.id
     left join admissions.application on application.candidate_id = candidate.id`,
    [campaignId, after, size],
  )
  const { upTo, applications, cancelled } = rows[0]!
  return upTo === null ? null : { upTo, applications, cancelled }
}
