import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { type ExchangeRecord, findExchange } from '../../exchange/exchange-record.ts'
import { forgetUpload, uploadPath } from '../../exchange/uploads/upload-store.ts'
import type { SyncFileParameters } from '../batches/sync-file.ts'
import { pullBeforeRun } from '../drop/pull-before-run.ts'
import { operationOf } from '../operations.ts'
import { commandFilesOf } from './command-files-of.ts'
import { resumeFiles } from './resume-files.ts'
import { endOfRun } from './run-end.ts'
import { type RunOrigin, readOrigin } from './run-origin.ts'
import { namedAfter, takeInConfigured, takeInOne } from './run-sync.ts'
import { takeSnapshot } from './settings-snapshot.ts'
import { emptyOutcome } from './sync-outcome.ts'
import { type SyncOptions, type SyncPlace, syncPlace } from './sync-place.ts'
import type { FileToTake } from './take-in-file.ts'

type Context = RunContext<SyncFileParameters>

/** The work of `SYNC_FILE`: what a dead run left of this operation, then the file that somebody named, or the configured ones. */
export async function runOnRequest(context: Context, options: SyncOptions = {}): Promise<RunDetail> {
  const { parameters, database } = context
  const outcome = emptyOutcome()
  const origin = await readOrigin(context)
  const place = syncPlace(context, origin.trigger, options)
  await pullBeforeRun(context)
  await resumeFiles(place, [parameters.operation], outcome)
  // What the run that this one repeats has taken in is done, or was gone on with above.
  const named = parameters.name ?? parameters.uploadId ?? parameters.path ?? parameters.approvalOf
  if (named !== null && origin.kind === 'retry' && (await hasTaken(context, origin.of)))
    return endOfRun(context, outcome, origin)

  const held = await approvedExchange(context)
  const how = {
    dryRun: parameters.dryRun,
    separator: parameters.separator,
    encoding: parameters.encoding,
    simulation: parameters.simulation,
  }
  const file = await namedFile(place, parameters, held, origin)
  if (file === null) await takeInConfigured(place, operationOf(parameters.operation), how, origin, outcome)
  else await takeInOne(place, { ...how, operation: parameters.operation, ...file, approvalOf: held }, outcome)
  // The copy that was applied has served.
  const done = outcome.results.at(-1)
  if (held?.keptPath != null && done?.state === 'applied') await rm(held.keptPath, { force: true })
  if (parameters.uploadId !== null && (done?.state === 'applied' || done?.state === 'held'))
    await forgetUpload(database.pool, context.place.dataDirectory, parameters.uploadId)
  return endOfRun(context, outcome, origin)
}

async function hasTaken({ database }: Context, run: number): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `select from file_exchange
     where (begun_by_run = $1 or run_id = $1)
       and (state not in ('failed', 'processing') or report ->> 'stopped' = 'crashed')`,
    [run],
  )
  return rowCount !== 0
}

/** The held exchange that this run applies, or null. Nothing is applied that nobody approved. */
async function approvedExchange({ parameters, database }: Context): Promise<ExchangeRecord | null> {
  const { approvalOf } = parameters
  if (approvalOf === null) return null
  const held = await findExchange(database.pool, approvalOf)
  if (held === null) throw new Error(`le fichier à approuver (${approvalOf}) n'existe plus`)
  if (held.state !== 'approved')
    throw new Error(`le fichier de l'exécution ${held.runId} n'est pas approuvé : rien n'a été appliqué`)
  return held
}

/** The file that was named; null: none was. A path comes from the command line alone. */
async function namedFile(
  place: SyncPlace,
  parameters: SyncFileParameters,
  held: ExchangeRecord | null,
  origin: RunOrigin,
): Promise<Pick<FileToTake, 'source' | 'fileName'> | null> {
  const { path, uploadId, name, fileName } = parameters
  if (held !== null) {
    if (held.keptPath === null) throw new Error("la copie du fichier en attente n'existe plus : renvoyez-le")
    const source = { kind: 'kept', path: held.keptPath, origin: parameters.origin } as const
    return { source, fileName: held.fileName }
  }
  if (uploadId !== null) {
    const source = {
      kind: 'upload',
      path: uploadPath(place.context.place.dataDirectory, uploadId),
      origin: null,
    } as const
    return { source, fileName: basename(fileName ?? 'envoi.csv') }
  }
  if (path !== null) {
    if (origin.trigger !== 'cli')
      throw new Error(
        "le chemin d'un fichier du serveur ne se donne qu'en ligne de commande : envoyez le fichier",
      )
    return { source: { kind: 'path', path, origin: null }, fileName: basename(fileName ?? path) }
  }
  return name === null ? null : await storedFile(place, parameters, name)
}

async function storedFile(
  { area, context }: SyncPlace,
  { operation, shelf }: SyncFileParameters,
  name: string,
): Promise<Pick<FileToTake, 'source' | 'fileName'>> {
  const found = (await area.list(shelf)).find((file) => file.name === name)
  if (found === undefined) throw new Error(`le fichier ${name} n'a pas été trouvé`)
  const settings = await takeSnapshot(context.settings)
  const { files } = await commandFilesOf(operationOf(operation), settings, area)
  return namedAfter({
    kind: 'stored',
    shelf,
    name,
    bytes: found.bytes,
    modifiedNs: String(found.modifiedNs),
    preconfigured: shelf === 'commands' && files.some((file) => file.name === name),
  })
}
