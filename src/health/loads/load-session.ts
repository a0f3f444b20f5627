import type { RunContext } from '../../batch/run-context.ts'
import type { ChunkSession } from '../../exchange/command-file/process-command-file.ts'
import type { Queryable } from '../../platform/database.ts'
import { type FedPlan, writeFed } from '../feeding/fed-table.ts'
import { enterImportGate } from '../student-import/store/import-gate.ts'
import type { LoadKind } from './load-kind.ts'

/** The service's tables as the frame needs them: a chunk is a fenced transaction; a simulation only reads. */
export function loadSession(
  context: Pick<RunContext, 'transaction' | 'database'>,
  { table, settle }: Pick<LoadKind, 'table' | 'settle'>,
  { simulate, now }: { readonly simulate: boolean; readonly now: string },
): ChunkSession<FedPlan, Queryable> {
  if (simulate)
    return { chunk: async (work) => await work({ read: context.database.pool, apply: async () => {} }) }
  return {
    chunk: (work, alongside) =>
      context.transaction(async (client) => {
        // Nobody is merged away between being found and being written to.
        await enterImportGate(client)
        const result = await work({
          read: client,
          async apply(plans) {
            await writeFed(client, table, plans, now)
            const references = plans.map(({ reference }) => reference)
            if (references.length > 0) await settle?.(client, references)
          },
        })
        await alongside(client, result)
        return result
      }),
  }
}
