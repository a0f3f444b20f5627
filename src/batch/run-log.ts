import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import type { Queryable } from '../platform/database.ts'
import { sendNotices } from './notices.ts'
import type { RunLog } from './run-context.ts'
import { storableText } from './storable-text.ts'

/** One line of a run's log, as it waits to be written. */
export interface PendingLine {
  readonly runId: number
  readonly seq: number
  readonly at: string
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
}

export interface PendingProgress {
  readonly runId: number
  readonly done: number
  readonly total: number | null
  readonly phase: string | null
}

/** What one run says while it works, kept in memory until the scribe writes it down. */
export interface RunNotebook {
  readonly log: RunLog
  progress(done: number, total?: number, phase?: string): void
  /** Hands over what has not been written yet, once. */
  take(): { lines: PendingLine[]; progress: PendingProgress | null }
}

const longestMessage = 8_000

/** `onChange` is called when there is something to write; seq starts after `firstSeq`. */
export function openNotebook(runId: number, clock: Clock, onChange: () => void): RunNotebook {
  let lines: PendingLine[] = []
  let progress: PendingProgress | null = null
  let seq = 0
  const write = (level: PendingLine['level']) => (message: string) => {
    const text = storableText(String(message)).slice(0, longestMessage).toWellFormed()
    seq += 1
    lines.push({ runId, seq, at: clock.now().toString(), level, message: text })
    onChange()
  }
  return {
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    progress(done, total, phase) {
      if (!Number.isFinite(done)) return
      progress = {
        runId,
        done,
        total: total !== undefined && Number.isFinite(total) ? total : null,
        phase: phase === undefined ? null : storableText(phase),
      }
      onChange()
    },
    take() {
      const taken = { lines, progress }
      lines = []
      progress = null
      return taken
    },
  }
}

/** Adds lines to the runs' logs. A line that is there already (a write repeated after a broken connection) stays. */
export async function writeLines(db: Queryable, lines: readonly PendingLine[]): Promise<void> {
  if (lines.length === 0) return
  await db.query(
    `insert into batch_run_line (run_id, seq, at, level, message)
     select * from unnest($1::bigint[], $2::int[], $3::timestamptz[], $4::text[], $5::text[])
     on conflict do nothing`,
    [
      lines.map((line) => line.runId),
      lines.map((line) => line.seq),
      lines.map((line) => line.at),
      lines.map((line) => line.level),
      lines.map((line) => line.message),
    ],
  )
}

async function writeProgress(
  db: Queryable,
  nodeId: string,
  progress: readonly PendingProgress[],
): Promise<void> {
  if (progress.length === 0) return
  await db.query(
    `update batch_run set progress_done = p.done, progress_total = p.total, progress_phase = p.phase
     from unnest($2::bigint[], $3::float8[], $4::float8[], $5::text[]) as p (id, done, total, phase)
     where batch_run.id = p.id and state = 'running' and node_id = $1`,
    [
      nodeId,
      progress.map((one) => one.runId),
      progress.map((one) => one.done),
      progress.map((one) => one.total),
      progress.map((one) => one.phase),
    ],
  )
}

/**
 * Writes down what all runs of a node say, every `intervalMs` at most, in two statements however many runs
 * and lines there are.
 */
export interface RunScribe {
  open(runId: number): RunNotebook
  /** The run is over; what it still had to say was taken by whoever ended it. */
  close(runId: number): void
  /** Writes everything now; returns how many lines there were. */
  runOnce(): Promise<number>
  stop(): Promise<void>
}

export function startRunScribe(options: {
  pool: pg.Pool
  nodeId: string
  clock: Clock
  intervalMs?: number
  onError: (error: Error) => void
}): RunScribe {
  const notebooks = new Map<number, RunNotebook>()
  const changed = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<number> = Promise.resolve(0)

  async function write(): Promise<number> {
    const taken = [...changed].flatMap((runId) => {
      const notebook = notebooks.get(runId)
      return notebook === undefined ? [] : [notebook.take()]
    })
    const runs = [...changed]
    changed.clear()
    const lines = taken.flatMap((one) => one.lines)
    const progress = taken.flatMap((one) => (one.progress === null ? [] : [one.progress]))
    if (lines.length === 0 && progress.length === 0) return 0
    await writeLines(options.pool, lines)
    await writeProgress(options.pool, options.nodeId, progress)
    await sendNotices(
      options.pool,
      runs.map((run) => ({ kind: 'progress', run })),
    )
    return lines.length
  }

  function runOnce(): Promise<number> {
    clearTimeout(timer)
    timer = undefined
    writing = writing.catch(() => 0).then(write)
    return writing
  }

  return {
    open(runId) {
      const notebook = openNotebook(runId, options.clock, () => {
        changed.add(runId)
        timer ??= setTimeout(() => runOnce().catch(options.onError), options.intervalMs ?? 250)
      })
      notebooks.set(runId, notebook)
      return notebook
    },
    close(runId) {
      notebooks.delete(runId)
      changed.delete(runId)
    },
    runOnce,
    async stop() {
      await runOnce().catch(options.onError)
      clearTimeout(timer)
    },
  }
}
