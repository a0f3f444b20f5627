import type { Queryable } from '../../../platform/database.ts'
import { lockFeeds } from '../../feeding/codes.ts'
import type { FeedContext } from '../../feeding/feed-context.ts'
import { type FeedOutcome, rejected } from '../../feeding/feed-outcome.ts'
import { applyKeyed, type KeyedTable } from '../../feeding/keyed-table.ts'

export interface CampaignRecord {
  readonly code: string
  readonly label: string
  readonly startOn: string
  readonly endOn: string
  readonly candidateEndOn?: string | null | undefined
}

const campaigns: KeyedTable = {
  name: 'admissions.campaign',
  identity: 'id',
  key: [
    { name: 'code', type: 'text' },
    { name: 'sis_kind', type: 'text' },
  ],
  columns: [
    { name: 'label', type: 'text' },
    { name: 'start_on', type: 'date' },
    { name: 'end_on', type: 'date' },
    { name: 'candidate_end_on', type: 'date' },
  ],
  changedAt: 'changed_at',
  changedBy: 'changed_by',
  version: true,
}

/** Campaigns of the server's information system, by code: names and dates, never whether they are in service. */
export async function feedCampaigns(
  client: Queryable,
  records: readonly CampaignRecord[],
  { sisKind, now, author }: FeedContext,
): Promise<FeedOutcome[]> {
  await lockFeeds(client)
  const { rows } = await client.query<{ code: string }>(
    `select code from admissions.campaign where sis_kind = $1 and archived_at is not null and code = any ($2)`,
    [sisKind, records.map(({ code }) => code)],
  )
  const archived = new Set(rows.map(({ code }) => code))
  const taken = records.filter(({ code }) => !archived.has(code))
  const applied = await applyKeyed(
    client,
    campaigns,
    taken.map(({ code, label, startOn, endOn, candidateEndOn }) => ({
      key: { code, sis_kind: sisKind },
      values: { label, start_on: startOn, end_on: endOn, candidate_end_on: candidateEndOn },
    })),
    { now: now.toString(), author },
  )
  let next = 0
  return records.map(({ code }) =>
    archived.has(code) ? rejected('code', isArchived) : { ...applied[next++]!, key: code },
  )
}

const isArchived = {
  fr: 'cette campagne est archivée : elle ne change plus',
  en: 'this campaign is archived: it changes no more',
}
