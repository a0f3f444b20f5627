import { constants } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import {
  beginProgress,
  endProgress,
  type FileProgress,
  type FileTally,
  setRequest,
} from '../../exchange/command-file/file-progress.ts'
import { outputStamp } from '../../exchange/command-file/output-names.ts'
import { copyOpenFile } from '../../exchange/copy-open-file.ts'
import { beginExchange, type ExchangeRecord, endExchange } from '../../exchange/exchange-record.ts'
import type { HoldReason } from '../../exchange/guard.ts'
import { emptyTally } from '../../exchange/line-outcome.ts'
import { type FileScan, scanFile } from '../../exchange/scan-file.ts'
import { transaction } from '../../platform/database.ts'
import type { OperationCode } from '../operations.ts'
import { formatOf, modeWords } from './file-format.ts'
import type { FileResult } from './file-result.ts'
import { processFile } from './process-file.ts'
import { settingsForOperation, takeSnapshot } from './settings-snapshot.ts'
import { findShownSimulation, type ShownSimulation } from './shown-simulation.ts'
import type { SyncPlace } from './sync-place.ts'
import { type SourceFile, type SyncRequest, storedSourceOf } from './sync-request.ts'
import { markTaken } from './taken-files.ts'
import { makeWorkFolder, workFolder, workingCopy } from './work-folder.ts'

/** A command file to take in. */
export interface FileToTake {
  readonly operation: OperationCode
  readonly source: SourceFile
  readonly fileName: string
  readonly dryRun: boolean
  readonly separator?: SyncRequest['separator'] | undefined
  readonly encoding?: SyncRequest['encoding'] | undefined
  /** The exchange of the simulation that was shown before: what is no more that file is not processed. */
  readonly simulation?: number | null | undefined
  /** The held exchange that this applies. */
  readonly approvalOf: ExchangeRecord | null
  /** Its place among the files of the run. */
  readonly position: number
}

/**
 * Takes a command file in, from its working copy to its report. Throws what ends the run: the file is taken up again where
 * it stands by the next run of its operation (resume-files.ts).
 */
export async function takeInFile(place: SyncPlace, file: FileToTake): Promise<FileResult> {
  const { context } = place
  const settings = settingsForOperation(await takeSnapshot(context.settings), file.operation)
  const now = context.clock.now()
  const stamp = outputStamp(now, context.place.timeZone)
  const format = formatOf(settings, file)
  const exchangeId = await begin(place, file, stamp, format)
  /** From then on the next run can go on with it. */
  let resumable = false
  try {
    const { source, scan } = await copyOf(place, file.source, exchangeId)
    const simulation = await shownSimulation(place, file, scan)
    const request: SyncRequest = {
      ...format,
      operation: file.operation,
      fileName: file.fileName,
      source,
      settings,
      dryRun: file.dryRun,
      startedAt: now.toString(),
      stamp,
      person: context.run.requestedBy,
      mode: modeWords[place.trigger],
      scan,
      ...(simulation === null ? {} : { simulation }),
    }
    context.log.info(
      `${file.operation} : ${file.fileName}, ${scan.bytes} octets${file.dryRun ? ', simulation : rien ne sera écrit' : ''}`,
    )
    return await processFile(place, {
      exchangeId,
      request,
      progress: emptyProgress(),
      cleared: file.approvalOf !== null,
      hold: (copy, reasons) => holdFile(place, exchangeId, request, copy, reasons),
      async begin(rows) {
        if (!file.dryRun) {
          await setRequest(context.database.pool, exchangeId, request, rows.begin)
          resumable = true
        }
        return { ...emptyProgress(), next: rows.begin }
      },
    })
  } catch (error) {
    // The database may be what failed; then the next run says so.
    if (!resumable) await failFile(place, exchangeId).catch(() => {})
    throw error
  }
}

/** The simulation of this very file that was shown, or null where none was; throws when it was of something else. */
async function shownSimulation(
  { context }: SyncPlace,
  { simulation, operation, fileName, dryRun }: FileToTake,
  { sha256 }: FileScan,
): Promise<ShownSimulation | null> {
  if (dryRun || simulation == null) return null
  const shown = await findShownSimulation(context.database.pool, simulation, { operation, sha256 })
  if (shown === null)
    throw new Error(
      `${fileName} n'est pas, ou n'est plus, le fichier qui a été simulé : rien n'a été appliqué, simulez de nouveau`,
    )
  return shown
}

