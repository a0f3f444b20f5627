import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { type Queryable, transaction } from '../../platform/database.ts'
import {
  beginProgress,
  emptyFileTally,
  emptyProgress,
  endProgress,
  findUnfinished,
  setRequest,
  takeOver,
} from '../command-file/file-progress.ts'
import { outputStamp } from '../command-file/output-names.ts'
import { beginExchange } from '../exchange-record.ts'
import { lineOutcomes } from '../line-outcome.ts'
import { uploadPath } from '../uploads/upload-store.ts'
import type { LoadResult } from './close-load.ts'
import type { LoadOffice } from './load-kind.ts'
import { toolOf, toolsOf } from './load-kinds.ts'
import type { LoadParameters, LoadRequest } from './load-request.ts'
import { processLoad } from './process-load.ts'
import { toldToAll } from './told-to-all.ts'
import { folderOfLoads, removeEndedWork, takeWorkingCopy, workFolder } from './work-folder.ts'

type Context = RunContext<LoadParameters>

/**
 * The work of a batch that loads files: first what dead runs left, each exactly from the first line that is not applied; then the file
 * that this one was asked for, unless it was among what was left: this run repeats the dead one then.
 */
export async function runLoad(context: Context, office: LoadOffice): Promise<RunDetail> {
  const { results, uploads } = await resumeLoads(context, office)
  const { uploadId } = context.parameters
  const goneOnWith = uploadId !== null && uploads.has(uploadId)
  if (!goneOnWith && !(await wasTaken(context))) results.push(await takeIn(context, office, results.length))
  for (const result of results) say(context, office, result)
  const detail = detailOf(results)
  const refusals = results.flatMap(({ fileName, digest }) => [
    ...(digest.refusals.length > 0
      ? [
          `${fileName} refusé : ${digest.refusals.map((fault) => toldToAll(office, digest.operation, fault).fr).join(' ; ')}`,
        ]
      : []),
    ...(digest.stopped !== null ? [`${fileName} : chargement arrêté avant la fin`] : []),
  ])
  if (refusals.length > 0) throw new RunFailure(refusals.join(' ; '), detail)
  return detail
}

/** Crashes at one place of a file after which it is let go: what kills its process there will do so again. */
const attemptsAtOnePlace = 3

async function resumeLoads(
  context: Context,
  office: LoadOffice,
): Promise<{ readonly results: LoadResult[]; readonly uploads: ReadonlySet<string> }> {
  const { database, place, run, signal, log } = context
  const results: LoadResult[] = []
  const uploads = new Set<string>()
  await removeEndedWork(database.pool, folderOfLoads(place.dataDirectory, office))
  for (const left of await findUnfinished(database.pool, office.application, toolsOf(office))) {
    signal.throwIfAborted()
    const request = left.request as LoadRequest | null
    const crashesHere = left.crashed ? left.stalled + 1 : 0
    if (request === null || crashesHere >= attemptsAtOnePlace) {
      if (request !== null)
        log.error(
          `${left.tool} : ${request.fileName} abandonné à la ligne ${left.progress.next.line}, son traitement s'y interrompt toujours`,
        )
      await failLoad(context, office, left.exchangeId)
      continue
    }
    log.info(
      `${left.tool} : reprise de ${request.fileName}, laissé par l'exécution ${left.runId} à la ligne ${left.progress.next.line}`,
    )
    if (request.uploadId !== null) uploads.add(request.uploadId)
    await takeOver(database.pool, left.exchangeId, run.id, results.length, left.crashed)
    results.push(
      await processLoad(context, office, {
        exchangeId: left.exchangeId,
        request,
        progress: { ...left.progress, tally: { ...emptyFileTally(), ...left.progress.tally } },
        stopped: left.runState === 'cancelled' ? 'cancelled' : null,
      }),
    )
  }
  return { results, uploads }
}

/** Whether the run that this one repeats had taken its file in: then it has been gone on with, or was at its end. */
async function wasTaken({ database, run }: Context): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `select from batch_run run
     join file_exchange exchange on run.retry_of in (exchange.run_id, exchange.begun_by_run)
     where run.id = $1 and exchange.state not in ('failed', 'processing')`,
    [run.id],
  )
  return rowCount !== 0
}

