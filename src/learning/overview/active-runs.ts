import type { Queryable } from '../../platform/database.ts'
import { type OperationCode, syncOperations } from '../operations.ts'

/** A run that waits to process files of an operation, or does. */
export interface ActiveRun {
  readonly id: number
  readonly state: 'queued' | 'running'
}

/** By operation: the run under way, else the first that waits. */
export async function readActiveRuns(db: Queryable): Promise<Map<OperationCode, ActiveRun>> {
  const { rows } = await db.query<ActiveRun & { batchCode: string; operation: string | null }>(
    `select id, state, batch_code as "batchCode", parameters ->> 'operation' as operation
     from batch_run
     where application = 'learning' and state = any('{queued,running}')
     order by state = 'running' desc, id`,
  )
  const active = new Map<OperationCode, ActiveRun>()
  for (const { id, state, batchCode, operation } of rows)
    for (const one of syncOperations) {
      const concerned = batchCode === 'SYNC_FILE' ? operation === one.code : batchCode === one.batch?.code
      if (concerned && !active.has(one.code)) active.set(one.code, { id, state })
    }
  return active
}
