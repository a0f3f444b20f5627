import { type FileHandle, open } from 'node:fs/promises'
import type { RunContext } from '../../batch/run-context.ts'
import { RunStopped } from '../../batch/run-outcome.ts'
import type { CommandFormat } from '../command-file/command-format.ts'
import { type CommandRows, openCsvRows } from '../command-file/command-rows.ts'
import { type FileOutputs, openOutputs } from '../command-file/file-outputs.ts'
import { type FileProgress, saveProgress } from '../command-file/file-progress.ts'
import { processCommandFile } from '../command-file/process-command-file.ts'
import { closeLoad, type LoadResult } from './close-load.ts'
import type { LoadOffice } from './load-kind.ts'
import { loadKindOf } from './load-kinds.ts'
import type { LoadRequest } from './load-request.ts'
import { loadSession } from './load-session.ts'
import { type LoadTool, loadTool } from './load-tool.ts'
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
  const tool = loadTool(kind, {
    timeZone: context.place.timeZone,
    now: request.startedAt,
    simulate: request.dryRun,
  })
  const file = await open(workingCopy(folder), 'r')
  try {
    const opened = await openCsvRows(file, request.scan, formatOf(tool))
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
    const progress = await applyLines(context, office, work, begun, file, rows, tool)
    return await closeLoad(context, office, { ...closing, progress, warnings: rows.warnings, refusals: [] })
  } finally {
    await file.close()
  }
}

function formatOf({ columns }: LoadTool): CommandFormat {
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
  tool: LoadTool,
): Promise<FileProgress> {
  const folder = workFolder(folderOfLoads(context.place.dataDirectory, office), exchangeId)
  const { dryRun: simulation, startedAt: now } = request
  let outputs: FileOutputs | null = null
  try {
    outputs = openOutputs(folder, rows, { simulation, lengths: from.outputs })
    return await processCommandFile({
      file,
      bytes: request.scan.bytes,
      rows,
      tool,
      session: loadSession(context, office, loadKindOf(office, request.kind), { simulate: simulation, now }),
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
