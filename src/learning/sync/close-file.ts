import { rm } from 'node:fs/promises'
import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import { endProgress } from '../../exchange/command-file/file-progress.ts'
import { endExchange } from '../../exchange/exchange-record.ts'
import type { Text } from '../../platform/text.ts'
import { learningFilesFolder } from '../files/learning-files.ts'
import { endingNotes, wouldHoldNote } from './closing/closing-notes.ts'
import type { Closing, FileToClose } from './closing/file-to-close.ts'
import { keepArchive } from './closing/keep-archive.ts'
import { keepJournal } from './closing/keep-journal.ts'
import { keepReport } from './closing/keep-report.ts'
import { keepRetryFile } from './closing/keep-retry-file.ts'
import { removeCommandFile } from './closing/remove-command-file.ts'
import { openShelving } from './closing/shelving.ts'
import type { FileResult } from './file-result.ts'
import { frozenSettings } from './settings-snapshot.ts'
import { differenceFrom } from './shown-simulation.ts'
import type { SyncPlace } from './sync-place.ts'
import { storedSourceOf } from './sync-request.ts'
import { markTaken } from './taken-files.ts'
import { workFolder } from './work-folder.ts'

/**
 * The post-treatments, in their fixed order (learning.md 5.1): the lines and the groups' clean-up are done; then the retry
 * file, the archive, the removal of the command file, and last the report, which tells of them all. Each can be done again:
 * a run that dies among them is taken up here.
 */
export async function closeFile(place: SyncPlace, file: FileToClose): Promise<FileResult> {
  const { context } = place
  const { request } = file
  const closing: Closing = {
    place,
    file,
    settings: frozenSettings(request.settings, context.settings),
    folder: workFolder(context.place.dataDirectory, file.exchangeId),
    shelving: openShelving(learningFilesFolder(context.place.dataDirectory)),
  }
  context.progress(request.scan.bytes, request.scan.bytes, 'rapport')
  const retry = await keepRetryFile(closing)
  const archive = await keepArchive(closing)
  const removal = await removeCommandFile(closing, archive !== null)
  const journal = await keepJournal(closing)
  const difference = simulationDifference(file)
  const notes = [
    ...endingNotes(file),
    ...(difference === null ? [] : [difference]),
    ...(removal === null ? [] : [removal]),
    ...file.wouldHold.map(wouldHoldNote),
  ]
  const report = await keepReport(closing, { retry, archive, notes })
  await closing.shelving.tellRun(context.files)
  return await endFile(closing, digestOf(file, notes, difference, { report, journal, retry, archive }))
}

/** Ends a file whose post-treatments cannot be done. */
export async function endWithoutOutputs(place: SyncPlace, file: FileToClose): Promise<FileResult> {
  const folder = workFolder(place.context.place.dataDirectory, file.exchangeId)
  const none = { report: null, journal: null, retry: null, archive: null }
  return await endFile({ place, file, folder }, digestOf(file, endingNotes(file), null, none))
}

/** Of a file that was processed to its last line. */
function simulationDifference({ request, progress, read, givenUp }: FileToClose): Text | null {
  if (request.simulation === undefined || read === null) return null
  if (givenUp !== undefined || progress.stopped !== null) return null
  return differenceFrom(request.simulation, progress.tally)
}

/** Writes down what became of the file; from then on nothing of it is left to do. */
async function endFile(
  { place, file, folder }: Pick<Closing, 'place' | 'file' | 'folder'>,
  digest: CommandFileDigest,
): Promise<FileResult> {
  const { exchangeId, request, progress } = file
  const { operation, fileName, dryRun } = request
  const { tally } = progress
  const state = stateOf(file)
  const stored = storedSourceOf(request)
  await place.context.transaction(async (client) => {
    await endExchange(client, exchangeId, { state, tally, report: { ...digest }, file: request.scan })
    await endProgress(client, exchangeId)
    if (!dryRun && stored?.shelf === 'commands')
      await markTaken(client, operation, stored, request.scan.sha256, exchangeId)
  })
  await rm(folder, { recursive: true, force: true })
  return { exchangeId, operation, fileName, state, tally, digest }
}

function stateOf({ refusals, givenUp, request }: FileToClose): Exclude<FileResult['state'], 'held'> {
  if (refusals.length > 0) return 'refused'
  if (givenUp?.stopped === 'crashed') return 'failed'
  return request.dryRun ? 'simulated' : 'applied'
}

function digestOf(
  { request, progress, read, refusals, wouldHold, givenUp }: FileToClose,
  notes: readonly Text[],
  simulationDifference: Text | null,
  outputs: CommandFileDigest['outputs'],
): CommandFileDigest {
  return {
    operation: request.operation,
    separator: request.separator,
    encoding: read?.encoding ?? request.encoding,
    refusals,
    notes: [
      ...(read?.warnings ?? []).map(({ text }) => text),
      ...(progress.conclusion?.messages ?? []).map(({ text }) => text),
      ...notes,
    ],
    faults: progress.faults,
    hold: [],
    wouldHold,
    outputs,
    simulationDifference,
    stopped: givenUp?.stopped ?? progress.stopped,
    conclusionFailed: progress.conclusion?.failure !== undefined,
  }
}
