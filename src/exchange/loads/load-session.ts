import type pg from 'pg'
import type { RunContext } from '../../batch/run-context.ts'
import type { Queryable } from '../../platform/database.ts'
import type { ChunkSession } from '../command-file/process-command-file.ts'
import type { FedPlan } from '../feeding/fed-table.ts'
import type { LoadOffice, StoredKind } from './load-kind.ts'

/** A store as the frame needs it: a chunk is a fenced transaction; a simulation only reads. */
export function storeSession(
  context: Pick<RunContext, 'transaction' | 'database'>,
  office: Pick<LoadOffice, 'enter'>,
  { store, settle }: Pick<StoredKind, 'store' | 'settle'>,
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

/** What feeders write into: a chunk is a fenced transaction; that of a simulation comes to nothing. */
export function feedSession(
  context: Pick<RunContext, 'transaction' | 'database'>,
  office: Pick<LoadOffice, 'enter'>,
  { simulate }: { readonly simulate: boolean },
): ChunkSession<never, pg.PoolClient> {
  return {
    async chunk(work, alongside) {
      const unit = (client: pg.PoolClient) => work({ read: client, apply: async () => {} })
      if (simulate) return await rolledBack(context.database.pool, unit)
      return await context.transaction(async (client) => {
        await office.enter?.(client)
        const result = await unit(client)
        await alongside(client, result)
        return result
      })
    },
  }
}

async function rolledBack<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('rollback')
    client.release()
    return result
  } catch (error) {
    // Closed, the connection takes what it wrote with it.
    client.release(true)
    throw error
  }
}
