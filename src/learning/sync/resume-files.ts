import { endsTheFile } from '../../exchange/command-file/chunk-failure.ts'
import {
  emptyFileTally,
  findUnfinished,
  takeOver,
  type UnfinishedFile,
} from '../../exchange/command-file/file-progress.ts'
import type { OperationCode } from '../operations.ts'
import { discardFileOnFailure } from '../settings/common.ts'
import { abandonFile, abandonUnread, attemptsAtOnePlace } from './abandon-file.ts'
import { failFile } from './fail-file.ts'
import type { FileResult } from './file-result.ts'
import { giveUpFile } from './give-up-file.ts'
import { processFile } from './process-file.ts'
import type { SyncOutcome } from './sync-outcome.ts'
import type { SyncPlace } from './sync-place.ts'
import type { SyncRequest } from './sync-request.ts'
import { removeEndedWork } from './work-folder.ts'

/** Crashes of one file after which it is set aside, where the setting says so (learning.md 4.5). */
const crashesTolerated = 1

/**
 * Goes on, exactly where they stand, with the files of these operations whose run died: another run's from now on this
 * run's. What somebody cancelled is closed instead, and what was only simulated is dropped.
 */
export async function resumeFiles(
  place: SyncPlace,
  operations: readonly OperationCode[],
  outcome: SyncOutcome,
): Promise<void> {
  const { context } = place
  const { pool } = context.database
  await removeEndedWork(pool, context.place.dataDirectory)
  for (const file of await findUnfinished(pool, 'learning', operations)) {
    context.signal.throwIfAborted()
    if (file.request === null) {
      await failUnread(place, file, outcome)
      continue
    }
    const position = outcome.results.length + outcome.failures.length
    await takeOver(pool, file.exchangeId, context.run.id, position, file.crashed)
    try {
      outcome.results.push(await goOn(place, file, file.request as SyncRequest))
    } catch (error) {
      if (endsTheFile(error, context.signal)) throw error
      const why = error instanceof Error ? error.message : String(error)
      context.log.error(`${file.tool} : la reprise d'un fichier a échoué : ${why}`)
      outcome.failures.push(why)
    }
  }
}

/** Nothing of it was applied; the run that follows takes the file in anew, unless that has failed time after time. */
async function failUnread(place: SyncPlace, file: UnfinishedFile, outcome: SyncOutcome): Promise<void> {
  await failFile(place, file.exchangeId, file.crashed)
  const abandoned = file.crashed ? await abandonUnread(place, file.exchangeId) : null
  if (abandoned === null) return
  place.context.log.error(`${file.tool} : ${abandoned.fr}`)
  outcome.failures.push(abandoned.fr)
}

async function goOn(place: SyncPlace, file: UnfinishedFile, request: SyncRequest): Promise<FileResult> {
  const { context } = place
  const progress = { ...file.progress, tally: { ...emptyFileTally(), ...file.progress.tally } }
  if (file.crashed && file.attempts > crashesTolerated && (await context.settings.get(discardFileOnFailure)))
    return await giveUpFile(place, { exchangeId: file.exchangeId, request, progress })
  const crashesHere = file.crashed ? file.stalled + 1 : 0
  if (crashesHere >= attemptsAtOnePlace)
    return await abandonFile(place, { exchangeId: file.exchangeId, request, progress }, crashesHere)
  context.log.info(
    `${request.operation} : reprise de ${request.fileName}, laissé par l'exécution ${file.runId} à la ligne ${progress.next.line}`,
  )
  return await processFile(place, {
    exchangeId: file.exchangeId,
    request,
    progress,
    cleared: true,
    stopped: file.runState === 'cancelled' ? 'cancelled' : null,
    hold: async () => {
      throw new Error('a file that is being applied is not held')
    },
  })
}
