import type { Queryable } from '../platform/database.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from './run-record.ts'

export async function readRun(db: Queryable, runId: number): Promise<RunRecord | null> {
  const { rows } = await db.query<RunRow>(`select ${runColumns('r')} from batch_run r where r.id = $1`, [
    runId,
  ])
  return rows[0] === undefined ? null : runRecord(rows[0])
}

export interface RunLine {
  readonly seq: number
  readonly at: string
  readonly level: 'info' | 'warn' | 'error'
  readonly message: string
}

/** The lines of a run's log after `afterSeq`, oldest first; what a follower asks again and again. */
export async function readRunLines(
  db: Queryable,
  runId: number,
  options: { readonly afterSeq?: number; readonly limit?: number } = {},
): Promise<RunLine[]> {
  const { rows } = await db.query<{ seq: number; at: Date; level: RunLine['level']; message: string }>(
    `select seq, at, level, message from batch_run_line
     where run_id = $1 and seq > $2 order by seq limit $3`,
    [runId, options.afterSeq ?? 0, options.limit ?? 1000],
  )
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

export interface RunFile {
  readonly id: number
  readonly path: string
  readonly mediaType: string
  readonly personal: boolean
  readonly sizeBytes: number
  readonly addedAt: string
}

export async function readRunFiles(db: Queryable, runId: number): Promise<RunFile[]> {
  const { rows } = await db.query<{
    id: number
    path: string
    media_type: string
    personal: boolean
    size_bytes: number
    added_at: Date
  }>(
    `select id, path, media_type, personal, size_bytes, added_at
     from batch_run_file where run_id = $1 order by id`,
    [runId],
  )
  return rows.map((row) => ({
    id: row.id,
    path: row.path,
    mediaType: row.media_type,
    personal: row.personal,
    sizeBytes: row.size_bytes,
    addedAt: row.added_at.toISOString(),
  }))
}
