import { createHash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { access, type FileHandle, open, stat } from 'node:fs/promises'
import type pg from 'pg'
import { endExchange } from '../../exchange/exchange-record.ts'
import type { FaultGroup } from '../../exchange/fault-digest.ts'
import { describeHold, type Guard, guardVerdict, type HoldReason } from '../../exchange/guard.ts'
import { lengthWithoutEnd } from '../../exchange/line-end.ts'
import { lineHasher } from '../../exchange/line-hash.ts'
import { emptyTally, type Tally } from '../../exchange/line-outcome.ts'
import { type FileScan, scanFile } from '../../exchange/scan-file.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Encryption } from '../../platform/encryption.ts'
import { recordSharedInes } from '../duplicates/record-shared-ines.ts'
import { encodingFault, headerFaults } from './file-verdict.ts'
import { importLines } from './import-lines.ts'
import { checkContext } from './line/check-context.ts'
import { columnCount } from './line/columns.ts'
import type { ImportModel } from './line/import-model.ts'
import type { Issue } from './messages/issue.ts'
import { directoryNotWritable, fileBeingWritten, fileNotFound } from './messages/messages.ts'
import { type ImportJournal, type JournalFiles, openJournal } from './report/import-journal.ts'
import { recoverReports } from './report/recover-reports.ts'
import { rulesVersion } from './rules-version.ts'
import { enterImportGate } from './store/import-gate.ts'
import { loadCodeBook } from './store/load-code-book.ts'
import { loadMarks } from './store/load-marks.ts'
import { simulatedWriter } from './store/simulated-writer.ts'
import { simulatedIds, studentIds } from './store/student-ids.ts'
import { studentWriter } from './store/student-writer.ts'
import { plannedTables, realTables } from './store/write-target.ts'

/** One student file to take in. */
export interface StudentImport {
  /** Where the file is, and how reports call it. */
  readonly path: string
  readonly fileName: string
  readonly model: ImportModel
  readonly origin: 'IMP_QUO' | 'MANUEL'
  /** Plan everything, write nothing. */
  readonly dryRun: boolean
  /** Where the three log files go. */
  readonly directory: string
  /** What lets the plan through. A simulation is never held: it tells what would hold it. */
  readonly guard: Guard | null
  /** Something to say at the head of the log, such as a file that was not renewed. */
  readonly notices: readonly Issue[]
}

/** What an import works with. */
export interface StudentImportPlace {
  readonly runId: number
  /** Row of `file_exchange` to end in the import's own transaction, made once the journal has its stamp. */
  readonly beginExchange: (stamp: string) => Promise<number>
  readonly database: Queryable
  /** The run's fenced transaction. */
  readonly transaction: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>
  readonly encryption: Encryption | null
  /** Makes the copy of a held file, as it was read, that waits for its approval; returns its path. */
  readonly keepFile: (file: FileHandle) => Promise<string>
  /** Keeps a copy of an applied file, as it was read, where somebody wants one. Must not throw: it is applied. */
  readonly archiveFile?: (file: FileHandle, stamp: string) => Promise<void>
  /** The establishment's local time, `2026-03-02T05:00:24`. */
  readonly localTime: () => string
  readonly signal: AbortSignal
  /** Lines matched and written together; absent: what suits the file. */
  readonly setLines?: number
  /** `done` of `total` bytes. */
  readonly progress: (done: number, total: number, phase: string) => void
}

export interface StudentImportResult {
  readonly state: 'applied' | 'simulated' | 'refused' | 'held'
  readonly stamp: string
  readonly tally: Tally
  /** Why the file was refused, or its first errors. */
  readonly errors: readonly Issue[]
  readonly errorCount: number
  readonly faults: readonly FaultGroup[]
  readonly changedFields: Readonly<Record<string, number>>
  readonly hold: readonly HoldReason[]
  readonly files: JournalFiles
}

/** The log directory cannot be written, or no longer: nothing was applied. */
export class ImportDirectoryError extends Error {
  readonly code = 'IMPORT_DIRECTORY'
}

/**
 * Takes in a student file (health.md 3): refused as a whole, or read line by line and applied in one transaction,
 * or planned only. Throws when it could do neither; then nothing was written but the log, which says so.
 */
export async function importStudents(
  request: StudentImport,
  place: StudentImportPlace,
): Promise<StudentImportResult> {
  const { model } = request
  const journal = await journalIn(request, place)
  let exchangeId = 0
  /** The import is applied, or known not to be: whatever fails from here on changes nothing of that. */
  let settled = false
  try {
    await recoverReports(place.database, request.directory, place.localTime())
    exchangeId = await place.beginExchange(journal.stamp)
    const file = await openRegularFile(request.path)
    if (file === null) return await refuse([fileNotFound()], null, exchangeId)
    try {
      return await takeIn(file, exchangeId)
    } finally {
      await file.close()
    }
  } catch (cause) {
    const error = noRoomLeft(cause) ? new ImportDirectoryError(noRoom(request.directory), { cause }) : cause
    // Reports of an import that is applied keep waiting for their names: see recover-reports.ts.
    if (settled) throw error
    journal.abandon(error instanceof Error ? error.message : String(error))
    // The database may be what failed; then the exchange is declared failed by the recovery.
    if (exchangeId > 0) await endExchange(place.database, exchangeId, failedExchange).catch(() => {})
    throw error
  }

  async function takeIn(file: FileHandle, exchangeId: number): Promise<StudentImportResult> {
    place.progress(0, 1, 'lecture')
    const opened = await file.stat()
    const scan = await scanFile(file, place.signal)
    journal.file({
      name: request.fileName,
      bytes: scan.bytes,
      sha256: scan.sha256,
      formatVersion: model.formatVersion,
      columns: columnCount(model.formatVersion),
    })
    for (const notice of request.notices) journal.fileIssue(notice)
    const fault = encodingFault(scan, model.formatVersion)
    if (fault !== null) return await refuse([fault], scan, exchangeId)
    const header = await firstLine(file, scan)
    const faults = headerFaults(header.subarray(0, lengthWithoutEnd(header)), model.formatVersion)
    if (faults.length > 0) return await refuse(faults, scan, exchangeId)
    journal.header(header)

    let hold: HoldReason[] = []
    let wouldHold: HoldReason[] = []
    const work = async (client: pg.PoolClient) => {
      await importAllLines(client, file, scan)
      await refuseChangedFile(file, opened)
      const reasons = guardVerdict(journal.tally, request.guard)
      if (request.dryRun) wouldHold = reasons
      else hold = reasons
      for (const reason of hold)
        journal.note(`Import en attente d'approbation, rien n'a été écrit : ${describeHold(reason, 'fr')}`)
      place.progress(scan.bytes, scan.bytes, 'rapport')
      journal.close()
      if (request.dryRun || hold.length > 0) throw new RollBack()
      await endExchange(client, exchangeId, exchangeEnd('applied', scan))
    }
    try {
      await place.transaction(work)
      settled = true
    } catch (error) {
      if (!(error instanceof RollBack)) throw error
      const state = request.dryRun ? 'simulated' : 'held'
      const keptPath = state === 'held' ? await place.keepFile(file) : null
      await endExchange(place.database, exchangeId, {
        ...exchangeEnd(state, scan, hold, wouldHold),
        keptPath,
      })
      settled = true
    }
    if (!request.dryRun && hold.length === 0) await place.archiveFile?.(file, journal.stamp)
    return result(request.dryRun ? 'simulated' : hold.length > 0 ? 'held' : 'applied', hold)
  }

  async function importAllLines(client: pg.PoolClient, file: FileHandle, scan: FileScan): Promise<void> {
    if (!request.dryRun) await enterImportGate(client)
    const target = request.dryRun ? await plannedTables(client) : realTables
    const codes = await loadCodeBook(client, model.id)
    const today = place.localTime().slice(0, 10)
    const meaning = JSON.stringify([rulesVersion, model, codes.fingerprint])
    const marksMeaning = createHash('sha256').update(meaning).digest().readInt32BE(0)
    const marks = await loadMarks(client, model.id, marksMeaning)
    // Every statement from here on goes by a few thousand keys, and statistics lag behind what this very
    // transaction writes: the plans are the index look-ups that are right for any size.
    await client.query(
      `set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off;
       set local nocturne.importing = 'on'`,
    )
    const sharedInes = await importLines({
      client,
      database: place.database,
      file,
      scan,
      check: checkContext(model, codes, today),
      target,
      writer: request.dryRun
        ? simulatedWriter(client)
        : studentWriter(client, { runId: place.runId, modelId: model.id, marksMeaning }),
      ids: request.dryRun ? simulatedIds() : studentIds(client),
      encryption: place.encryption,
      marks,
      hashLine: await lineHasher(meaning),
      journal,
      signal: place.signal,
      setLines: place.setLines ?? null,
      progress: (bytes) => place.progress(bytes, scan.bytes, 'import'),
    })
    if (!request.dryRun) await recordSharedInes(client, sharedInes, place.runId)
  }

  async function refuse(
    faults: readonly Issue[],
    scan: FileScan | null,
    exchangeId: number,
  ): Promise<StudentImportResult> {
    for (const fault of faults) journal.fileIssue(fault)
    journal.close()
    await endExchange(place.database, exchangeId, exchangeEnd('refused', scan))
    settled = true
    return result('refused', [])
  }

  function exchangeEnd(
    state: StudentImportResult['state'],
    scan: FileScan | null,
    hold: readonly HoldReason[] = [],
    wouldHold: readonly HoldReason[] = [],
  ): Parameters<typeof endExchange>[2] {
    return {
      state,
      tally: journal.tally,
      file: scan === null ? null : { bytes: scan.bytes, sha256: scan.sha256, lineEnding: scan.lineEnding },
      report: {
        faults: journal.faults.groups(),
        changedFields: journal.changedFields.counts(),
        // Personal data: for operators, and gone after a time (tidy-imports.ts).
        changedSamples: journal.changedFields.samples(),
        hold,
        ...(wouldHold.length === 0 ? {} : { wouldHold }),
      },
    }
  }

  function result(state: StudentImportResult['state'], hold: readonly HoldReason[]): StudentImportResult {
    return {
      state,
      stamp: journal.stamp,
      tally: journal.tally,
      errors: journal.firstErrors,
      errorCount: journal.errorCount,
      faults: journal.faults.groups(),
      changedFields: journal.changedFields.counts(),
      hold,
      files: journal.publish(),
    }
  }
}

async function journalIn(request: StudentImport, place: StudentImportPlace): Promise<ImportJournal> {
  try {
    await access(request.directory, constants.W_OK)
    return openJournal(request.directory, place.localTime, {
      model: request.model.code,
      origin: request.origin,
    })
  } catch (cause) {
    throw new ImportDirectoryError(`${directoryNotWritable().message} : ${request.directory}`, { cause })
  }
}

function noRoom(directory: string): string {
  return `Plus de place dans le répertoire d'import, rien n'a été appliqué : ${directory}`
}

function noRoomLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT|EFBIG)$/.test(String(error.code))
}

