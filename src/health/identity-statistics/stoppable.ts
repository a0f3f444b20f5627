import type pg from 'pg'

/**
 * Does `work` on `client`, and when `signal` is aborted cancels the statement under way there: one that runs for ten
 * seconds, or waits for a lock, does not look at signals. Throws the signal's reason then.
 */
export async function stoppable<T>(
  pool: pg.Pool,
  client: pg.PoolClient,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const cancel = () => void pool.query('select pg_cancel_backend($1)', [rows[0]!.pid]).catch(() => {})
  signal.addEventListener('abort', cancel, { once: true })
  try {
    return await work()
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
