import { join } from 'node:path'
import type { RunContext } from '../batch/run-context.ts'
import { removeOldFiles } from '../exchange/clean-up.ts'
import { archiveDays, importDirectory, importLogDays } from './settings.ts'
import { recoverReports } from './student-import/report/recover-reports.ts'

const logFiles = /^(log_|erreuLogs_|erreurFile_)\d{8}_\d{6}(_\d+)?\.(txt|csv)$/

/** Where the archives of student files are, below the data folder. */
export function studentArchives(dataDirectory: string): string {
  return join(dataDirectory, 'archives', 'students')
}

/**
 * What `CLEAN` does for the imports: removes log files and archives past their time. Both are off as delivered: the
 * logs belong to the system administrator (health.md 3.9-5).
 */
export async function tidyImports(
  context: RunContext,
): Promise<{ logs_import_purges: number; archives_purgees: number }> {
  const { settings, clock, place } = context
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
  if (logs.failed + archives.failed > 0)
    context.log.warn(`${logs.failed + archives.failed} fichier(s) d'import n'ont pas pu être supprimés`)
  return { logs_import_purges: logs.removed, archives_purgees: archives.removed }
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
