import type { Queryable } from '../../platform/database.ts'
import { countUnpouredOpi } from '../campaigns/activation.ts'
import { isSafeFolderName } from '../files/store-path.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'

/** Why a campaign whose time has come is not destroyed all the same, or null (admissions.md 3.6). */
export function destructionRefusal(campaign: ArchivedCampaign): string | null {
  if (campaign.inService) return `${campaign.code} est en service : rien n’est détruit`
  if (!isSafeFolderName(campaign.code))
    return `campagne ${campaign.id} : son code n’est pas un nom de dossier sûr, rien n’est détruit`
  return null
}

/** Pre-registrations that were never poured go with their dossiers: said before they do. */
export async function unpouredWords(db: Queryable, campaign: ArchivedCampaign): Promise<string | null> {
  const count = await countUnpouredOpi(db, campaign.id)
  return count === 0 ? null : `${campaign.code} : ${count} OPI ne sont pas versés et disparaissent`
}
