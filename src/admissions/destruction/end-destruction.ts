import type { RunContext } from '../../batch/run-context.ts'
import { guardCampaign } from './delete-accounts.ts'
import { closeReport } from './destruction-report.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'

/** Step 4 (admissions.md 3.6): the instant of the destruction and the end of its report, once nothing is left. */
export async function endDestruction(
  context: RunContext<unknown>,
  campaign: ArchivedCampaign,
): Promise<void> {
  const { clock, place, run } = context
  await context.transaction(async (client) => {
    await guardCampaign(client, campaign.id)
    const { rows } = await client.query<{ left: boolean }>(
      `select exists (select from admissions.account where campaign_id = $1)
           or exists (select from admissions.file_cleanup where campaign_id = $1) as left`,
      [campaign.id],
    )
    if (rows[0]!.left) throw new Error('il reste des comptes ou des fichiers')
    const now = clock.now()
    await client.query(
      `update admissions.campaign
       set destroyed_at = $2, changed_at = $2, changed_by = 'BATCH_DESTRUCT_DOSSIER', version = version + 1
       where id = $1`,
      [campaign.id, now.toString()],
    )
    await closeReport(client, campaign, { runId: run.id, now, timeZone: place.timeZone })
  })
}
