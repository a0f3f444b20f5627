import { appendFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Queryable } from '../../../platform/database.ts'
import { importInterrupted } from '../messages/messages.ts'
import { logFileIssue } from './log-text.ts'
import { reportNames } from './report-names.ts'

/** The two reports that bear a provisional name until their import is over, with XXX of their names. */
const unfinished = /^(?:erreuLogs|erreurFile)_(.+)\.(?:txt|csv)\.part$/

/**
 * Settles what imports left in `directory` whose process died. Where the exchange came to its end and only the naming
 * of its reports is missing, they get their names; where it did not, nothing was applied: the exchange is `failed`,
 * the log says so and the halves of reports go. Exchanges of runs under way, and files of nobody known, are left alone.
 *
 * `at` is the establishment's time, for the log.
 */
export async function recoverReports(db: Queryable, directory: string, at: string): Promise<void> {
  await db.query(failAbandonedExchanges)
  const names = await readdir(directory)
  const stamps = new Set(
    names.map((name) => unfinished.exec(name)?.[1]).filter((stamp) => stamp !== undefined),
  )
  if (stamps.size === 0) return
  const { rows } = await db.query<{ label: string; failed: boolean }>(endedExchanges, [
    directory,
    [...stamps],
  ])
  for (const { label, failed } of rows) {
    const reports = reportNames(label)
    if (failed) await appendFile(join(directory, reports.log), logFileIssue(at, importInterrupted()))
    for (const name of [reports.errorLog, reports.rejectedLines]) {
      const path = join(directory, name)
      if (!names.includes(`${name}.part`)) continue
      if (failed) await rm(`${path}.part`, { force: true })
      else await rename(`${path}.part`, path)
    }
  }
}

/** A run that is over, or no longer known, takes nothing in any more. */
const failAbandonedExchanges = `
  update file_exchange exchange set state = 'failed', ended_at = now()
  where tool = 'students' and state = 'processing' and not exists (
    select from batch_run run where run.id = exchange.run_id and run.state in ('queued', 'running'))`

const endedExchanges = `
  select label, state = 'failed' as failed from file_exchange
  where tool = 'students' and state <> 'processing' and directory = $1 and label = any($2::text[])`
