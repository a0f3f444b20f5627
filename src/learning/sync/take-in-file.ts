import { beginProgress, emptyProgress, setRequest } from '../../exchange/command-file/file-progress.ts'
import { outputStamp } from '../../exchange/command-file/output-names.ts'
import { beginExchange, type ExchangeRecord } from '../../exchange/exchange-record.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import type { OperationCode } from '../operations.ts'
import { failFile } from './fail-file.ts'
import { formatOf, modeWords } from './file-format.ts'
import type { FileResult } from './file-result.ts'
import { holdFile } from './hold-file.ts'
import { processFile } from './process-file.ts'
import { settingsForOperation, takeSnapshot } from './settings-snapshot.ts'
import { findShownSimulation, type ShownSimulation } from './shown-simulation.ts'
import type { SyncPlace } from './sync-place.ts'
import { type SourceFile, type SyncRequest, storedSourceOf } from './sync-request.ts'
import { takeWorkingCopy } from './take-working-copy.ts'

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
    const { source, scan } = await takeWorkingCopy(place, file.source, exchangeId)
    const simulation = file.dryRun ? null : await whatWasShown(place, file, scan)
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
async function whatWasShown(
  { context }: SyncPlace,
  { simulation, operation, fileName }: FileToTake,
  { sha256 }: FileScan,
): Promise<ShownSimulation | null> {
  if (simulation == null) return null
  const shown = await findShownSimulation(context.database.pool, simulation, { operation, sha256 })
  if (shown === null)
    throw new Error(
      `${fileName} n'est pas, ou n'est plus, le fichier qui a été simulé : rien n'a été appliqué, simulez de nouveau`,
    )
  return shown
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
