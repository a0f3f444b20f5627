import { join } from 'node:path'
import type { RunContext } from '../batch/run-context.ts'
import { removeOldFiles } from '../exchange/clean-up.ts'
import { holdUnansweredApprovals } from '../exchange/exchange-record.ts'
import { removeServedCopies } from '../exchange/served-copies.ts'
import { forgetOldUploads } from '../exchange/uploads/upload-store.ts'
import type { Queryable } from '../platform/database.ts'
import { forgetIssues } from './forget-issues.ts'
import { archiveDays, importDirectory, importLogDays, sampleDays } from './settings.ts'
import { recoverReports } from './student-import/report/recover-reports.ts'

const logFiles = /^(log_|erreuLogs_|erreurFile_)\d{8}_\d{6}(_\d+)?\.(txt|csv)$/

/** Where the archives of student files are, below the data folder. */
export function studentArchives(dataDirectory: string): string {
  return join(dataDirectory, 'archives', 'students')
}

/** How long what was wrong with a line is remembered (health.md 5.6). */
const issueMonths = 12

/** An approval is followed by its run within seconds, or by nothing: then the import waits again. */
const unansweredMinutes = 10

export interface TidiedImports extends Readonly<Record<string, number>> {
  readonly logs_import_purges: number
  readonly archives_purgees: number
  readonly envois_oublies: number
}

/**
 * What `CLEAN` does for the imports: removes log files and archives past their time (both off as delivered: the logs
 * belong to the system administrator, health.md 3.9-5), forgets uploads that nobody imported, the values that reports
 * show as samples, and after a year what they quote of lines at fault and what was mailed.
 */
export async function tidyImports(context: RunContext): Promise<TidiedImports> {
  const { settings, clock, place, database } = context
  const olderThan = (days: number) => clock.now().subtract({ hours: 24 * days })
  const directory = await settings.get(importDirectory)
  const logDays = await settings.get(importLogDays)
  const keptDays = await settings.get(archiveDays)
  if (directory !== null) await settleReports(context, directory)
  const none = { removed: 0, failed: 0 }
  const logs =
    directory === null || logDays === 0 ? none : await removeOldFiles(directory, logFiles, olderThan(logDays))
  const archives =
    keptDays === 0
      ? none
      : await removeOldFiles(studentArchives(place.dataDirectory), /./, olderThan(keptDays))
  const uploads = await forgetOldUploads(database.pool, place.dataDirectory, clock.now())
  const copies = await removeServedCopies(database.pool)
  const failed = logs.failed + archives.failed + uploads.failed + copies.failed
  if (failed > 0) context.log.warn(`${failed} fichier(s) d'import n'ont pas pu être supprimés`)
  const issuesBefore = clock.now().toZonedDateTimeISO(place.timeZone).subtract({ months: issueMonths })
  await forgetIssues(database.pool, issuesBefore.toInstant().toString())
  await forgetSamples(database.pool, olderThan(await settings.get(sampleDays)).toString())
  const unanswered = await holdUnansweredApprovals(
    database.pool,
    clock.now().subtract({ minutes: unansweredMinutes }).toString(),
  )
  if (unanswered > 0) context.log.warn(`${unanswered} import(s) approuvé(s) sans effet attendent de nouveau`)
  return {
    logs_import_purges: logs.removed,
    archives_purgees: archives.removed,
    envois_oublies: uploads.removed,
  }
}

/** Values of students, kept for whoever looks at a recent report; the counts stay. */
async function forgetSamples(db: Queryable, before: string): Promise<void> {
  await db.query(
    `update file_exchange set report = report - 'changedSamples'
     where begun_at < $1 and report ? 'changedSamples'`,
    [before],
  )
}

/** What an import left whose process died, in a directory that no later import may visit. */
async function settleReports({ database, clock, place, log }: RunContext, directory: string): Promise<void> {
  const local = clock.now().toZonedDateTimeISO(place.timeZone).toPlainDateTime()
  try {
    await recoverReports(database.pool, directory, local.toString({ smallestUnit: 'second' }))
  } catch {
    log.warn("le répertoire d'import ne peut pas être lu : rien n'y a été nettoyé")
  }
}
