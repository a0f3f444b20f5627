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

/** Which lines of a log are wanted, beside where to begin. */
export interface LineFilter {
  /** Any of these; absent or empty: all. */
  readonly levels?: readonly RunLine['level'][]
  /** Found anywhere in the message, without regard to case. */
  readonly search?: string
}

/** A piece of a run's log, oldest line first. */
export interface RunLinesPage {
  readonly lines: readonly RunLine[]
  /** The number of the last line that the log has so far, wanted or not. */
  readonly lastSeq: number
  /** More lines are wanted beyond this piece, in the direction of reading. */
  readonly more: boolean
}

/**
 * The first lines after `after` that the filter wants or, where `before` is given, the last ones before it: a long
 * log is read from its end too.
 */
export async function readLinesPage(
  db: Queryable,
  runId: number,
  page: { readonly after: number; readonly before?: number; readonly limit: number },
  filter: LineFilter = {},
): Promise<RunLinesPage> {
  const levels = filter.levels === undefined || filter.levels.length === 0 ? null : filter.levels
  const backwards = page.before !== undefined
  const { rows } = await db.query<{ seq: number; at: Date; level: RunLine['level']; message: string }>(
    `select seq, at, level, message from batch_run_line
     where run_id = $1 and seq > $2::bigint and ($3::bigint is null or seq < $3)
       and ($4::text[] is null or level = any($4))
       and ($5 = '' or strpos(lower(message), lower($5)) > 0)
     order by seq ${backwards ? 'desc' : ''} limit $6`,
    [runId, page.after, page.before ?? null, levels, filter.search ?? '', page.limit + 1],
  )
  const last = await db.query<{ seq: number | null }>(
    'select max(seq) as seq from batch_run_line where run_id = $1',
    [runId],
  )
  const lines = rows.slice(0, page.limit).map((row) => ({ ...row, at: row.at.toISOString() }))
  return {
    lines: backwards ? lines.reverse() : lines,
    lastSeq: last.rows[0]?.seq ?? 0,
    more: rows.length > page.limit,
  }
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
