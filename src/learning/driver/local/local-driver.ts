import type pg from 'pg'
import type { Database } from '../../../platform/database.ts'
import type { Driver, DriverSession, DriverUnit } from '../driver.ts'
import { applyOperations } from './apply-operations.ts'
import { idMap } from './id-map.ts'
import { localReader } from './local-reader.ts'

/** What the local driver works with. */
export interface LocalPlace {
  readonly database: Database
  /** The run's fenced transaction (or any, for tests): a chunk is one. */
  readonly transaction: <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>
}

/** The platform in our own database, schema `learning`: each chunk is a transaction, a simulation one that never ends well. */
export function localDriver(place: LocalPlace): Driver {
  return {
    name: 'local',
    unsupported: new Set(),
    open: async (mode) => (mode === 'apply' ? applying(place) : await simulating(place)),
  }
}

function applying(place: LocalPlace): DriverSession {
  return {
    chunk: (work, alongside) =>
      place.transaction(async (client) => {
        const result = await work(unitOn(client))
        await alongside(client, result)
        return result
      }),
    close: async () => {},
  }
}

/** One transaction for the whole file, given up at the end; chunks are savepoints, so that each can fail alone. */
async function simulating({ database }: LocalPlace): Promise<DriverSession> {
  const client = await database.pool.connect()
  let open = true
  try {
    await client.query('begin')
  } catch (error) {
    client.release(true)
    throw error
  }
  return {
    async chunk(work) {
      await client.query('savepoint chunk')
      try {
        const result = await work(unitOn(client))
        await client.query('release savepoint chunk')
        return result
      } catch (error) {
        await client.query('rollback to savepoint chunk').catch(() => {})
        throw error
      }
    },
    async close() {
      if (!open) return
      open = false
      const failed = await client.query('rollback').then(
        () => false,
        () => true,
      )
      client.release(failed)
    },
  }
}

function unitOn(client: pg.PoolClient): DriverUnit {
  const ids = idMap()
  return { read: localReader(client), apply: (operations) => applyOperations(client, operations, ids) }
}
