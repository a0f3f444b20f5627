import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

/** Whatever runs SQL: the pool for a single statement, a client inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'> | pg.Pool

/** The program's connections to PostgreSQL. */
export interface Database {
  readonly url: string
  readonly pool: pg.Pool
  /** The same pool for small typed queries; features add their tables with `withTables`. */
  readonly kysely: Kysely<object>
  /** Closes the pool; waits for running statements. May be called twice. */
  close(): Promise<void>
}

// bigint columns are identifiers and counters far below 2^53: as numbers they need no conversion at every use.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
// A civil date has no time and no zone: it stays the text AAAA-MM-JJ.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text)

/**
 * Opens a pool on `url`. `applicationName` is what PostgreSQL shows of these connections
 * (pg_stat_activity); nodes put their identity there so that others can end the connections of a dead one.
 */
export function openDatabase(
  url: string,
  options: { applicationName?: string; max?: number } = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.applicationName ?? 'nocturne',
    max: options.max ?? 10,
    keepAlive: true,
  })
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that breaks while it is in use: the statement under way fails, which is enough.
  pool.on('connect', (client) => client.on('error', () => {}))
  const kysely = new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
  let closed: Promise<void> | undefined
  return {
    url,
    pool,
    kysely,
    close() {
      closed ??= pool.end()
      return closed
    },
  }
}

/**
 * Runs `work` in one transaction on one connection: committed when it returns, rolled back when it
 * throws. The error that comes out is the one that `work` threw.
 */
export async function transaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back is thrown away, and with it the transaction.
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
