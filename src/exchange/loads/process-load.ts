import { type FileHandle, open } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import { RunStopped } from '../../batch/run-outcome.ts'
import type { ColumnRules, CommandFormat } from '../command-file/command-format.ts'
import { type CommandRows, openCsvRows } from '../command-file/command-rows.ts'
import { type FileOutputs, openOutputs } from '../command-file/file-outputs.ts'
import { type FileProgress, saveProgress } from '../command-file/file-progress.ts'
import { type CommandFileWork, processCommandFile } from '../command-file/process-command-file.ts'
import { closeLoad, type LoadResult } from './close-load.ts'
import { feedTool } from './feed-tool.ts'
import type { LoadKind, LoadOffice } from './load-kind.ts'
import { loadKindOf } from './load-kinds.ts'
import type { LoadRequest } from './load-request.ts'
import { feedSession, storeSession } from './load-session.ts'
import { storeTool } from './store-tool.ts'
import { folderOfLoads, workFolder, workingCopy } from './work-folder.ts'

/** A file whose working copy is there. */
export interface LoadAtWork {
  readonly exchangeId: number
  readonly request: LoadRequest
  readonly progress: FileProgress
  /** Somebody ended it for good, when it was another run's. */
  readonly stopped?: FileProgress['stopped']
  /** Called once it is known that the file can be read, before a line is applied. */
  readonly begin?: (rows: CommandRows) => Promise<FileProgress>
}

/** Loads a file from where it stands to its end: refused, applied or simulated. */
export async function processLoad(
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  context: RunContext<any>,
  office: LoadOffice,
  work: LoadAtWork,
): Promise<LoadResult> {
  const { exchangeId, request } = work
  const folder = workFolder(folderOfLoads(context.place.dataDirectory, office), exchangeId)
  const kind = loadKindOf(office, request.kind)
  const { apply, columns } = await applierOf(context, office, kind, request)
  const file = await open(workingCopy(folder), 'r')
  try {
    const opened = await openCsvRows(file, request.scan, formatOf(columns))
    const closing = { exchangeId, request }
    if (!opened.ok)
      return await closeLoad(context, office, {
        ...closing,
        progress: work.progress,
        warnings: null,
        refusals: opened.faults,
      })
    const { rows } = opened
    const begun = (await work.begin?.(rows)) ?? work.progress
    const progress = await applyLines(context, office, work, begun, file, rows, apply)
    return await closeLoad(context, office, { ...closing, progress, warnings: rows.warnings, refusals: [] })
  } finally {
    await file.close()
  }
}

/** Everything of a file's work but what its kind brings. */
type Apply = (work: Omit<CommandFileWork<never, never, never>, 'tool' | 'session'>) => Promise<FileProgress>

/** A kind's own part of the work. */
async function applierOf(
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  context: RunContext<any>,
  office: LoadOffice,
  kind: LoadKind,
  { dryRun: simulate, startedAt: now }: LoadRequest,
): Promise<{ readonly columns: ColumnRules; readonly apply: Apply }> {
  const { timeZone } = context.place
  if ('feed' in kind) {
    const feeding = await office.feeding?.(context, Temporal.Instant.from(now))
    const tool = feedTool(kind, { timeZone, feeding, simulate })
    const session = feedSession(context, office, { simulate })
    return { columns: tool.columns!, apply: (work) => processCommandFile({ ...work, tool, session }) }
  }
  const tool = storeTool(kind, { timeZone, now, simulate })
  const session = storeSession(context, office, kind, { simulate, now })
  return { columns: tool.columns!, apply: (work) => processCommandFile({ ...work, tool, session }) }
}

function formatOf(columns: ColumnRules): CommandFormat {
  return {
    encoding: 'utf-8',
    separator: ';',
    columns,
    positions: [],
    unknownColumns: 'refuse',
    oldComments: false,
  }
}

async function applyLines(
  // biome-ignore lint/suspicious/noExplicitAny: whatever its parameters are
  context: RunContext<any>,
  office: LoadOffice,
  { exchangeId, request, stopped = null }: LoadAtWork,
  from: FileProgress,
  file: FileHandle,
  rows: CommandRows,
  apply: Apply,
): Promise<FileProgress> {
  const folder = workFolder(folderOfLoads(context.place.dataDirectory, office), exchangeId)
  const { dryRun: simulation } = request
  let outputs: FileOutputs | null = null
  try {
    outputs = openOutputs(folder, rows, { simulation, lengths: from.outputs })
    return await apply({
      file,
      bytes: request.scan.bytes,
      rows,
      simulation,
      from,
      outputs,
      save: (client, progress) => saveProgress(client, exchangeId, progress),
      signal: context.signal,
      // What somebody ends is given back; what merely stops with its node is gone on with. A simulation is just dropped.
      stoppedBy: () => (simulation ? null : (stopped ?? stopCause(context.signal))),
      progress: context.progress,
    })
  } finally {
    outputs?.close()
  }
}

function stopCause({ aborted, reason }: AbortSignal): FileProgress['stopped'] {
  if (!aborted || !(reason instanceof RunStopped)) return null
  const { kind } = reason.stopCause
  return kind === 'cancelled' || kind === 'timeout' ? kind : null
}
