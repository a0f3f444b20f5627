import type { RunContext } from '../../batch/run-context.ts'
import type { ChunkSession } from '../../exchange/command-file/process-command-file.ts'
import type { Queryable } from '../../platform/database.ts'
import { type FedPlan, type FedTable, writeFed } from '../feeding/fed-table.ts'

/** The service's tables as the frame needs them: a chunk is a fenced transaction; a simulation only reads. */
export function loadSession(
  context: Pick<RunContext, 'transaction' | 'database'>,
  table: FedTable,
  { simulate, now }: { readonly simulate: boolean; readonly now: string },
): ChunkSession<FedPlan, Queryable> {
  if (simulate)
    return { chunk: async (work) => await work({ read: context.database.pool, apply: async () => {} }) }
  return {
    chunk: (work, alongside) =>
      context.transaction(async (client) => {
        const result = await work({
          read: client,
          apply: (plans) => writeFed(client, table, plans, now),
        })
        await alongside(client, result)
        return result
      }),
  }
}