/** Gives up an exchange of which nothing was applied, or of whose file nobody can go on. */
export async function failFile(
  { context }: SyncPlace,
  exchangeId: number,
  /** Its process died: counted, should it do so again and again. */
  died = false,
): Promise<void> {
  await transaction(context.database.pool, async (client) => {
    await client.query(
      `update file_exchange
       set state = 'failed', ended_at = now(), report = report || jsonb_build_object('died', $2::boolean)
       where id = $1 and state = 'processing'`,
      [exchangeId, died],
    )
    await endProgress(client, exchangeId)
  })
  await rm(workFolder(context.place.dataDirectory, exchangeId), { recursive: true, force: true })
}

/** Copies the file to the exchange's folder; says what was copied, of a stored file with what it was at that moment. */
async function copyOf(
  { context, area }: SyncPlace,
  source: SourceFile,
  exchangeId: number,
): Promise<{ source: SourceFile; scan: FileScan }> {
  let opened = source
  let handle: FileHandle
  if (source.kind === 'stored') {
    const stored = await area.open(source.shelf, source.name)
    if (stored === null) throw new Error(`le fichier ${source.name} n'a pas été trouvé`)
    handle = stored.handle
    opened = { ...source, bytes: stored.bytes, modifiedNs: String(stored.modifiedNs) }
  } else handle = await openRegularFile(source.path)
  try {
    const before = await handle.stat({ bigint: true })
    const path = workingCopy(await makeWorkFolder(context.place.dataDirectory, exchangeId))
    await copyOpenFile(handle, path)
    const after = await handle.stat({ bigint: true })
    if (after.size !== before.size || after.mtimeNs !== before.mtimeNs)
      throw new Error("le fichier est en cours d'écriture : rien n'a été appliqué")
    const copy = await open(path, 'r')
    try {
      // A copy that a power cut takes away could not be gone on with.
      await copy.sync()
      return { source: opened, scan: await scanFile(copy, context.signal) }
    } finally {
      await copy.close()
    }
  } finally {
    await handle.close()
  }
}

async function openRegularFile(path: string): Promise<FileHandle> {
  // A pipe must not keep the run waiting for somebody to write.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new Error('le fichier à traiter est introuvable', { cause: error })
        : error
    },
  )
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw new Error("ce qui est à traiter n'est pas un fichier")
}

/** The exchange, and that it is under way: before anything of it is on disk. */
async function begin(
  { context }: SyncPlace,
  file: FileToTake,
  stamp: string,
  format: Pick<SyncRequest, 'separator' | 'encoding'>,
): Promise<number> {
  return await context.transaction(async (client) => {
    const exchangeId = await beginExchange(client, {
      runId: context.run.id,
      application: 'learning',
      tool: file.operation,
      batchCode: 'SYNC_FILE',
      // What would take this same file again, for an approval or a repetition.
      parameters: {
        operation: file.operation,
        fileName: file.fileName,
        dryRun: file.dryRun,
        ...format,
        ...againFrom(file.source),
      },
      fileName: file.fileName,
      label: stamp,
      dryRun: file.dryRun,
      approvalOf: file.approvalOf?.id ?? null,
      position: file.position,
    })
    await beginProgress(client, exchangeId)
    return exchangeId
  })
}

function againFrom(source: SourceFile): Record<string, unknown> {
  const stored = storedSourceOf({ source })
  return stored === null ? {} : { shelf: stored.shelf, name: stored.name, origin: stored }
}

/** The file is kept as it was read and waits for somebody's approval; nothing of it was applied. */
async function holdFile(
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

export function emptyFileTally(): FileTally {
  return { ...emptyTally(), comments: 0, oldComments: 0 }
}

export function emptyProgress(): FileProgress {
  return {
    phase: 'rows',
    next: { offset: 0, line: 0 },
    tally: emptyFileTally(),
    faults: [],
    memory: undefined,
    outputs: { report: 0, journal: 0, retry: 0 },
    conclusion: null,
    stopped: null,
  }
}
