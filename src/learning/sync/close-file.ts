import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import type { FileFault } from '../../exchange/command-file/file-fault.ts'
import { outputPaths } from '../../exchange/command-file/file-outputs.ts'
import { endProgress, type FileProgress } from '../../exchange/command-file/file-progress.ts'
import { archiveName, journalName, reportName, retryName } from '../../exchange/command-file/output-names.ts'
import type { LineMessage } from '../../exchange/command-file/verdict.ts'
import { writeReport } from '../../exchange/command-file/write-report.ts'
import { endExchange } from '../../exchange/exchange-record.ts'
import type { Shelf } from '../../exchange/file-area/shelf.ts'
import { describeHold, type HoldReason } from '../../exchange/guard.ts'
import type { Settings } from '../../platform/settings.ts'
import type { Text } from '../../platform/text.ts'
import { learningFilesFolder } from '../files/learning-files.ts'
import { type OperationCode, operationOf } from '../operations.ts'
import { archiveFiles, cleanFiles, storeJournal, storeReport, storeRetryFile } from '../settings/common.ts'
import { pictureForceDeletion } from '../settings/pictures.ts'
import type { FileResult } from './file-result.ts'
import { publish } from './published.ts'
import { frozenSettings } from './settings-snapshot.ts'
import type { SyncPlace } from './sync-place.ts'
import { type SyncRequest, storedSourceOf } from './sync-request.ts'
import { markTaken } from './taken-files.ts'
import { workFolder, workingCopy } from './work-folder.ts'

/** A file whose lines are done, or that was refused as a whole: what is left are its post-treatments. */
export interface FileToClose {
  readonly exchangeId: number
  readonly request: SyncRequest
  readonly progress: FileProgress
  /** Null: refused, or set aside before a line was looked at. */
  readonly read: {
    readonly encoding: 'utf-8' | 'iso-8859-1'
    readonly warnings: readonly LineMessage[]
  } | null
  readonly refusals: readonly FileFault[]
  readonly wouldHold: readonly HoldReason[]
  /** It is given up: its process died time after time. */
  readonly givenUp?: Text
}

/**
 * The post-treatments, in their fixed order (learning.md 5.1): the lines and the groups' clean-up are done; then the retry
 * file, the archive, the removal of the command file, and last the report, which tells of them all. Each can be done again:
 * a run that dies among them is taken up here.
 */
export async function closeFile(place: SyncPlace, file: FileToClose): Promise<FileResult> {
  const { context } = place
  const { request, exchangeId, progress } = file
  const { stamp, operation, fileName, dryRun } = request
  const settings = frozenSettings(request.settings, context.settings)
  const folder = workFolder(context.place.dataDirectory, exchangeId)
  const shelves = learningFilesFolder(context.place.dataDirectory)
  const kept: { shelf: Shelf; name: string }[] = []

  async function put(shelf: Shelf, name: string, path: string): Promise<string | null> {
    if ((await stat(path).catch(() => null)) === null) return null
    const given = await publish(shelves, shelf, name, path)
    kept.push({ shelf, name: given })
    return given
  }

  context.progress(request.scan.bytes, request.scan.bytes, 'rapport')
  const refused = file.refusals.length > 0
  const real = !dryRun
  const retry =
    real && progress.outputs.retry > 0 && (await settings.get(storeRetryFile))
      ? await put('retries', retryName(stamp, fileName), outputPaths.retry(folder))
      : null
  const archive =
    real && (await settings.get(archiveFiles))
      ? await put('archives', archiveName(stamp, fileName), workingCopy(folder))
      : null
  const notes: Text[] = file.givenUp === undefined ? [] : [file.givenUp]
  if (progress.stopped !== null) notes.push(stoppedNotes[progress.stopped])
  if (
    real &&
    file.givenUp === undefined &&
    progress.stopped === null &&
    (await mayRemove(settings, operation, refused, archive !== null))
  ) {
    const note = await clean(place, request)
    if (note !== null) notes.push(note)
  }
  for (const reason of file.wouldHold) notes.push(wouldHoldNote(reason))
  const journal =
    dryRun || (await settings.get(storeJournal))
      ? await put('journals', journalName(stamp, operation, fileName, dryRun), outputPaths.journal(folder))
      : null
  const report = (await settings.get(storeReport)) ? await putReport() : null
  const digest = digestOf(file, notes, { report, journal, retry, archive })

  for (const { shelf, name } of kept) {
    const path = join(shelves, shelf, name)
    await context.files.add(path, {
      personal: true,
      ...(shelf === 'journals' ? { mediaType: 'application/x-ndjson' } : {}),
    })
  }
  const state = refused ? 'refused' : dryRun ? 'simulated' : 'applied'
  const stored = storedSourceOf(request)
  await context.transaction(async (client) => {
    await endExchange(client, exchangeId, {
      state,
      tally: progress.tally,
      report: { ...digest },
      file: request.scan,
    })
    await endProgress(client, exchangeId)
    if (real && stored?.shelf === 'commands')
      await markTaken(client, operation, stored, request.scan.sha256, exchangeId)
  })
  await rm(folder, { recursive: true, force: true })
  return { exchangeId, operation, fileName, state, tally: progress.tally, digest }

  async function putReport(): Promise<string | null> {
    // Made anew at each attempt but for one that has its name already: then nothing is left to tell.
    const made = join(folder, 'report.txt')
    if ((await stat(made).catch(() => null)) === null || (await stat(made)).nlink === 1) {
      await rm(made, { force: true })
      await writeReport(folder, 'report.txt', await reportFacts(), await bodyPath())
    }
    return await put('reports', reportName(stamp, operation, fileName, dryRun), made)
  }

  /** A file that was refused has none. */
  async function bodyPath(): Promise<string | null> {
    if (file.read === null) return null
    const path = outputPaths.report(folder)
    if ((await stat(path).catch(() => null)) === null) await writeFile(path, '', { mode: 0o640 })
    return path
  }

  async function reportFacts(): Promise<Parameters<typeof writeReport>[2]> {
    return {
      operation: { code: operation, label: operationOf(operation).label },
      file: { name: fileName, bytes: request.scan.bytes, sha256: request.scan.sha256 },
      separator: request.separator,
      encoding: { declared: request.encoding, effective: file.read?.encoding ?? null },
      person: request.person,
      mode: request.mode,
      simulation: dryRun,
      startedAt: Temporal.Instant.from(request.startedAt),
      endedAt: context.clock.now(),
      timeZone: context.place.timeZone,
      faults: file.refusals,
      warnings: file.read?.warnings ?? [],
      tally: file.read === null ? null : progress.tally,
      comments: progress.tally.comments,
      oldComments: progress.tally.oldComments,
      conclusion: progress.conclusion,
      retryFile: retry,
      archive,
      notes,
    }
  }
}

