import { type FileHandle, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { RunDetail } from '../../batch/define-batch.ts'
import type { RunContext } from '../../batch/run-context.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { archiveFile } from '../../exchange/archive.ts'
import { copyOpenFile } from '../../exchange/copy-open-file.ts'
import { beginExchange } from '../../exchange/exchange-record.ts'
import { describeHold, type GuardLimits } from '../../exchange/guard.ts'
import { archiveDays, guardChangedShare, guardMinimumLines, guardRejectedShare } from '../settings.ts'
import { studentArchives } from '../tidy-imports.ts'
import { importStudents, type StudentImportResult } from './import-students.ts'
import { printsDatum } from './report/import-digest.ts'
import { mailReport } from './report/mail-report.ts'
import type { RunImport } from './run-import.ts'

/**
 * Takes a student file in as the work of a run: its log lines, progress, files and mail are the run's. Returns the
 * counters; throws `RunFailure` when the file was refused.
 */
export async function runStudentImport<P>(context: RunContext<P>, request: RunImport): Promise<RunDetail> {
  const { run, log } = context
  if (request.model.keepNir && (context.place.encryption ?? null) === null)
    throw new Error(
      `le modèle ${request.model.code} conserve le NIR, qui doit être chiffré : réglez NOCTURNE_ENCRYPTION_KEYS`,
    )
  log.info(
    `Import de ${request.fileName}, modèle ${request.model.code}${request.dryRun ? ', simulation : rien ne sera écrit' : ''}`,
  )
  const begunAt = context.clock.now()
  const result = await importStudents(request, {
    runId: run.id,
    beginExchange: (stamp) =>
      beginExchange(context.database.pool, {
        runId: run.id,
        application: 'health',
        tool: 'students',
        batchCode: 'IMP_MAN',
        parameters: request.again,
        fileName: request.fileName,
        label: stamp,
        dryRun: request.dryRun,
        approvalOf: request.approvalOf,
        directory: request.directory,
      }),
    database: context.database.pool,
    transaction: context.transaction,
    encryption: context.place.encryption ?? null,
    keepFile: (file) => keepFile(context, request, file),
    archiveFile: (file, stamp) => archive(context, request, file, stamp),
    localTime: () => localTime(context),
    signal: context.signal,
    progress: context.progress,
  })
  await listFiles(context, result)
  const detail = detailOf(result)
  sayOutcome(context, result)
  await mailReport(context, request, result, begunAt)
  if (result.state === 'refused')
    throw new RunFailure(result.errors.map((issue) => issue.message).join(' ; '), detail)
  return detail
}

/** The limits that an administrator has set. */
export async function guardLimits<P>({ settings }: RunContext<P>): Promise<GuardLimits> {
  return {
    rejectedShare: await settings.get(guardRejectedShare),
    changedShare: await settings.get(guardChangedShare),
    deletedShare: 0,
    minimumLines: await settings.get(guardMinimumLines),
  }
}

/** The drop directory's file may be replaced before anybody decides: the copy is what will be applied. */
async function keepFile<P>(context: RunContext<P>, request: RunImport, file: FileHandle): Promise<string> {
  const kept = join(await context.files.directory(), `en-attente-${basename(request.fileName)}`)
  await copyOpenFile(file, kept)
  return kept
}

async function listFiles<P>({ files }: RunContext<P>, result: StudentImportResult): Promise<void> {
  const { files: written } = result
  const report = join(await files.directory(), `rapport_${result.stamp}.json`)
  await writeFile(report, `${JSON.stringify(jsonReport(result), null, 2)}\n`, { mode: 0o640 })
  // Reports may tell INEs and line numbers (health.md 5-9); with a birth date or a login they are for operators.
  const personal = result.faults.some((group) => printsDatum.has(group.code))
  await files.add(report, { personal })
  await files.add(written.log, { mediaType: 'text/plain', personal })
  if (written.errorLog !== null) await files.add(written.errorLog, { mediaType: 'text/plain', personal })
  if (written.rejectedLines !== null)
    await files.add(written.rejectedLines, { mediaType: 'text/csv', personal: true })
}

/** The report for programs: the sum that adds up, faults by cause with samples, what changed by column. */
function jsonReport({ state, stamp, tally, faults, changedFields, hold }: StudentImportResult) {
  return { state, stamp, ...tally, changedFields, hold, faults }
}

/** A copy of what was applied, where an administrator wants one. The import is applied: without it, it stays so. */
async function archive<P>(
  context: RunContext<P>,
  { fileName }: RunImport,
  file: FileHandle,
  stamp: string,
): Promise<void> {
  try {
    if ((await context.settings.get(archiveDays)) === 0) return
    await archiveFile(file, { fileName, directory: studentArchives(context.place.dataDirectory), stamp })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    context.log.warn(`L'import est appliqué, mais la copie d'archive n'a pas pu être faite : ${why}`)
  }
}

function sayOutcome<P>({ log }: RunContext<P>, result: StudentImportResult): void {
  const { tally } = result
  for (const group of result.faults)
    log[group.severity === 'error' ? 'error' : 'warn'](
      `${group.code}${group.column === null ? '' : ` ${group.column}`} : ${group.count} ; ${group.samples
        .slice(0, 1)
        .map(({ line, message }) =>
          line === 0 ? message : printsDatum.has(group.code) ? `ligne ${line}` : `ligne ${line}, ${message}`,
        )
        .join('')}`,
    )
  for (const reason of result.hold) log.warn(`En attente d'approbation : ${describeHold(reason, 'fr')}`)
  log.info(
    `${tally.lines} lignes = ${tally.created} créées + ${tally.updated} mises à jour + ${tally.unchanged} inchangées + ` +
      `${tally.partial} partielles + ${tally.rejected} rejetées ; ${tally.blank} vides`,
  )
}

function detailOf({ state, stamp, tally }: StudentImportResult): RunDetail {
  const { lines, created, updated, unchanged, partial, rejected, blank, warnings } = tally
  return { state, stamp, lines, created, updated, unchanged, partial, rejected, blank, warnings }
}

/** `2026-03-02T05:00:24` in the establishment's zone. */
function localTime<P>({ clock, place }: RunContext<P>): string {
  const local = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDateTime()
  return local.toString({ smallestUnit: 'second' })
}
