import { z } from 'zod'
import { askedDate, askedInstant, instant, pathId, version } from './common.ts'

/** What the API says of campaigns (admissions.md 3.3). */

export const campaignState = z
  .enum(['upcoming', 'waiting', 'in-service', 'closed', 'archived', 'destroyed'])
  .meta({ id: 'CampaignState' })
export type CampaignState = z.infer<typeof campaignState>

export const sisKind = z.enum(['A', 'P', 'D']).describe('A: Apogée, P: Pégase, D: none')
const civilDate = z.iso.date()
const campaignName = z.object({ id: z.number().int(), code: z.string() })

export const campaign = z
  .object({
    id: z.number().int(),
    version,
    code: z.string(),
    sisKind,
    label: z.string(),
    startOn: civilDate,
    endOn: civilDate,
    candidateEndOn: civilDate.nullable(),
    state: campaignState,
    activationAsked: instant.nullable(),
    activatedAt: instant.nullable(),
    archivedAt: instant.nullable(),
    destroyedAt: instant.nullable(),
    archives: campaignName.extend({ endOn: civilDate }).nullable(),
    archivedBy: campaignName.nullable(),
    accounts: z.number().int(),
    /** Between the campaign that it archives and this one; negative: they overlap. */
    gapDays: z.number().int().nullable(),
    changedAt: instant,
    changedBy: z.string(),
  })
  .meta({ id: 'Campaign' })
export type Campaign = z.infer<typeof campaign>

export const campaignList = z.object({
  items: z.array(campaign),
  /** Of this installation: what a new campaign is for. */
  sisKind,
})
export type CampaignList = z.infer<typeof campaignList>

export const campaignDetail = campaign
  .extend({
    counts: z.object({
      accounts: z.number().int(),
      applications: z.number().int(),
      files: z.number().int(),
      unpouredOpi: z.number().int(),
    }),
    /** From when on it is destroyed; null: it is not archived, or destroyed already. */
    destructionDueAt: instant.nullable(),
    /** OPI not poured of the campaign that it archives. */
    archivesUnpouredOpi: z.number().int(),
  })
  .meta({ id: 'CampaignDetail' })
export type CampaignDetail = z.infer<typeof campaignDetail>

const values = {
  label: z.string().trim().min(1).max(50),
  startOn: askedDate,
  endOn: askedDate,
  candidateEndOn: askedDate.nullable().describe('Until when candidates may apply; null: until the end'),
}
export const newCampaign = z.object({
  code: z.string().max(20).describe('Names a folder too: letters, digits, dot, hyphen, underscore'),
  sisKind: sisKind.optional().describe('Default: the installation’s'),
  label: values.label,
  startOn: values.startOn,
  endOn: values.endOn,
  candidateEndOn: values.candidateEndOn.optional(),
})
export type NewCampaign = z.infer<typeof newCampaign>
export const campaignEdit = z.object({
  version,
  label: values.label.optional(),
  startOn: values.startOn.optional(),
  endOn: values.endOn.optional(),
  candidateEndOn: values.candidateEndOn.optional(),
})
export type CampaignEdit = z.infer<typeof campaignEdit>

export const activationRequest = z.object({
  version,
  at: askedInstant.describe('Put in service by the next BATCH_ARCHIVAGE after it'),
  archivesId: z.number().int().positive().nullable().describe('The campaign that it archives'),
})
export type ActivationRequest = z.infer<typeof activationRequest>
export const activationWithdrawal = z.object({ version: z.coerce.number().pipe(version) })

export const campaignPath = z.object({ id: pathId })
export const campaignCodePath = z.object({ sisKind, code: z.string().max(20) })
export const fedCampaign = z.object({
  label: values.label,
  startOn: values.startOn,
  endOn: values.endOn,
  candidateEndOn: values.candidateEndOn.optional(),
})
export const fedCampaignAnswer = z.object({ outcome: z.enum(['created', 'updated', 'unchanged']), campaign })
