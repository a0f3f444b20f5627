import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { writeSeasonFiles } from './attachments.ts'
import { closedLocks, readDemoFacts } from './demo-locks.ts'
import { emptyRoot } from './empty-root.ts'
import { lockOfRoot } from './locked-root.ts'
import { resetData } from './reset-data.ts'

const nothing = { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 }

/** The work of BATCH_DEMO (admissions.md 3.5): data in one transaction, then the files, which a re-run makes good. */
export async function resetOffice(context: RunContext<unknown>): Promise<RunDetail> {
  const { database, place, clock, log, progress, signal } = context
  const { connections } = place
  const closed = [
    ...closedLocks(await readDemoFacts(database.pool, database.url, connections)),
    ...(await locksOfRoots(context)),
  ]
  if (closed.length > 0 || connections === undefined) {
    for (const words of closed) log.error(`Verrou : ${words}`)
    throw new RunFailure(`rien n’a été effacé : ${closed.join(' ; ')}`, nothing)
  }
  signal.throwIfAborted()
  progress(0, 3, 'données')
  const counts = await context.transaction(async (client) => {
    // Looked at again where it is acted upon.
    const still = closedLocks(await readDemoFacts(client, database.url, connections))
    if (still.length > 0) throw new RunFailure(`rien n’a été effacé : ${still.join(' ; ')}`, nothing)
    const made = await resetData(client, {
      now: clock.now(),
      timeZone: place.timeZone,
      sisKind: connections.sisKind,
      administrators: connections.demoAdministrators,
    })
    signal.throwIfAborted()
    return made
  })
  log.info(
    `${counts.tables} tables vidées (${counts.rowsErased} lignes, ${counts.sessionsClosed} session(s) de candidats fermée(s))`,
  )
  log.info(`Jeu de démonstration : ${counts.accounts} comptes, ${counts.applications} candidatures`)
  for (const login of counts.missingAdministrators)
    log.warn(`Administrateur ${login} : aucun compte de cet identifiant, créez-le puis relancez`)
  progress(1, 3, 'fichiers effacés')
  const removed = await emptyRoots(context, [connections.candidateFiles, connections.opiFiles])
  progress(2, 3, 'fichiers écrits')
  const written = await writeSeasonFiles(database.pool, connections.candidateFiles)
  progress(3, 3)
  log.info(`${removed} fichier(s) effacé(s), ${written} écrit(s)`)
  return {
    selectionnes: counts.tables,
    traites: counts.tables,
    ignores: 0,
    en_erreur: 0,
    lignes_effacees: counts.rowsErased,
    sessions_fermees: counts.sessionsClosed,
    comptes_crees: counts.accounts,
    fichiers_effaces: removed,
    fichiers_ecrits: written,
  }
}

async function locksOfRoots({ place }: RunContext<unknown>): Promise<string[]> {
  const { connections, dataDirectory } = place
  if (connections === undefined) return []
  const locks = [
    await lockOfRoot(connections.candidateFiles, 'NOCTURNE_CANDIDATE_FILES', dataDirectory),
    await lockOfRoot(connections.opiFiles, 'NOCTURNE_OPI_FILES', dataDirectory),
  ]
  return locks.filter((words) => words !== null)
}

async function emptyRoots({ place, signal, log }: RunContext<unknown>, roots: readonly string[]) {
  let files = 0
  for (const root of new Set(roots)) {
    signal.throwIfAborted()
    const outcome = await emptyRoot(root, [place.dataDirectory, process.cwd()])
    if (outcome.kind === 'refused')
      throw new RunFailure(
        `les données sont remises à zéro, pas les fichiers : ${outcome.words}. Corrigez NOCTURNE_CANDIDATE_FILES ou NOCTURNE_OPI_FILES, puis relancez`,
        { ...nothing, en_erreur: 1 },
      )
    if (outcome.kind === 'absent') log.info('Une racine de fichiers n’existe pas encore : rien à y effacer')
    else files += outcome.files
  }
  return files
}
