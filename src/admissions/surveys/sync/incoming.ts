import type { Queryable } from '../../../platform/database.ts'
import {
  applicationNumber,
  type Classified,
  type KnownApplication,
  type KnownDossier,
} from '../classify-response.ts'
import type { SurveyResponse } from '../read-response.ts'

/*
 * The responses of a survey on their way into the base: each page goes into a table of the transaction's own, so that the whole
 * survey is written at once and none of it stays in memory.
 */

export async function openIncoming(client: Queryable): Promise<void> {
  await client.query(
    `create temporary table incoming (
       response_id int primary key, outcome text not null, level text, target_id bigint, account_id bigint,
       submitted_at timestamptz, answers json, blank boolean not null, raw_hash text
     ) on commit drop`,
  )
}

/** What the base knows of whom these responses name. */
export async function lookUp(
  client: Queryable,
  responses: readonly SurveyResponse[],
  activeCampaignId: number | null,
): Promise<{ dossiers: Map<string, KnownDossier>; applications: Map<number, KnownApplication> }> {
  const numbers = responses.flatMap(({ dossierNo }) => dossierNo ?? [])
  const ids = responses.flatMap(({ applicationId }) => applicationNumber(applicationId ?? '') ?? [])
  const dossiers = await client.query<KnownDossier & { dossierNo: string }>(
    `select account.dossier_no as "dossierNo", account.id as "accountId", candidate.id as "candidateId",
            campaign.archived_at is not null as archived, campaign.id is not distinct from $2::bigint as active
     from admissions.account
     join admissions.campaign on campaign.id = account.campaign_id
     left join admissions.candidate on candidate.account_id = account.id
     where account.dossier_no = any ($1)`,
    [[...new Set(numbers)], activeCampaignId],
  )
  const applications = await client.query<KnownApplication & { id: number }>(
    `select application.id, account.id as "accountId", account.dossier_no as "dossierNo",
            campaign.archived_at is not null as archived
     from admissions.application
     join admissions.candidate on candidate.id = application.candidate_id
     join admissions.account on account.id = candidate.account_id
     join admissions.campaign on campaign.id = account.campaign_id
     where application.id = any ($1)`,
    [[...new Set(ids)]],
  )
  return {
    dossiers: new Map(dossiers.rows.map((row) => [row.dossierNo, row])),
    applications: new Map(applications.rows.map((row) => [row.id, row])),
  }
}

export interface IncomingResponse {
  readonly response: SurveyResponse
  readonly classified: Classified
  readonly blank: boolean
  readonly hash: string
}

export async function putIncoming(client: Queryable, page: readonly IncomingResponse[]): Promise<void> {
  await client.query(
    `insert into incoming
     select response_id, outcome, level, target_id, account_id, submitted_at, answers, blank, raw_hash
     from json_to_recordset($1) as given (
       response_id int, outcome text, level text, target_id bigint, account_id bigint, submitted_at timestamptz,
       answers json, blank boolean, raw_hash text
     ) on conflict (response_id) do nothing`,
    [
      JSON.stringify(
        page.map(({ response, classified, blank, hash }) => ({
          response_id: response.responseId,
          submitted_at: response.submittedAt?.toString() ?? null,
          ...(classified.outcome === 'taken'
            ? {
                outcome: 'taken',
                level: classified.level,
                target_id: classified.targetId,
                account_id: classified.accountId,
                // Of those that are not taken nothing is kept.
                answers: response.answers,
              }
            : { outcome: classified.outcome }),
          blank,
          raw_hash: hash,
        })),
      ),
    ],
  )
}
