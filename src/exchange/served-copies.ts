import { rm } from 'node:fs/promises'
import type { Queryable } from '../platform/database.ts'

/**
 * Removes the copies of held files that nobody waits for any more: discarded, or applied by a process that died before
 * it could remove its copy. They are personal data, and nothing reads them again.
 */
export async function removeServedCopies(db: Queryable): Promise<{ removed: number; failed: number }> {
  const { rows } = await db.query<{ id: number; keptPath: string }>(
    `select id, kept_path as "keptPath" from file_exchange held
     where kept_path is not null
       and (state = 'discarded' or (state = 'approved' and exists (
         select from file_exchange again where again.approval_of = held.id and again.state in ('applied', 'held'))))`,
  )
  let failed = 0
  for (const { id, keptPath } of rows) {
    try {
      await rm(keptPath, { force: true })
      await db.query('update file_exchange set kept_path = null where id = $1', [id])
    } catch {
      failed++
    }
  }
  return { removed: rows.length - failed, failed }
}
