import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { endsTheFile } from '../../exchange/command-file/chunk-failure.ts'
import { pullBeforeRun } from '../drop/pull-before-run.ts'
import { operationOf, type SyncBatchCode, type SyncOperation, syncOperations } from '../operations.ts'
import { commandFilesOf, missingFile } from './command-files-of.ts'
import { resumeFiles } from './resume-files.ts'
import { endOfRun } from './run-end.ts'
import { type RunOrigin, readOrigin } from './run-origin.ts'
import { takeSnapshot } from './settings-snapshot.ts'
import { emptyOutcome, type SyncOutcome } from './sync-outcome.ts'
import { type SyncOptions, type SyncPlace, syncPlace } from './sync-place.ts'
import type { StoredSource } from './sync-request.ts'
import { type FileToTake, takeInFile } from './take-in-file.ts'
import { takenAmong } from './taken-files.ts'

/** The operations that a batch carries out, in their order. */
export function operationsOf(batch: SyncBatchCode): SyncOperation[] {
  return syncOperations
    .filter((operation) => operation.batch?.code === batch)
    .sort((a, b) => a.batch!.position - b.batch!.position)
}

/** The work of a planned batch: what a dead run left, then the configured files of its operations (learning.md 4.2). */
export async function runSync(
  context: RunContext,
  batch: SyncBatchCode,
  options: SyncOptions = {},
): Promise<RunDetail> {
  const operations = operationsOf(batch)
  const outcome = emptyOutcome()
  const origin = await readOrigin(context)
  const place = syncPlace(context, origin.trigger, options)
  await pullBeforeRun(context)
  await resumeFiles(
    place,
    operations.map(({ code }) => code),
    outcome,
  )
  for (const operation of operations)
    await takeInConfigured(place, operation, { dryRun: false }, origin, outcome)
  return endOfRun(context, outcome, origin)
}

/** Takes in the files that the settings name for an operation, but for those that it took already. */
export async function takeInConfigured(
  place: SyncPlace,
  operation: SyncOperation,
  how: Pick<FileToTake, 'dryRun' | 'separator' | 'encoding' | 'simulation'>,
  origin: RunOrigin,
  outcome: SyncOutcome,
): Promise<void> {
  const { context, area } = place
  const settings = await takeSnapshot(context.settings)
  const { pattern, files, take } = await commandFilesOf(operation, settings, area)
  if (files.length === 0) {
    context.log.info(`${operation.code} : ${missingFile(pattern).fr}`)
    outcome.missing.push(pattern)
    return
  }
  const known =
    origin.kind === 'request'
      ? new Set<string>()
      : await takenAmong(
          context.database.pool,
          operation.code,
          files,
          area,
          origin.kind === 'retry' ? origin.of : null,
        )
  const fresh = files.filter(({ name }) => !known.has(name))
  for (const name of known) {
    context.log.info(`${operation.code} : ${name} a déjà été traité et n'a pas changé depuis`)
    outcome.taken.push(name)
  }
  for (const source of take === 'first' ? fresh.slice(0, 1) : fresh)
    await takeInOne(
      place,
      { ...how, operation: operation.code, ...namedAfter(source), approvalOf: null },
      outcome,
    )
}

/** One file; whatever is wrong with it alone does not keep the others from being processed. */
export async function takeInOne(
  place: SyncPlace,
  file: Omit<FileToTake, 'position'>,
  outcome: SyncOutcome,
): Promise<void> {
  const { context } = place
  // What was ended is ended: the files that would follow are left where they are.
  if (outcome.results.some(({ digest }) => digest.stopped !== null) && context.signal.aborted) return
  context.signal.throwIfAborted()
  try {
    const position = outcome.results.length + outcome.failures.length
    outcome.results.push(await takeInFile(place, { ...file, position }))
  } catch (error) {
    if (endsTheFile(error, context.signal)) throw error
    const why = error instanceof Error ? error.message : String(error)
    context.log.error(
      `${operationOf(file.operation).code} : ${file.fileName} n'a pas pu être traité : ${why}`,
    )
    outcome.failures.push(why)
  }
}

export function namedAfter(source: StoredSource): Pick<FileToTake, 'source' | 'fileName'> {
  return { source, fileName: source.name.slice(source.name.lastIndexOf('/') + 1) }
}
