import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'

/** Who writes ranks and promotions: kept as author of decisions and of changes to applications (admissions.md 3.13). */
export const waitingListAuthor = 'autoListComp'

/**
 * Makes whoever touches the waiting list of these formations take turns until the end of the transaction: batches, a manager's
 * decision, a withdrawal. Taken before the row of an application is locked, always: the other way round two of them wait for each
 * other.
 */
export async function lockWaitingLists(client: Queryable, formationIds: readonly number[]): Promise<void> {
  for (const id of [...new Set(formationIds)].sort((a, b) => a - b))
    await client.query({
      name: 'lock_waiting_list',
      text: `select pg_advisory_xact_lock(${lockOfList('$1')})`,
      values: [id],
    })
}

/** Takes the list's lock, then the application's row, in one turn. */
export async function lockListAndApplication(
  client: pg.ClientBase,
  { formationId, applicationId }: { readonly formationId: number; readonly applicationId: number },
): Promise<void> {
  // Rows are locked above what finds them, hence after the list, whatever the plan.
  await client.query({
    name: 'lock_list_and_application',
    text: `select from admissions.application, pg_advisory_xact_lock(${lockOfList('$2')})
           where id = $1 for update of application`,
    values: [applicationId, formationId],
  })
}

function lockOfList(formation: string): string {
  return `hashtextextended('admissions.waiting-list:' || ${formation}::text, 0)`
}

/**
 * The latest decision of each application of formation(s) `$1`, campaign `$2` (admissions.md 3.13): in the waiting list are
 * those not cancelled whose latest decision, the one with the highest identifier, is validated, of kind LC, with a rank;
 * by rank, then by identifier.
 */
const listedSql = `
  select application.id as application_id, application.formation_id, latest.id as decision_id, latest.rank
  from admissions.application
  join admissions.candidate on candidate.id = application.candidate_id
  join admissions.account on account.id = candidate.account_id and account.campaign_id = $2
  join lateral (
    select id, type_id, validated, rank from admissions.decision
    where application_id = application.id order by id desc limit 1
  ) latest on latest.validated and latest.rank is not null
  join admissions.decision_type type on type.id = latest.type_id and type.kind = 'LC'
  where application.formation_id = any ($1) and application.cancelled_at is null`

export interface Waiting {
  readonly applicationId: number
  readonly rank: number
}

/** Who is first in the waiting list of a formation, under its lock; null: nobody waits. */
export async function firstWaiting(
  client: pg.ClientBase,
  { formationId, campaignId }: { formationId: number; campaignId: number },
): Promise<Waiting | null> {
  const { rows } = await client.query<Waiting>({
    name: 'first_waiting',
    text: `select application_id as "applicationId", rank from (${listedSql}) listed order by rank, decision_id limit 1`,
    values: [[formationId], campaignId],
  })
  return rows[0] ?? null
}

export interface RankChange {
  /** Decisions in the waiting lists. */
  readonly examined: number
  /** Decisions whose real rank is another now, those that left a list (null) included. */
  readonly changed: number
}

/**
 * Gives the decisions in the waiting lists of these formations their real ranks 1, 2, 3… (admissions.md 3.15); one that is in
 * no list any more has none. Takes the lists' locks, saves what changed alone, and notes it in the dossiers where `noted`.
 * For whoever changes a decision, a rank or a cancellation while `admissions.decisions.live-ranks` is on.
 */
export async function recomputeRanks(
  client: pg.ClientBase,
  formationIds: readonly number[],
  by: {
    readonly campaignId: number
    readonly now: Temporal.Instant
    /** Batch code or login, and run: of the dossiers' notes. */
    readonly noted?: { readonly author: string; readonly runId: number | null }
  },
): Promise<RankChange> {
  if (formationIds.length === 0) return { examined: 0, changed: 0 }
  await lockWaitingLists(client, formationIds)
  return await rankLocked(client, formationIds, by)
}

/** The same by whoever holds the locks already. */
export async function rankLocked(
  client: Queryable,
  formationIds: readonly number[],
  by: Parameters<typeof recomputeRanks>[2],
): Promise<RankChange> {
  const { rows } = await client.query<Changed | NoChange>({
    name: 'recompute_ranks',
    text: `
      with given as (
        select decision.id, decision.application_id, application.formation_id, candidate.account_id, decision.rank,
          decision.real_rank,
          decision.id = max(decision.id) over (partition by decision.application_id)
            and decision.validated and decision.rank is not null and type.kind = 'LC'
            and application.cancelled_at is null as listed
        from admissions.application
        join admissions.candidate on candidate.id = application.candidate_id
        join admissions.account on account.id = candidate.account_id and account.campaign_id = $2
        join admissions.decision on decision.application_id = application.id
        join admissions.decision_type type on type.id = decision.type_id
        where application.formation_id = any ($1)
      ),
      placed as (
        select *, case when listed then row_number() over (partition by formation_id, listed order by rank, id) end as place
        from given
      ),
      changed as (select * from placed where real_rank is distinct from place),
      ranked as (
        update admissions.decision set real_rank = changed.place from changed where decision.id = changed.id
      ),
      authored as (
        update admissions.application set modified_by = $3, modified_at = $4
        where id in (select application_id from changed)
      )
      select application_id as "applicationId", account_id as "accountId", place::int as place,
             (select count(*) from placed where listed) as examined
      from (select 1) one left join changed on true`,
    values: [formationIds, by.campaignId, waitingListAuthor, by.now.toString()],
  })
  const changed = rows.filter((row): row is Changed => row.applicationId !== null)
  const { noted } = by
  if (noted !== undefined)
    await noteDossierEvents(
      client,
      changed.map(({ accountId, applicationId, place }) => ({
        accountId,
        applicationId,
        event: 'rank-computed',
        detail: { rank: place },
      })),
      { ...noted, now: by.now },
    )
  return { examined: rows[0]!.examined, changed: changed.length }
}

interface Changed {
  readonly applicationId: number
  readonly accountId: number
  readonly place: number | null
  readonly examined: number
}
type NoChange = { readonly applicationId: null; readonly examined: number }
