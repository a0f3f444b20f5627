import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { type Database, transaction } from '../../../platform/database.ts'

export interface OpenedDayFile {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly handle: FileHandle
}

export type OpenDayOutcome =
  | { readonly kind: 'opened'; readonly files: readonly OpenedDayFile[] }
  | { readonly kind: 'unknown' }
  /** Its row is there; the file is not, or is not the one that was written. */
  | { readonly kind: 'gone' }

/** One file, or the newest set of a day. */
export type DaySelection = { readonly id: number } | { readonly day: string }

/**
 * Opens files to hand them out, and notes that they were: from then on they are never overwritten (admissions.md 5.3). `beside` is
 * written in the same transaction: the audit entry. What is opened is read whole, even if somebody deletes the day meanwhile.
 */
export async function openDayFiles(
  database: Database,
  root: string,
  selection: DaySelection,
  now: Temporal.Instant,
  beside: (
    client: pg.PoolClient,
    files: readonly { readonly id: number; readonly name: string }[],
  ) => Promise<void>,
): Promise<OpenDayOutcome> {
  const opened: OpenedDayFile[] = []
  try {
    return await transaction(database.pool, async (client): Promise<OpenDayOutcome> => {
      const { rows } = await client.query<{ id: number; name: string; bytes: number }>(
        `select id, path as name, bytes from admissions.opi_file
         where id = $1 or day = $2 and suffix = (select max(suffix) from admissions.opi_file where day = $2)
         order by id for update`,
        ['id' in selection ? selection.id : null, 'day' in selection ? selection.day : null],
      )
      if (rows.length === 0) return { kind: 'unknown' }
      for (const { id, name, bytes } of rows) {
        const handle = await open(join(root, name), 'r').catch(() => null)
        if (handle === null) return await none()
        opened.push({ id, name, bytes, handle })
        if ((await handle.stat()).size !== bytes) return await none()
      }
      await client.query(
        'update admissions.opi_file set downloaded_at = coalesce(downloaded_at, $2) where id = any ($1)',
        [rows.map(({ id }) => id), now.toString()],
      )
      await beside(client, rows)
      return { kind: 'opened', files: opened }
    })
  } catch (error) {
    await closeAll()
    throw error
  }

  async function none(): Promise<OpenDayOutcome> {
    await closeAll()
    return { kind: 'gone' }
  }
  async function closeAll(): Promise<void> {
    await Promise.all(opened.map(({ handle }) => handle.close().catch(() => {})))
  }
}
