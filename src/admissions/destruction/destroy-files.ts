import type { RunContext } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import { type FileStore, fileStore } from '../files/file-store.ts'
import type { DestructionParameters } from './destroy-campaigns.ts'
import { addToReport } from './destruction-report.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'
import { removeOpiDayFiles } from './opi-day-files.ts'
import { listOrphanFiles } from './orphan-files.ts'
import { removeFiles } from './remove-files.ts'
import { removeRootFolder } from './root-folder.ts'

export interface DestroyedFiles {
  readonly removed: number
  readonly absent: number
  readonly kept: number
  readonly failures: readonly string[]
}

/** Steps 2 and 3 of a destruction (admissions.md 3.6): what is on the disk. */
export async function destroyFiles(
  context: RunContext<DestructionParameters>,
  campaign: ArchivedCampaign,
  { fichiers_a_la_main: filesByHand, racine_a_la_main: folderByHand }: DestructionParameters,
): Promise<DestroyedFiles> {
  const { database, log, place } = context
  const root = place.connections?.candidateFiles
  const alone = !(await sharesItsFolder(database.pool, campaign))
  if (alone) await listOrphanFiles(context, campaign, filesByHand)
  const opiKept = filesByHand ? 0 : await removeOpiDayFiles(context, campaign)
  const failures = opiKept === 0 ? [] : [`${campaign.code} : ${opiKept} fichier(s) OPI conservés`]
  if (filesByHand) {
    await forgetListed(context, campaign)
    return { removed: 0, absent: 0, kept: opiKept, failures }
  }
  if (root === undefined) throw new Error('la racine des fichiers des candidats n’est pas configurée')
  const store = fileStore(root)
  if (await hasNoStore(database.pool, store)) {
    log.info(`${campaign.code} : aucun fichier n’a jamais été déposé, le dépôt n’existe pas`)
    return { removed: 0, absent: 0, kept: opiKept, failures }
  }
  // Once the last campaign's folder is gone, the store is empty and must not pass for one that is not mounted.
  if ((await store.check()).kind === 'ready') await store.begin()
  const files = await removeFiles(context, store, campaign.id)
  for (const [cause, count] of files.causes) log.error(`${count} fichier(s) conservés : ${cause}`)
  if (files.shared > 0) log.info(`${files.shared} fichier(s) laissés à d’autres dossiers`)
  log.info(`fichiers de ${campaign.code} : ${files.removed} supprimés, ${files.absent} déjà absents`)
  if (files.kept > 0) failures.push(`${campaign.code} : ${files.kept} fichier(s) n’ont pas pu être supprimés`)
  else if (folderByHand) log.info(`dossier ${campaign.code} : laissé`)
  else if (!alone) log.warn(`dossier ${campaign.code} conservé : une autre campagne porte ce code`)
  else failures.push(...(await destroyFolder(context, store, campaign)))
  return { ...files, kept: files.kept + opiKept, failures }
}

async function destroyFolder(
  context: RunContext<unknown>,
  store: FileStore,
  campaign: ArchivedCampaign,
): Promise<string[]> {
  const verdict = await removeRootFolder(context.database.pool, store, campaign.code)
  if (!verdict.ok) return [verdict.words]
  context.log.info(verdict.words)
  await context.transaction((client) => addToReport(client, campaign.id, { folders: verdict.folders }))
  return []
}

/** Two systems may have a campaign of the same code, and then one folder. */
async function sharesItsFolder(db: Queryable, campaign: ArchivedCampaign): Promise<boolean> {
  const { rowCount } = await db.query(
    'select from admissions.campaign where code = $1 and id <> $2 and destroyed_at is null',
    [campaign.code, campaign.id],
  )
  return (rowCount ?? 0) > 0
}

/** A store that is not there is no failure where nobody has ever deposited anything. */
async function hasNoStore(db: Queryable, store: FileStore): Promise<boolean> {
  if ((await store.check()).kind === 'ready') return false
  const { rows } = await db.query<{ deposited: boolean }>(
    `select exists (select from admissions.stored_file where owner_kind = 'C')
         or exists (select from admissions.file_cleanup)
         or exists (select from admissions.destruction_report where counts ?| array['filesRemoved', 'filesAbsent', 'filesByHand'])
         as deposited`,
  )
  return !rows[0]!.deposited
}

async function forgetListed(context: RunContext<unknown>, campaign: ArchivedCampaign): Promise<void> {
  await context.transaction(async (client) => {
    const { rowCount } = await client.query(
      `delete from admissions.file_cleanup where campaign_id = $1 and owner_kind = 'C'`,
      [campaign.id],
    )
    if (rowCount) await addToReport(client, campaign.id, { filesByHand: rowCount })
  })
}
