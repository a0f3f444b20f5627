import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, transaction } from '../../platform/database.ts'
import { localDriver } from '../driver/local/local-driver.ts'
import type { Id } from '../driver/records.ts'
import { deleteEmptyCategories } from './delete-empty-categories.ts'

export type DeletedCategories =
  | { readonly ok: true; readonly deleted: number }
  /** A course is coming into one of them, or a run holds it. */
  | { readonly ok: false; readonly why: 'in-use' }

/**
 * Deletes those of these categories that are still empty, with its entry in the audit trail or not at all. Does not wait for
 * a run that works on them.
 */
export async function deleteChosenCategories(
  database: Database,
  chosen: { readonly ids: readonly Id[]; readonly ignoreEmptySubcategories: boolean },
  actor: { readonly author: string; readonly address: string | null },
): Promise<DeletedCategories> {
  const driver = localDriver({
    database,
    transaction: (work) =>
      transaction(database.pool, async (client) => {
        await client.query(`set local lock_timeout = '3s'`)
        const result = await work(client)
        await recordAudit(client, {
          actor: actor.author,
          action: 'category.deleted',
          subject: 'categories',
          application: 'learning',
          address: actor.address,
          detail: { asked: chosen.ids.length, deleted: Array.isArray(result) ? result.length : null },
        })
        return result
      }),
  })
  try {
    const deleted = await deleteEmptyCategories(driver, {
      parentId: null,
      ignoreEmptySubcategories: chosen.ignoreEmptySubcategories,
      only: chosen.ids,
    })
    return { ok: true, deleted: deleted.length }
  } catch (error) {
    // Still referred to; waited too long; the other of two that wait for each other.
    if (/^(23503|55P03|40P01)$/.test((error as { code?: string }).code ?? ''))
      return { ok: false, why: 'in-use' }
    throw error
  }
}