/**
 * Whether the command file goes away once it is processed (learning.md 5.4): a refused one only if it is archived. Archives
 * of pictures have an option of their own, and stay where they are when they cannot be read (1.10, P04).
 */
async function mayRemove(
  settings: Pick<Settings, 'get'>,
  operation: OperationCode,
  refused: boolean,
  archived: boolean,
): Promise<boolean> {
  if (operationOf(operation).archive)
    return !refused && ((await settings.get(pictureForceDeletion)) || (await settings.get(cleanFiles)))
  return (!refused || archived) && (await settings.get(cleanFiles))
}

/** Removes the command file from its programmed place, unless another one lies there by now (learning.md 5.4, F28). */
async function clean({ area, context }: SyncPlace, request: SyncRequest): Promise<Text | null> {
  const source = storedSourceOf(request)
  if (source === null || source.shelf !== 'commands' || !source.preconfigured) return null
  const there = await area.open(source.shelf, source.name)
  if (there === null) return cleanedNote
  await there.handle.close()
  if (there.bytes !== source.bytes || String(there.modifiedNs) !== source.modifiedNs) {
    context.log.warn(
      'Le fichier de commande a été remplacé pendant le traitement : le nouveau reste en place',
    )
    return replacedNote
  }
  await area.remove(source.shelf, source.name)
  return cleanedNote
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

const cleanedNote: Text = {
  fr: 'Le fichier de commande a été retiré de sa position programmée',
  en: 'The command file was removed from its programmed place',
}

const replacedNote: Text = {
  fr: 'Le fichier de commande a été remplacé pendant le traitement : le nouveau reste en place',
  en: 'The command file was replaced meanwhile: the new one stays',
}

const stoppedNotes: Readonly<Record<'cancelled' | 'timeout', Text>> = {
  cancelled: {
    fr: 'Exécution annulée : les lignes non traitées sont dans le fichier de reprise',
    en: 'Run cancelled: lines that were not processed are in the retry file',
  },
  timeout: {
    fr: 'Durée maximale dépassée : les lignes non traitées sont dans le fichier de reprise',
    en: 'Time limit exceeded: lines that were not processed are in the retry file',
  },
}

function wouldHoldNote(reason: HoldReason): Text {
  return {
    fr: `Le traitement réel attendrait une approbation : ${describeHold(reason, 'fr')}`,
    en: `The real run would wait for an approval: ${describeHold(reason, 'en')}`,
  }
}
