import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { retentionDays as retentionSetting } from '../settings.ts'
import { countForDestruction } from './count-for-destruction.ts'
import { readArchivedCampaigns } from './due-campaigns.ts'
import { destructionRefusal } from './guard-campaign.ts'

/** What the next run would destroy, for the dialogue that asks for the batch's code. Writes nothing. */
export async function previewDestruction({
  database,
  settings,
  clock,
}: RunContext<unknown>): Promise<RunDetail> {
  const retentionDays = await settings.get(retentionSetting)
  const archived = await readArchivedCampaigns(database.pool, { retentionDays, now: clock.now() })
  const due = archived.filter((campaign) => campaign.isDue)
  const refusals = due.flatMap((campaign) => destructionRefusal(campaign) ?? [])
  const counts = await countForDestruction(
    database.pool,
    due.map(({ id }) => id),
  )
  return {
    campagnes: due.length,
    a_detruire: due.map(({ code }) => code).join(', '),
    comptes: counts.accounts,
    candidatures: counts.applications,
    fichiers: counts.files,
    opi_non_verses: counts.unpouredOpi,
    retention_jours: retentionDays,
    ...(refusals.length === 0 ? {} : { refus: refusals.join(' ; ') }),
  }
}
