import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { dayFileName } from './day-columns.ts'
import type { DaySet, WrittenFile } from './day-set.ts'

interface KnownFile {
  readonly kind: string
  readonly suffix: number
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly downloaded: boolean
}

/**
 * Puts a finished set in the place of the day's files, and writes it down, in the transaction given. Files that somebody has
 * downloaded stay as they are: the set then has the next suffix. Files that say the same already are left alone
 * (case 59). Returns the suffix, null: nothing was replaced.
 */
export async function placeDay(
  client: pg.PoolClient,
  set: DaySet,
  files: readonly WrittenFile[],
  {
    root,
    day,
    runId,
    now,
  }: { readonly root: string; readonly day: string; readonly runId: number; readonly now: Temporal.Instant },
): Promise<number | null> {
  const current = await currentSet(client, day)
  if (current.length > 0 && (await areSame(root, current, files))) return null
  const last = current[0]?.suffix ?? 0
  const suffix = current.some(({ downloaded }) => downloaded) ? last + 1 : last
  await client.query(
    `insert into admissions.opi_file (day, kind, suffix, path, n_rows, bytes, sha256, written_at, run_id)
     select $1, kind, $2, path, rows, bytes, sha256, $3, $4
     from jsonb_to_recordset($5) as written (kind text, path text, rows int, bytes bigint, sha256 text)
     on conflict (day, kind, suffix) do update
       set path = excluded.path, n_rows = excluded.n_rows, bytes = excluded.bytes, sha256 = excluded.sha256,
           written_at = excluded.written_at, run_id = excluded.run_id, downloaded_at = null`,
    [
      day,
      suffix,
      now.toString(),
      runId,
      JSON.stringify(
        files.map(({ kind, rows, bytes, sha256 }) => ({
          kind,
          path: dayFileName(kind, day, suffix),
          rows,
          bytes,
          sha256,
        })),
      ),
    ],
  )
  // Last, so that what the database refuses replaces no file.
  await set.putInPlace((kind) => dayFileName(kind, day, suffix))
  return suffix
}

/** The newest files of the day, held until the end of the transaction: nobody begins to download them meanwhile. */
async function currentSet(client: pg.PoolClient, day: string): Promise<KnownFile[]> {
  const { rows } = await client.query<KnownFile>(
    `select kind, suffix, path, bytes, sha256, downloaded_at is not null as downloaded
     from admissions.opi_file where day = $1 order by suffix desc, id for update`,
    [day],
  )
  return rows.filter(({ suffix }) => suffix === rows[0]!.suffix)
}

async function areSame(
  root: string,
  current: readonly KnownFile[],
  files: readonly WrittenFile[],
): Promise<boolean> {
  for (const { kind, sha256, bytes } of files) {
    const known = current.find((file) => file.kind === kind)
    if (known === undefined || known.sha256 !== sha256) return false
    const found = await stat(join(root, known.path)).catch(() => null)
    if (found?.size !== bytes) return false
  }
  return true
}