async function takeIn(context: Context, office: LoadOffice, position: number): Promise<LoadResult> {
  const { parameters, place, clock, run, signal, database } = context
  const { kind, dryRun, uploadId } = parameters
  const path = await sourceOf(context)
  const fileName = basename(parameters.fileName)
  const now = clock.now()
  const stamp = outputStamp(now, place.timeZone)
  const exchangeId = await context.transaction(async (client) => {
    const id = await beginExchange(client, {
      runId: run.id,
      application: office.application,
      tool: toolOf(kind),
      batchCode: run.code,
      parameters: { ...parameters, path: null },
      fileName,
      label: stamp,
      dryRun,
      approvalOf: null,
      position,
    })
    await beginProgress(client, id)
    return id
  })
  /** From then on the next run can go on with it. */
  let resumable = false
  try {
    const scan = await takeWorkingCopy(path, folderOfLoads(place.dataDirectory, office), exchangeId, signal)
    const request: LoadRequest = {
      kind,
      fileName,
      uploadId,
      dryRun,
      startedAt: now.toString({ fractionalSecondDigits: 3 }),
      stamp,
      person: run.requestedBy,
      scan,
    }
    return await processLoad(context, office, {
      exchangeId,
      request,
      progress: emptyProgress(),
      async begin(rows) {
        if (!dryRun) {
          await setRequest(database.pool, exchangeId, request, rows.begin)
          resumable = true
        }
        return { ...emptyProgress(), next: rows.begin }
      },
    })
  } catch (error) {
    // The database may be what failed; then the next run says so.
    if (!resumable) await failLoad(context, office, exchangeId).catch(() => {})
    throw error
  }
}

/** Where the file is. A path comes from the command line alone: through the API any file of the server could be read. */
async function sourceOf({ parameters: { uploadId, path }, place, database, run }: Context): Promise<string> {
  if (uploadId !== null) return uploadPath(place.dataDirectory, uploadId)
  if (path !== null && (await firstTrigger(database.pool, run.id)) === 'cli') return path
  throw new Error(
    path === null
      ? 'aucun fichier à charger : envoyez-en un'
      : "le chemin d'un fichier du serveur ne se donne qu'en ligne de commande : envoyez le fichier",
  )
}

/** How the run was asked for, or the one that it repeats. */
async function firstTrigger(db: Queryable, runId: number): Promise<string | undefined> {
  const { rows } = await db.query<{ trigger: string }>(
    `with recursive run as (
       select trigger, retry_of from batch_run where id = $1
       union all
       select dead.trigger, dead.retry_of from run join batch_run dead on dead.id = run.retry_of)
     select trigger from run where retry_of is null`,
    [runId],
  )
  return rows[0]?.trigger
}

/** Gives up an exchange of which nothing was applied, or that nobody can go on with. */
async function failLoad({ database, place }: Context, office: LoadOffice, exchangeId: number): Promise<void> {
  await transaction(database.pool, async (client) => {
    await client.query(
      `update file_exchange set state = 'failed', ended_at = now() where id = $1 and state = 'processing'`,
      [exchangeId],
    )
    await endProgress(client, exchangeId)
  })
  await rm(workFolder(folderOfLoads(place.dataDirectory, office), exchangeId), {
    recursive: true,
    force: true,
  })
}

function detailOf(results: readonly LoadResult[]): RunDetail {
  const sum = (name: (typeof lineOutcomes)[number] | 'lines' | 'blank') =>
    results.reduce((total, { tally }) => total + tally[name], 0)
  return {
    state: results.find(({ state }) => state === 'refused')?.state ?? results.at(-1)?.state ?? 'none',
    lines: sum('lines'),
    ...Object.fromEntries(lineOutcomes.map((outcome) => [outcome, sum(outcome)])),
    blank: sum('blank'),
  }
}

/** Codes, counts and line numbers only: who may read logs need not be let see personal data. */
function say({ log }: Context, office: LoadOffice, { tally, digest }: LoadResult): void {
  for (const fault of digest.refusals) {
    const where = fault.line === null ? '' : ` ligne ${fault.line}`
    log.error(
      `${digest.operation} : ${fault.code}${where} : ${toldToAll(office, digest.operation, fault).fr}`,
    )
  }
  for (const { code, column, count, samples } of digest.faults)
    log.error(
      `${digest.operation} : ${code}${column === null ? '' : ` ${column}`} : ${count} ; ligne ${samples[0]?.line ?? '?'}`,
    )
  if (digest.refusals.length === 0)
    log.info(
      `${digest.operation} : ${tally.lines} lignes = ${tally.created} créées + ${tally.updated} mises à jour + ${tally.unchanged} inchangées + ${tally.rejected} rejetées ; ${tally.blank} vides`,
    )
}
