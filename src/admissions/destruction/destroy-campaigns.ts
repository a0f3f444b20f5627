import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { causeOf } from '../decisions/work-on-units.ts'
import { retentionDays as retentionSetting } from '../settings.ts'
import { destroyAccounts, isOver } from './destroy-accounts.ts'
import { destroyFiles } from './destroy-files.ts'
import { forgetReports, openReport } from './destruction-report.ts'
import { type ArchivedCampaign, readArchivedCampaigns } from './due-campaigns.ts'
import { endDestruction } from './end-destruction.ts'
import { destructionRefusal, unpouredWords } from './guard-campaign.ts'

export interface DestructionParameters {
  /** Rows only: files are removed by hand, without control. */
  readonly fichiers_a_la_main: boolean
  /** The folder of the campaign is left. */
  readonly racine_a_la_main: boolean
}

/**
 * Destroys the campaigns whose retention is over (admissions.md 3.6), each in four steps that a later run goes on with: rows and the
 * list of their files, files, the campaign's folder, then its instant and the end of its report. What is gone is gone: nothing here
 * touches a campaign that is not archived, and the numbers of dossiers stay known.
 */
export async function destroyCampaigns(context: RunContext<DestructionParameters>): Promise<RunDetail> {
  const { database, log, settings, clock, place, parameters } = context
  const retentionDays = await settings.get(retentionSetting)
  const now = clock.now()
  const counts = {
    selectionnes: 0,
    traites: 0,
    ignores: 0,
    en_erreur: 0,
    campagnes: 0,
    candidatures: 0,
    fichiers_supprimes: 0,
    fichiers_absents: 0,
    fichiers_conserves: 0,
    rapports_oublies: await forgetReports(database.pool, { now, timeZone: place.timeZone }),
  }
  const archived = await readArchivedCampaigns(database.pool, { retentionDays, now })
  const due = archived.filter(({ isDue }) => isDue)
  if (due.length === 0) {
    log.info(`aucune campagne à détruire${nextWords(archived)}`)
    return counts
  }
  log.info(`${due.length} campagne(s) à détruire : ${due.map(({ code }) => code).join(', ')}`)
  if (parameters.fichiers_a_la_main) log.warn('les fichiers sont à supprimer à la main')
  if (parameters.racine_a_la_main) log.warn('le dossier racine est à supprimer à la main')
  const failures: string[] = []
  for (const campaign of due) {
    context.signal.throwIfAborted()
    try {
      failures.push(...(await destroyOne(context, campaign, { retentionDays, counts })))
    } catch (error) {
      if (isOver(error, context.signal)) throw error
      const words = `${campaign.code} : ${causeOf(error)}`
      log.error(words)
      failures.push(words)
      counts.en_erreur += 1
    }
  }
  log.info(
    `fin : ${counts.campagnes} campagne(s) détruite(s), ${counts.traites} compte(s), ${counts.fichiers_supprimes} fichier(s)`,
  )
  if (failures.length > 0) throw new RunFailure(failures.join(' ; '), counts)
  return counts
}

/** Returns what stood in the way; nothing: it is destroyed. */
async function destroyOne(
  context: RunContext<DestructionParameters>,
  campaign: ArchivedCampaign,
  { retentionDays, counts }: { retentionDays: number; counts: Record<string, number> },
): Promise<string[]> {
  const { database, log, run, clock, parameters } = context
  const add = (name: string, count: number) => {
    counts[name] = (counts[name] ?? 0) + count
  }
  const refusal = destructionRefusal(campaign)
  if (refusal !== null) {
    log.error(refusal)
    add('en_erreur', 1)
    return [refusal]
  }
  const unpoured = await unpouredWords(database.pool, campaign)
  if (unpoured !== null) log.warn(unpoured)
  await context.transaction((client) =>
    openReport(client, campaign, {
      id: run.id,
      retentionDays,
      askedBy: run.requestedBy,
      now: clock.now(),
    }),
  )
  const rows = await destroyAccounts(context, campaign, parameters.fichiers_a_la_main)
  add('selectionnes', rows.accounts + rows.failed + rows.left)
  add('traites', rows.accounts)
  add('ignores', rows.left)
  add('en_erreur', rows.failed)
  add('candidatures', rows.applications)
  const files = await destroyFiles(context, campaign, parameters)
  add('fichiers_supprimes', files.removed)
  add('fichiers_absents', files.absent)
  add('fichiers_conserves', files.kept)
  const failures = [...files.failures]
  if (rows.failed + rows.left > 0)
    failures.push(`${campaign.code} : ${rows.failed + rows.left} compte(s) n’ont pas pu être détruits`)
  if (failures.length === 0) {
    await endDestruction(context, campaign)
    add('campagnes', 1)
    log.info(`${campaign.code} détruite`)
  } else for (const words of failures) log.error(words)
  return failures
}

function nextWords(archived: readonly ArchivedCampaign[]): string {
  const next = archived[0]
  return next === undefined
    ? ''
    : ` : la prochaine est ${next.code}, le ${next.dueAt.slice(0, 10).split('-').reverse().join('/')}`
}
