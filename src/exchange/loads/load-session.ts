import type { RunContext } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import type { ChunkSession } from '../command-file/process-command-file.ts'
import type { FedPlan } from '../feeding/fed-table.ts'
import type { LoadKind, LoadOffice } from './load-kind.ts'

/** The application's tables as the frame needs them: a chunk is a fenced transaction; a simulation only reads. */
export function loadSession(
  context: Pick<RunContext, 'transaction' | 'database'>,
  office: Pick<LoadOffice, 'enter'>,
  { store, settle }: Pick<LoadKind, 'store' | 'settle'>,
  { simulate, now }: { readonly simulate: boolean; readonly now: string },
): ChunkSession<FedPlan, Queryable> {
  if (simulate)
    return { chunk: async (work) => await work({ read: context.database.pool, apply: async () => {} }) }
  return {
    chunk: (work, alongside) =>
      context.transaction(async (client) => {
        await office.enter?.(client)
        const result = await work({
          read: client,
          async apply(plans) {
            await store.write(client, plans, now)
            const references = plans.map(({ reference }) => reference)
            if (references.length > 0) await settle?.(client, references, now)
          },
        })
        await alongside(client, result)
        return result
      }),
  }
}
