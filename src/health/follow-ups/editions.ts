import { basename } from 'node:path'
import type pg from 'pg'
import type { RunContext } from '../../batch/run-context.ts'
import { runFiles } from '../../batch/run-files.ts'
import type { Queryable } from '../../platform/database.ts'

export const editionBatches = ['LIS_REL', 'REL_COU', 'LIS_RAP', 'REL_CRA'] as const
export type EditionBatch = (typeof editionBatches)[number]

/** Health.md 2: outputs are kept 60 days. */
const keepDays = 60

export interface NewEdition {
  readonly code: EditionBatch
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly objects: number
  readonly pages: number | null
}

/** Lists a finished file, on this page and on that of its run, in the transaction of what it changes. Returns its id. */
export async function addEdition(
  client: pg.PoolClient,
  { run, clock, place }: RunContext,
  edition: NewEdition,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into follow_up_edition
       (run_id, batch_code, file_name, path, bytes, sha256, objects, pages, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning id`,
    [
      run.id,
      edition.code,
      basename(edition.path),
      edition.path,
      edition.bytes,
      edition.sha256,
      edition.objects,
      edition.pages,
      clock.now().toString(),
    ],
  )
  const files = runFiles({ db: client, clock, dataDirectory: place.dataDirectory, runId: run.id })
  await files.add(edition.path, { personal: true, keepDays })
  return rows[0]!.id
}

export interface Edition {
  readonly id: number
  readonly runId: number
  readonly batchCode: EditionBatch
  readonly fileName: string
  readonly bytes: number
  readonly sha256: string
  readonly objects: number
  readonly pages: number | null
  readonly createdAt: string
  readonly firstDownloadedAt: string | null
  readonly firstDownloadedBy: string | null
  readonly cancelledAt: string | null
  readonly cancelledBy: string | null
  /** Listed with its run still: not removed by its age. */
  readonly kept: boolean
}

interface EditionRow extends Omit<Edition, 'createdAt' | 'firstDownloadedAt' | 'cancelledAt'> {
  readonly path: string
  readonly createdAt: Date
  readonly firstDownloadedAt: Date | null
  readonly cancelledAt: Date | null
}

const columns = `
  id, run_id as "runId", batch_code as "batchCode", file_name as "fileName", path, bytes, sha256, objects, pages,
  created_at as "createdAt", first_downloaded_at as "firstDownloadedAt",
  first_downloaded_by as "firstDownloadedBy", cancelled_at as "cancelledAt", cancelled_by as "cancelledBy",
  exists (select from batch_run_file file
          where file.run_id = follow_up_edition.run_id and file.path = follow_up_edition.path) as kept`

/** Newest first; `before` is the id that the page before ended at. */
export async function readEditions(
  db: Queryable,
  query: {
    readonly before: number | null
    readonly size: number
    readonly batches: readonly string[] | null
  },
): Promise<{ items: Edition[]; next: number | null }> {
  const { rows } = await db.query<EditionRow>(
    `select ${columns} from follow_up_edition
     where ($1::bigint is null or id < $1) and ($2::text[] is null or batch_code = any($2))
     order by id desc limit $3`,
    [query.before, query.batches, query.size + 1],
  )
  const items = rows.slice(0, query.size).map(({ path: _path, ...row }) => editionOf(row))
  return { items, next: rows.length > query.size ? items.at(-1)!.id : null }
}

/** One edition and where its file lies; null for an unknown one. */
export async function readEdition(
  db: Queryable,
  id: number,
  lock: 'for update' | '' = '',
): Promise<{ readonly edition: Edition; readonly path: string } | null> {
  const { rows } = await db.query<EditionRow>(
    `select ${columns} from follow_up_edition where id = $1 ${lock}`,
    [id],
  )
  if (rows[0] === undefined) return null
  const { path, ...row } = rows[0]
  return { edition: editionOf(row), path }
}

function editionOf(row: Omit<EditionRow, 'path'>): Edition {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    firstDownloadedAt: row.firstDownloadedAt?.toISOString() ?? null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
  }
}

/** Notes who fetched an edition first, and when; later downloads change nothing here. */
export async function noteDownload(db: Queryable, id: number, who: string, at: string): Promise<void> {
  await db.query(
    `update follow_up_edition set first_downloaded_at = $3, first_downloaded_by = $2
     where id = $1 and first_downloaded_at is null`,
    [id, who, at],
  )
}
