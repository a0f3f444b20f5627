import { rm } from 'node:fs/promises'
import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import { runDirectory } from './run-files.ts'

/** How many runs go in one statement: short locks, and a signal that is heard between two of them. */
const chunk = 1000

export interface DeletedRuns {
  readonly total: number
  readonly byBatch: ReadonlyMap<string, number>
}

/**
 * Deletes runs in a final state that ended before `before`, with their lines and files, a chunk at a time. The
 * newest run of each batch always stays, and its newest that finished: « Dernière exécution » must never become
 * empty; of `keepMore`'s batches as many of the newest stay as it says.
 */
export async function deleteOldRuns(options: {
  /** Runs one transaction per chunk; a batch gives its fenced one. */
  transaction: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>
  before: Temporal.Instant
  dataDirectory: string
  keepMore?: ReadonlyMap<string, number>
  signal?: AbortSignal
}): Promise<DeletedRuns> {
  const byBatch = new Map<string, number>()
  let total = 0
  for (;;) {
    options.signal?.throwIfAborted()
    const deleted = await options.transaction((client) => deleteChunk(client, options))
    for (const row of deleted) {
      byBatch.set(row.batchCode, (byBatch.get(row.batchCode) ?? 0) + 1)
      // The rows are gone: what is left of a directory is found by the search for orphans.
      await rm(runDirectory(options.dataDirectory, row.id), { recursive: true, force: true }).catch(() => {})
    }
    total += deleted.length
    if (deleted.length < chunk) return { total, byBatch }
  }
}

async function deleteChunk(
  client: Queryable,
  options: { before: Temporal.Instant; keepMore?: ReadonlyMap<string, number> },
): Promise<{ id: number; batchCode: string }[]> {
  const keepMore = options.keepMore ?? new Map()
  const { rows } = await client.query<{ id: number; batch_code: string }>(
    `with kept as materialized (
       select run.id
       from batch b
       left join unnest($3::text[], $4::int[]) as more (code, runs) on more.code = b.code
       cross join lateral (
         select id from batch_run r where r.batch_code = b.code
         order by id desc limit greatest(1, more.runs)
       ) run
       union
       select run.id
       from batch b
       cross join lateral (
         select id from batch_run r where r.batch_code = b.code and started_at is not null
         order by id desc limit 1
       ) run
       union
       select run.id
       from batch b
       cross join lateral (
         select id from batch_run r where r.batch_code = b.code and r.state = 'finished'
         order by id desc limit 1
       ) run
     )
     delete from batch_run
     where id in (
       select id from batch_run r
       where r.queued_at < $1 and r.ended_at < $1 and r.state <> 'queued' and r.state <> 'running'
         and r.id not in (select id from kept)
       order by r.queued_at
       limit $2)
     returning id, batch_code`,
    [options.before.toString(), chunk, [...keepMore.keys()], [...keepMore.values()]],
  )
  return rows.map((row) => ({ id: row.id, batchCode: row.batch_code }))
}

/** Removes the files whose time is over, from the disk first: one that cannot be removed is tried again next time. */
export async function deleteExpiredFiles(
  db: Queryable,
  now: Temporal.Instant,
): Promise<{ removed: number; failed: number }> {
  const { rows } = await db.query<{ id: number; path: string }>(
    'select id, path from batch_run_file where keep_until < $1 order by keep_until',
    [now.toString()],
  )
  const gone: number[] = []
  for (const row of rows) {
    try {
      await rm(row.path, { force: true })
      gone.push(row.id)
    } catch {
      // Counted below.
    }
  }
  await db.query('delete from batch_run_file where id = any($1)', [gone])
  return { removed: gone.length, failed: rows.length - gone.length }
}
