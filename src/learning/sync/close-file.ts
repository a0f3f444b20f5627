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
  const notes = [
    ...endingNotes(file),
    ...(removal === null ? [] : [removal]),
    ...file.wouldHold.map(wouldHoldNote),
  ]
  const report = await keepReport(closing, { retry, archive, notes })
  await closing.shelving.tellRun(context.files)
  return await endFile(closing, digestOf(file, notes, { report, journal, retry, archive }))
}

/** Writes down what became of the file; from then on nothing of it is left to do. */
async function endFile({ place, file, folder }: Closing, digest: CommandFileDigest): Promise<FileResult> {
  const { exchangeId, request, progress } = file
  const { operation, fileName, dryRun } = request
  const { tally } = progress
  const state = file.refusals.length > 0 ? 'refused' : dryRun ? 'simulated' : 'applied'
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

function digestOf(
  { request, progress, read, refusals, wouldHold, givenUp }: FileToClose,
  notes: readonly Text[],
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
    stopped: givenUp === undefined ? progress.stopped : 'given-up',
    conclusionFailed: progress.conclusion?.failure !== undefined,
  }
}
