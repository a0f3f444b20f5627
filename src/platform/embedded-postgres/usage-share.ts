import pg from 'pg'

/**
 * A program's share in a running server: a connection of its own that holds a shared advisory lock. The lock
 * falls with the program, however it dies, so PostgreSQL itself knows who uses the server:
 *
 *     start: take the lock shared            (waits while someone is stopping the server, then fails: start anew)
 *     stop:  let go, try to take it alone → nobody else is there: stop the server while holding it
 *                                         → refused: others go on
 */
export interface UsageShare {
  /** The connection, on the database `postgres`. */
  readonly client: pg.Client
  /** Settles when the connection is gone, for whatever reason. */
  readonly lost: Promise<void>
  /**
   * Gives the share up and calls `stopServer` if nobody else has one; newcomers wait meanwhile. Says whether
   * it was called.
   */
  release(stopServer: () => Promise<void>): Promise<boolean>
}

/** Any constant serves, as long as every program takes the same. */
const usageLock = 7_161_000

/** The server answers, but it serves another cluster. */
export class ForeignServerError extends Error {}

/**
 * Takes a share in the server at `url` (database `postgres`), which must serve `cluster`.
 * Rejects as the connection does (see `isPassing`), or with `ForeignServerError`.
 */
export async function takeShare(url: string, cluster: string): Promise<UsageShare> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'nocturne: keeps the server',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  const lost = new Promise<void>((resolve) => client.once('end', resolve))
  // The end of the connection is told by `lost`; unheard, the error would end the program.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ directory: string }>(
      `select current_setting('data_directory') as directory`,
    )
    if (rows[0]!.directory !== cluster)
      throw new ForeignServerError(`${url} serves ${rows[0]!.directory}, not ${cluster}`)
    await client.query('select pg_advisory_lock_shared($1)', [usageLock])
  } catch (error) {
    client.end().catch(() => {})
    throw error
  }
  return {
    client,
    lost,
    async release(stopServer) {
      try {
        await client.query('select pg_advisory_unlock_shared($1)', [usageLock])
        const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [
          usageLock,
        ])
        if (!rows[0]!.alone) return false
        await stopServer()
        return true
      } catch (error) {
        // The server has gone away by itself: nothing is left to stop.
        if (isPassing(error)) return false
        throw error
      } finally {
        await client.end().catch(() => {})
      }
    },
  }
}

/** admin_shutdown, crash_shutdown, cannot_connect_now (starting up, shutting down), too_many_connections. */
const passingStates = new Set(['57P01', '57P02', '57P03', '53300'])

/** Whether a connection failed in a way that may be over in a moment: server starting, stopping, restarting. */
export function isPassing(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return passingStates.has(error.code ?? '')
  const code = (error as NodeJS.ErrnoException).code
  if (code !== undefined) return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code)
  // pg has no code for a connection that ends in the middle or does not answer in time.
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout expired|Client has encountered|Client was closed)/.test(error.message)
  )
}
