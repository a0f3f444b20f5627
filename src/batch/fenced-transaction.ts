import type pg from 'pg'
import { type Database, transaction } from '../platform/database.ts'
import { RunLostError } from './run-context.ts'

/**
 * A transaction that commits only while the run is still its node's own. The run's row is locked by the last
 * statement before the commit: whoever wants to declare the run lost either did so before (and this transaction
 * is refused) or waits until it is committed. Locking it first would make long transactions hold up the end of
 * their own run, and its recovery.
 */
export async function fencedTransaction<T>(
  database: Database,
  run: { readonly id: number; readonly nodeId: string },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return await transaction(database.pool, async (client) => {
    const result = await work(client)
    const { rowCount } = await client.query(
      `select from batch_run where id = $1 and state = 'running' and node_id = $2 for update`,
      [run.id, run.nodeId],
    )
    if (rowCount === 0) throw new RunLostError(`run ${run.id} no longer belongs to this node`)
    return result
  })
}
