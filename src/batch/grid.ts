import type { Queryable } from '../platform/database.ts'
import {
  type BatchFilter,
  type BatchRecord,
  type BatchRow,
  batchRecord,
  batchStatement,
} from './list-batches.ts'
import { type RecentPast, type RecentRun, readRuns } from './recent-runs.ts'
import type { RunRecord } from './run-record.ts'
import type { RunState } from './run-state.ts'

/** A row of the grid with the past that its bars and its verdict tell. */
export interface GridRow {
  readonly batch: BatchRecord
  readonly past: RecentPast
  readonly running: RunRecord | null
}

/** How many of the last runs the bars show. */
const bars = 20

interface Row extends BatchRow {
  /** Of each, in any order: number, state, begin and end in seconds since 1970 (`-`: none). */
  recent: string | null
  newest: number | null
  missed_run: number | null
  missed_at: Date | null
}

/** The grid in two statements, however many batches there are: for each, some rows at the end of an index. */
export async function readGrid(db: Queryable, filter: BatchFilter): Promise<GridRow[]> {
  const { columns, source, where, values } = batchStatement
  const { rows } = await db.query<Row>({
    name: 'grid',
    text: `
      select ${columns}, recent.runs as recent, recent.newest, missed.id as missed_run, missed.queued_at as missed_at
      from ${source}
      left join lateral (
        select max(id) as newest,
               -- As text: JSON of the same costs the server three times as much.
               string_agg(id || ' ' || state || ' ' || date_part('epoch', started_at) || ' ' ||
                          coalesce(date_part('epoch', ended_at)::text, '-'), ',') as runs
        from (select id, state, started_at, ended_at from batch_run r
              where r.batch_code = batch.code and r.started_at is not null
              order by r.id desc limit ${bars}) run
      ) recent on true
      left join lateral (
        select id, queued_at from batch_run r
        where r.batch_code = batch.code and r.state = 'skipped' and r.trigger = 'catch-up'
        order by r.id desc limit 1
      ) missed on missed.id > coalesce(recent.newest, 0)
      where ${where}
      order by code`,
    values: values(filter),
  })
  const whole = await readRuns(
    db,
    rows.flatMap((row) => [row.newest, row.running_run]).filter((id) => id !== null),
  )
  return rows.map((row) => ({
    batch: batchRecord(row, whole.get(row.newest ?? 0) ?? null),
    past: {
      runs: recentRuns(row.recent),
      missed: row.missed_run === null ? null : { runId: row.missed_run, at: row.missed_at!.toISOString() },
    },
    running: whole.get(row.running_run ?? 0) ?? null,
  }))
}

function recentRuns(text: string | null): RecentRun[] {
  if (text === null) return []
  const runs = text.split(',').map((one): RecentRun => {
    const [id, state, begin, end] = one.split(' ') as [string, RunState, string, string]
    const over = end !== '-'
    return {
      id: Number(id),
      state,
      durationSeconds: over ? Math.max(0, Math.floor(Number(end)) - Math.floor(Number(begin))) : null,
      endedMs: over ? Math.round(Number(end) * 1000) : null,
    }
  })
  return runs.sort((a, b) => a.id - b.id)
}
