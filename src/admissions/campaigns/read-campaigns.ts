import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import { countForDestruction } from '../destruction/count-for-destruction.ts'
import { gapDays } from './activation.ts'

/** Where a campaign stands: `closed` was activated and is out of service without being archived. */
export const campaignStates = [
  'upcoming',
  'waiting',
  'in-service',
  'closed',
  'archived',
  'destroyed',
] as const
export type CampaignState = (typeof campaignStates)[number]

export interface CampaignValues {
  readonly code: string
  readonly sisKind: SisKind
  readonly label: string
  /** Civil dates. */
  readonly startOn: string
  readonly endOn: string
  readonly candidateEndOn: string | null
}

export interface Campaign extends CampaignValues {
  readonly id: number
  readonly version: number
  readonly state: CampaignState
  readonly activationAsked: string | null
  readonly activatedAt: string | null
  readonly archivedAt: string | null
  readonly destroyedAt: string | null
  /** The campaign that activating this one archives. */
  readonly archives: { readonly id: number; readonly code: string; readonly endOn: string } | null
  /** The campaign that archives this one. */
  readonly archivedBy: { readonly id: number; readonly code: string } | null
  readonly accounts: number
  /** Days between the campaign that it archives and this one; negative: they overlap. Null: it archives none. */
  readonly gapDays: number | null
  readonly changedAt: string
  readonly changedBy: string
}

interface CampaignRow extends CampaignValues {
  readonly id: number
  readonly version: number
  readonly inService: boolean
  readonly activationAsked: Date | null
  readonly activatedAt: Date | null
  readonly archivedAt: Date | null
  readonly destroyedAt: Date | null
  readonly archives: Campaign['archives']
  readonly archivedBy: Campaign['archivedBy']
  readonly accounts: number
  readonly changedAt: Date
  readonly changedBy: string
}

/** All campaigns, the latest first, or one of them. */
export async function readCampaigns(db: Queryable, id: number | null = null): Promise<Campaign[]> {
  const { rows } = await db.query<CampaignRow>(
    `select campaign.id, campaign.version, campaign.code, campaign.sis_kind as "sisKind", campaign.label,
            campaign.start_on as "startOn", campaign.end_on as "endOn", campaign.candidate_end_on as "candidateEndOn",
            campaign.in_service as "inService", campaign.activation_asked as "activationAsked",
            campaign.activated_at as "activatedAt", campaign.archived_at as "archivedAt",
            campaign.destroyed_at as "destroyedAt", campaign.changed_at as "changedAt", campaign.changed_by as "changedBy",
            case when old.id is not null then json_build_object('id', old.id, 'code', old.code, 'endOn', old.end_on) end
              as archives,
            (select json_build_object('id', next.id, 'code', next.code) from admissions.campaign next
             where next.archives_id = campaign.id order by next.id desc limit 1) as "archivedBy",
            (select count(*) from admissions.account where campaign_id = campaign.id) as accounts
     from admissions.campaign left join admissions.campaign old on old.id = campaign.archives_id
     where $1::bigint is null or campaign.id = $1
     order by campaign.start_on desc, campaign.id desc`,
    [id],
  )
  return rows.map(({ inService, ...row }) => ({
    ...row,
    state: campaignState({ ...row, inService }),
    activationAsked: row.activationAsked?.toISOString() ?? null,
    activatedAt: row.activatedAt?.toISOString() ?? null,
    archivedAt: row.archivedAt?.toISOString() ?? null,
    destroyedAt: row.destroyedAt?.toISOString() ?? null,
    changedAt: row.changedAt.toISOString(),
    gapDays: row.archives === null ? null : gapDays(row.archives.endOn, row.startOn),
  }))
}

export function campaignState(
  row: Pick<CampaignRow, 'inService' | 'activationAsked' | 'activatedAt' | 'archivedAt' | 'destroyedAt'>,
): CampaignState {
  if (row.destroyedAt !== null) return 'destroyed'
  if (row.archivedAt !== null) return 'archived'
  if (row.inService) return 'in-service'
  if (row.activatedAt !== null) return 'closed'
  return row.activationAsked === null ? 'upcoming' : 'waiting'
}

export interface CampaignCounts {
  readonly accounts: number
  readonly applications: number
  readonly files: number
  readonly unpouredOpi: number
}

export async function countCampaign(db: Queryable, id: number): Promise<CampaignCounts> {
  return await countForDestruction(db, [id])
}
