import { type FileHandle, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import { emptyFileTally, endProgress } from '../../exchange/command-file/file-progress.ts'
import { copyOpenFile } from '../../exchange/copy-open-file.ts'
import { endExchange } from '../../exchange/exchange-record.ts'
import type { HoldReason } from '../../exchange/guard.ts'
import type { FileResult } from './file-result.ts'
import type { SyncPlace } from './sync-place.ts'
import { type SyncRequest, storedSourceOf } from './sync-request.ts'
import { markTaken } from './taken-files.ts'
import { workFolder } from './work-folder.ts'

/** The file is kept as it was read and waits for somebody's approval; nothing of it was applied. */
export async function holdFile(
  { context }: SyncPlace,
  exchangeId: number,
  request: SyncRequest,
  copy: FileHandle,
  reasons: readonly HoldReason[],
): Promise<FileResult> {
  const keptPath = join(
    await context.files.directory(),
    `en-attente-${exchangeId}-${basename(request.fileName)}`,
  )
  await copyOpenFile(copy, keptPath)
  const tally = emptyFileTally()
  const digest: CommandFileDigest = {
    operation: request.operation,
    separator: request.separator,
    encoding: request.encoding,
    refusals: [],
    notes: [],
    faults: [],
    hold: reasons,
    wouldHold: [],
    outputs: { report: null, journal: null, retry: null, archive: null },
    stopped: null,
    simulationDifference: null,
    conclusionFailed: false,
  }
  const stored = storedSourceOf(request)
  await context.transaction(async (client) => {
    await endExchange(client, exchangeId, {
      state: 'held',
      tally,
      report: { ...digest },
      file: request.scan,
      keptPath,
    })
    await endProgress(client, exchangeId)
    if (stored?.shelf === 'commands')
      await markTaken(client, request.operation, stored, request.scan.sha256, exchangeId)
  })
  await rm(workFolder(context.place.dataDirectory, exchangeId), { recursive: true, force: true })
  return {
    exchangeId,
    operation: request.operation,
    fileName: request.fileName,
    state: 'held',
    tally,
    digest,
  }
}
