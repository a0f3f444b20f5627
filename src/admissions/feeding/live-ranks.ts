import type { Queryable } from '../../platform/database.ts'
import { lockWaitingLists, rankLocked } from '../decisions/waiting-list.ts'
import type { FeedContext } from './feed-context.ts'

/**
 * Waiting lists of these formations, taken before the rows of applications are, as everybody does; nothing where ranks are not
 * kept as lists change (LC_IS_CALCUL_RANG_REEL).
 */
export async function lockFedLists(
  client: Queryable,
  { liveRanks, sisKind }: FeedContext,
  records: readonly { readonly formation: string }[],
): Promise<void> {
  if (!liveRanks) return
  const { rows } = await client.query<{ id: number }>(
    'select id from admissions.formation where sis_kind = $1 and code = any ($2) and waiting_list',
    [sisKind, [...new Set(records.map(({ formation }) => formation))]],
  )
  await lockWaitingLists(
    client,
    rows.map(({ id }) => id),
  )
}

/**
 * Real ranks of the lists that these applications are in, or were in by a decision of theirs, under the locks of
 * `lockFedLists`. `reworded`: of whom a decision became another, so that none tells any more.
 */
export async function rankFedLists(
  client: Queryable,
  { liveRanks, now }: FeedContext,
  applicationIds: readonly number[],
  reworded: readonly number[] = [],
): Promise<void> {
  if (!liveRanks || applicationIds.length === 0) return
  const { rows } = await client.query<{ campaignId: number; formationIds: number[] }>(
    `select account.campaign_id as "campaignId", array_agg(distinct formation.id) as "formationIds"
     from admissions.application
     join admissions.formation on formation.id = application.formation_id and formation.waiting_list
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     where application.id = any ($1)
       and (application.id = any ($2) or exists (
         select from admissions.decision join admissions.decision_type type on type.id = decision.type_id
         where decision.application_id = application.id and type.kind = 'LC'))
     group by account.campaign_id`,
    [applicationIds, reworded],
  )
  for (const { campaignId, formationIds } of rows)
    await rankLocked(client, formationIds.map(Number), { campaignId, now })
}
