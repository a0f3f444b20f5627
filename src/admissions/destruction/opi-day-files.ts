import { isAbsolute, relative } from 'node:path'
import type { RunContext } from '../../batch/run-context.ts'
import { fileStore } from '../files/file-store.ts'
import { addToReport } from './destruction-report.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'

/**
 * The files for Pégase of the days when a campaign was in service name its candidates: they go with it, file and row. Of the first
 * and of the last day, what they say of its neighbours goes as well, at least a month after it was read. Returns how many stay.
 */
export async function removeOpiDayFiles(
  context: RunContext<unknown>,
  campaign: ArchivedCampaign,
): Promise<number> {
  const { database, place, log, signal } = context
  if (campaign.sisKind !== 'P') return 0
  const { rows } = await database.pool.query<{ id: number; path: string }>(
    `select file.id, file.path from admissions.opi_file file join admissions.campaign on campaign.id = $1
     where file.day between (coalesce(campaign.activated_at, campaign.start_on) at time zone $2)::date
                        and (campaign.archived_at at time zone $2)::date
     order by file.id`,
    [campaign.id, place.timeZone],
  )
  const root = place.connections?.opiFiles
  if (rows.length === 0 || root === undefined) return 0
  const store = fileStore(root)
  let kept = 0
  const gone: number[] = []
  for (const { id, path } of rows) {
    signal.throwIfAborted()
    const outcome = await store.remove(isAbsolute(path) ? relative(root, path) : path)
    if (outcome.kind === 'removed') gone.push(id)
    else {
      kept += 1
      log.error(`fichier OPI ${id} conservé : ${outcome.words}`)
    }
  }
  await context.transaction(async (client) => {
    await client.query('delete from admissions.opi_file where id = any ($1)', [gone])
    await addToReport(client, campaign.id, { opiFiles: gone.length })
  })
  return kept
}
