import type { RunContext } from '../../batch/run-context.ts'
import { deleteUnusedFiles, guardCampaign } from './delete-accounts.ts'
import { addToReport } from './destruction-report.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'

const atATime = 1000

/**
 * Rows of files below a campaign's folder that nothing refers to (an attachment that was replaced, say) and that are older than its
 * archiving: listed for the disk like the others (admissions.md 3.6). Returns how many.
 */
export async function listOrphanFiles(
  context: RunContext<unknown>,
  campaign: ArchivedCampaign,
  filesByHand: boolean,
): Promise<number> {
  let total = 0
  for (;;) {
    context.signal.throwIfAborted()
    const { rows } = await context.database.pool.query<{ id: number }>(
      // '0' is the character after '/'.
      `select id from admissions.stored_file file
       where owner_kind = 'C' and path collate "C" >= $1 || '/' and path collate "C" < $1 || '0' and created_at < $2
         and not exists (select from admissions.application_attachment where file_id = file.id)
         and not exists (select from admissions.attachment_model where file_id = file.id)
       limit $3`,
      [campaign.code, campaign.archivedAt, atATime],
    )
    if (rows.length === 0) return total
    const listed = await context.transaction(async (client) => {
      await guardCampaign(client, campaign.id)
      const files = rows.map(({ id }) => id)
      const count = await deleteUnusedFiles(client, { campaignId: campaign.id, files, filesByHand })
      await addToReport(client, campaign.id, { [filesByHand ? 'filesByHand' : 'filesListed']: count })
      return count
    })
    total += listed
    if (rows.length < atATime || listed === 0) return total
  }
}
