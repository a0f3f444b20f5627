import { listenToNotices } from '../batch/notices.ts'
import { type RunLine, readRun, readRunLines } from '../batch/read-run.ts'
import type { RunRecord } from '../batch/run-record.ts'
import { isFinal } from '../batch/run-state.ts'
import type { Database } from '../platform/database.ts'

export interface RunWatcher {
  onLine(line: RunLine): void
  /** Called at each look, also when nothing has changed. */
  onState?(run: RunRecord): void
}

/** Notices may be lost with a connection: one looks this often in any case. */
const lookEveryMs = 1_000

/**
 * Watches a run until it has ended (or `signal` is aborted, or it is not there: null): every line of its log, once and
 * in order, and its state. Any process may watch a run of any node.
 */
export async function followRun(
  database: Database,
  runId: number,
  watcher: RunWatcher,
  signal?: AbortSignal,
): Promise<RunRecord | null> {
  let look: () => void = () => {}
  const listener = await listenToNotices(database.url, {
    applicationName: 'nocturne: follows a run',
    onNotice(notice) {
      if ('run' in notice && notice.run === runId) look()
    },
  })
  signal?.addEventListener('abort', () => look())
  let seen = 0
  try {
    for (;;) {
      const next = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, lookEveryMs)
        look = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      // The state first: a run that has ended has all its lines.
      const run = await readRun(database.pool, runId)
      if (run === null) return null
      for (const line of await linesAfter(database, runId, seen)) {
        seen = line.seq
        watcher.onLine(line)
      }
      watcher.onState?.(run)
      if (isFinal(run.state) || signal?.aborted === true) return run
      await next
    }
  } finally {
    look()
    await listener.stop()
  }
}

async function linesAfter(database: Database, runId: number, afterSeq: number): Promise<RunLine[]> {
  const pageSize = 1000
  const lines: RunLine[] = []
  for (;;) {
    const after = lines.at(-1)?.seq ?? afterSeq
    const page = await readRunLines(database.pool, runId, { afterSeq: after, limit: pageSize })
    lines.push(...page)
    if (page.length < pageSize) return lines
  }
}
