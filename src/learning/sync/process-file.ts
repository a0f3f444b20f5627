import { type FileHandle, open } from 'node:fs/promises'
import { RunStopped } from '../../batch/run-outcome.ts'
import type { CommandRows } from '../../exchange/command-file/command-rows.ts'
import { countDestroying } from '../../exchange/command-file/count-destroying.ts'
import { type FileOutputs, openOutputs } from '../../exchange/command-file/file-outputs.ts'
import { type FileProgress, saveProgress } from '../../exchange/command-file/file-progress.ts'
import { processCommandFile } from '../../exchange/command-file/process-command-file.ts'
import type { HoldReason } from '../../exchange/guard.ts'
import { postMails } from '../../platform/outgoing-mail.ts'
import { deletionLimit } from '../settings/common.ts'
import type { LearningTool } from '../tools/tool-place.ts'
import { closeFile } from './close-file.ts'
import type { FileResult } from './file-result.ts'
import { openWithTool } from './make-tool.ts'
import { frozenSettings } from './settings-snapshot.ts'
import type { SyncPlace } from './sync-place.ts'
import type { SyncRequest } from './sync-request.ts'
import { withinDriver } from './within-driver.ts'
import { workFolder, workingCopy } from './work-folder.ts'

/** A file whose working copy is there. */
export interface FileAtWork {
  readonly exchangeId: number
  readonly request: SyncRequest
  readonly progress: FileProgress
  /** Somebody approved it, or lines of it are applied: the guard has nothing to say any more. */
  readonly cleared: boolean
  /** Somebody ended it for good, when it was another run's. */
  readonly stopped?: FileProgress['stopped']
  /** Called when the guard holds the file, which is not processed then. */
  readonly hold: (file: FileHandle, reasons: readonly HoldReason[]) => Promise<FileResult>
  /** Called once it is known that the file can be read, before a line is applied. */
  readonly begin?: (rows: CommandRows) => Promise<FileProgress>
}

/** Processes a file from where it stands to its end: refused, held, applied or simulated. */
export async function processFile(place: SyncPlace, work: FileAtWork): Promise<FileResult> {
  const { exchangeId, request } = work
  const folder = workFolder(place.context.place.dataDirectory, exchangeId)
  const file = await open(workingCopy(folder), 'r')
  try {
    const { tool: whole, opened } = await openWithTool(place, request, file)
    const tool = withinDriver(whole, place.driver)
    const closing = { exchangeId, request, progress: work.progress }
    if (!opened.ok)
      return await closeFile(place, { ...closing, read: null, refusals: opened.faults, wouldHold: [] })
    const { rows } = opened
    const reasons = work.cleared ? [] : await guard(place, request, rows, tool)
    if (reasons.length > 0 && !request.dryRun) return await work.hold(file, reasons)
    const begun = (await work.begin?.(rows)) ?? work.progress
    const progress = await applyLines(place, work, begun, file, rows, tool)
    return await closeFile(place, {
      ...closing,
      progress,
      read: { encoding: rows.encoding, warnings: rows.warnings },
      refusals: [],
      wouldHold: reasons,
    })
  } finally {
    await file.close()
  }
}

async function guard(
  { context }: SyncPlace,
  request: SyncRequest,
  rows: CommandRows,
  tool: LearningTool,
): Promise<HoldReason[]> {
  const limit = await frozenSettings(request.settings, context.settings).get(deletionLimit)
  if (limit === 0) return []
  const lines = await countDestroying(rows, tool, context.signal)
  return lines > limit ? [{ kind: 'deletions', figure: 'deletions', lines, limit }] : []
}

async function applyLines(
  place: SyncPlace,
  { exchangeId, request, stopped = null }: FileAtWork,
  from: FileProgress,
  file: FileHandle,
  rows: CommandRows,
  tool: LearningTool,
): Promise<FileProgress> {
  const { context, driver } = place
  const chunkRows = place.chunkRows ?? place.tools[request.operation]?.chunkRows
  const folder = workFolder(context.place.dataDirectory, exchangeId)
  const session = await driver.open(request.dryRun ? 'simulate' : 'apply')
  let outputs: FileOutputs | null = null
  try {
    outputs = openOutputs(folder, rows, { simulation: request.dryRun, lengths: from.outputs })
    return await processCommandFile({
      file,
      bytes: request.scan.bytes,
      rows,
      tool,
      session,
      simulation: request.dryRun,
      from,
      outputs,
      async save(client, progress, mails) {
        await saveProgress(client, exchangeId, progress)
        await postMails(client, mails, context.clock)
      },
      signal: context.signal,
      // What somebody ends is given back; what merely stops with its node is gone on with. A simulation is just dropped.
      stoppedBy: () => (request.dryRun ? null : (stopped ?? stopCause(context.signal))),
      progress: context.progress,
      ...(chunkRows === undefined ? {} : { chunkRows }),
    })
  } finally {
    outputs?.close()
    await session.close()
  }
}

function stopCause({ aborted, reason }: AbortSignal): FileProgress['stopped'] {
  if (!aborted || !(reason instanceof RunStopped)) return null
  const { kind } = reason.stopCause
  return kind === 'cancelled' || kind === 'timeout' ? kind : null
}
