import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** Writes down a candidate's file that the store holds, in the transaction of what refers to it; returns its id. */
export async function addStoredFile(
  client: Queryable,
  file: { readonly path: string; readonly name: string; readonly bytes: number; readonly sha256: string },
  { author, now }: { readonly author: string; readonly now: Temporal.Instant },
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    `insert into admissions.stored_file (path, name, owner_kind, bytes, sha256, author, created_at)
     values ($1, $2, 'C', $3, $4, $5, $6) returning id`,
    [file.path, file.name, file.bytes, file.sha256, author, now.toString()],
  )
  return rows[0]!.id
}