/** Null where there is no file to read. A directory or a pipe under its name is none. */
async function openRegularFile(path: string): Promise<FileHandle | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? await open(path, 'r').catch(() => null) : null
}

/** Of an import that could not be carried through: no line counts as anything. */
const failedExchange = { state: 'failed', tally: emptyTally(), file: null, report: {} } as const

/** The file was written to while it was read: what was read is neither its old nor its new content. */
export class FileChangedError extends Error {
  readonly code = 'FILE_CHANGED'
}

async function refuseChangedFile(file: FileHandle, opened: Stats): Promise<void> {
  const now = await file.stat()
  if (now.size !== opened.size || now.mtimeMs !== opened.mtimeMs)
    throw new FileChangedError(
      `${fileBeingWritten().message} : il a changé pendant sa lecture, rien n'a été écrit`,
    )
}

/** Ends a transaction whose plan is not to be applied; nothing went wrong. */
class RollBack extends Error {}

/** The file's first line with its line end, byte for byte; empty for an empty file. No line is too long by now. */
async function firstLine(file: FileHandle, scan: FileScan): Promise<Buffer> {
  const buffer = Buffer.alloc(scan.longestLine + 2)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
  const end = buffer.subarray(0, bytesRead).indexOf(scan.lineEnd)
  return buffer.subarray(0, end === -1 ? bytesRead : end + 1)
}
