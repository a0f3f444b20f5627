import type { RunContext } from '../../../batch/run-context.ts'

export interface ForgottenMerges extends Readonly<Record<string, number>> {
  readonly fusions_purgees: number
}

/**
 * What `CLEAN` does for merges (health.md 5.6): the encrypted state before a merge is kept as long as the merge can be
 * undone, and no day longer. Who merged what, and when, stays.
 */
export async function forgetMerges({ database, clock }: RunContext): Promise<ForgottenMerges> {
  const { rowCount } = await database.pool.query(
    `update merge_journal set before_encrypted = null
     where before_encrypted is not null and (undoable_until < $1 or undone_at is not null)`,
    [clock.now().toString()],
  )
  return { fusions_purgees: rowCount ?? 0 }
}
