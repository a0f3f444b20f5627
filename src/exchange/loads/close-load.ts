import { chmod, copyFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import type { Text } from '../../platform/text.ts'
import type { CommandFileDigest } from '../command-file/file-digest.ts'
import type { FileFault } from '../command-file/file-fault.ts'
import { outputPaths } from '../command-file/file-outputs.ts'
import { endProgress, type FileProgress, type FileTally } from '../command-file/file-progress.ts'
import { journalName, reportName, retryName } from '../command-file/output-names.ts'
import type { LineMessage } from '../command-file/verdict.ts'
import { writeReport } from '../command-file/write-report.ts'
import { endExchange } from '../exchange-record.ts'
import { forgetUpload } from '../uploads/upload-store.ts'
import type { LoadKind, LoadOffice } from './load-kind.ts'
import { loadKindOf, toolOf } from './load-kinds.ts'
import type { LoadRequest } from './load-request.ts'
import { folderOfLoads, workFolder } from './work-folder.ts'

/** A file whose lines are done, or that was refused as a whole. */
export interface LoadToClose {
  readonly exchangeId: number
  readonly request: LoadRequest
  readonly progress: FileProgress
  /** Of the file as a whole; null: it was refused. */
  readonly warnings: readonly LineMessage[] | null
  readonly refusals: readonly FileFault[]
}

export interface LoadResult {
  readonly fileName: string
  readonly state: 'applied' | 'simulated' | 'refused'
  readonly tally: FileTally
  readonly digest: CommandFileDigest
}

const keepDays = 60

/**
 * Gives what the file leaves (report, journal, retry file) to the run, and writes down what became of it. A run that dies
 * meanwhile is taken up here by the next one, which does it all again.
 */
export async function closeLoad(
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  context: RunContext<any>,
  office: LoadOffice,
  load: LoadToClose,
): Promise<LoadResult> {
  const { exchangeId, request, progress, refusals } = load
  const { dryRun, stamp, fileName, kind } = request
  const { dataDirectory } = context.place
  context.progress(request.scan.bytes, request.scan.bytes, 'rapport')
  const folder = workFolder(folderOfLoads(dataDirectory, office), exchangeId)
  const given = await context.files.directory()
  const operation = toolOf(kind)

  async function give(name: string, made: string, mediaType: string): Promise<string> {
    const path = join(given, name)
    if (made !== path) await copyFile(made, path)
    await chmod(path, 0o640)
    await context.files.add(path, { personal: true, keepDays, mediaType })
    return name
  }
  const retry =
    dryRun || progress.outputs.retry === 0
      ? null
      : await give(retryName(stamp, fileName), outputPaths.retry(folder), 'text/csv')
  const journal =
    load.warnings === null || !(await isThere(outputPaths.journal(folder)))
      ? null
      : await give(
          journalName(stamp, operation, fileName, dryRun),
          outputPaths.journal(folder),
          'application/x-ndjson',
        )
  const notes = progress.stopped === null ? [] : [stoppedNotes[progress.stopped]]
  const made = await reportOf(context, loadKindOf(office, kind), load, folder, given, { retry, notes })
  const report = await give(basename(made), made, 'text/plain')

  const state = refusals.length > 0 ? 'refused' : dryRun ? 'simulated' : 'applied'
  const digest: CommandFileDigest = {
    operation,
    separator: ';',
    encoding: 'utf-8',
    refusals,
    notes: [...(load.warnings ?? []).map(({ text }) => text), ...notes],
    faults: progress.faults,
    hold: [],
    wouldHold: [],
    outputs: { report, journal, retry, archive: null },
    simulationDifference: null,
    stopped: progress.stopped,
    conclusionFailed: false,
  }
  await context.transaction(async (client) => {
    await endExchange(client, exchangeId, {
      state,
      tally: progress.tally,
      report: { ...digest },
      file: request.scan,
    })
    await endProgress(client, exchangeId)
  })
  await rm(folder, { recursive: true, force: true })
  if (state === 'applied' && request.uploadId !== null)
    await forgetUpload(context.database.pool, dataDirectory, request.uploadId)
  return { fileName, state, tally: progress.tally, digest }
}

async function reportOf(
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  { clock, place }: RunContext<any>,
  kind: LoadKind,
  { request, progress, warnings, refusals }: LoadToClose,
  folder: string,
  given: string,
  { retry, notes }: { readonly retry: string | null; readonly notes: readonly Text[] },
): Promise<string> {
  const { fileName, scan, dryRun, stamp, person, startedAt } = request
  const body = outputPaths.report(folder)
  if (warnings !== null && !(await isThere(body))) await writeFile(body, '', { mode: 0o640 })
  return await writeReport(
    given,
    reportName(stamp, toolOf(kind.code), fileName, dryRun),
    {
      operation: { code: toolOf(kind.code), label: kind.label },
      file: { name: fileName, bytes: scan.bytes, sha256: scan.sha256 },
      separator: ';',
      encoding: { declared: 'utf-8', effective: warnings === null ? null : 'utf-8' },
      person,
      mode: { fr: 'chargement demandé', en: 'load on request' },
      simulation: dryRun,
      startedAt: Temporal.Instant.from(startedAt),
      endedAt: clock.now(),
      timeZone: place.timeZone,
      faults: refusals,
      warnings: warnings ?? [],
      tally: warnings === null ? null : progress.tally,
      comments: progress.tally.comments,
      oldComments: progress.tally.oldComments,
      conclusion: null,
      retryFile: retry,
      archive: null,
      notes,
    },
    warnings === null ? null : body,
  )
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
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
