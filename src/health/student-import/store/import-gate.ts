import type pg from 'pg'
import type { Queryable } from '../../../platform/database.ts'

/**
 * Between an import's look-up of a student and its writing nobody may merge that student away: enrolments are written
 * without asking whether their student is still there. Imports stand in the gate together, for their whole transaction;
 * a merge, which takes some hundredths of a second, passes when nobody does.
 */
const gate = `hashtext('nocturne.student-import')`

/** An import's transaction begins: waits for a merge under way, keeps later ones out until the end. */
export async function enterImportGate(client: pg.PoolClient): Promise<void> {
  await client.query(`select pg_advisory_xact_lock_shared(${gate})`)
}

/** Whether no import is at work; from then on none begins until this transaction ends. */
export async function closeImportGate(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ closed: boolean }>(
    `select pg_try_advisory_xact_lock(${gate}) as closed`,
  )
  return rows[0]!.closed
}
