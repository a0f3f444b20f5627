import type { Driver, RemoteValue } from './remote-database/driver.ts'
import { connectMysql } from './remote-database/mysql-driver.ts'
import { checkPlaceholders } from './remote-database/placeholders.ts'
import { connectPostgres } from './remote-database/postgres-driver.ts'
import { placeOf, type RemoteAddress, readRemoteAddress } from './remote-database/remote-address.ts'
import { RemoteFailure, remoteFailure } from './remote-database/remote-failure.ts'

export type { RemoteValue } from './remote-database/driver.ts'
export { RemoteFailure, type RemoteFailureKind } from './remote-database/remote-failure.ts'

/**
 * One connection to a database of another system: PostgreSQL, MariaDB or MySQL. SQL has `?` placeholders and names in
 * double quotes in every dialect. Rows come as plain values: numbers up to 32 bits and floating ones as numbers, truth
 * values as the dialect has them, larger whole numbers (`count(*)` among them), decimals, dates and JSON as text.
 *
 * Statements take turns. While a stream is read nothing else may be asked of the same connection. After a `timeout` or a
 * `broken` the connection is gone: open another. Every failure is a `RemoteFailure`.
 */
export interface RemoteDatabase {
  readonly dialect: 'postgres' | 'mysql'
  query<Row>(sql: string, values?: readonly RemoteValue[]): Promise<Row[]>
  /** Rows one after the other, a few thousand at most in memory. To stop early, leave the loop. */
  stream<Row>(sql: string, values?: readonly RemoteValue[]): AsyncIterable<Row>
  /** `affected`: rows that matched, changed or not. */
  execute(sql: string, values?: readonly RemoteValue[]): Promise<{ affected: number }>
  /** Commits when `work` resolves, else rolls back. `broken` from the commit itself: it may have been done. Not nested. */
  transaction<T>(work: (tx: RemoteDatabase) => Promise<T>): Promise<T>
  /** May be called twice. */
  close(): Promise<void>
}

export interface RemoteOptions {
  /** Default 5 s (admissions.md 5.1). */
  readonly connectTimeoutMs?: number
  /** Longest wait for the answer to a statement, and for the next rows of a stream. Default 60 s. */
  readonly readTimeoutMs?: number
}

/** Whole exports: `readTimeoutMs` for reads of whole tables (admissions.md 5.1). */
export const exportTimeoutMs = 300_000

/** Connects; a connection that is reset while it is made is tried once more. */
export async function openRemoteDatabase(url: string, options: RemoteOptions = {}): Promise<RemoteDatabase> {
  const { connectTimeoutMs = 5_000, readTimeoutMs = 60_000 } = options
  const address = readRemoteAddress(url)
  let driver: Driver
  try {
    driver = await connect(address, connectTimeoutMs)
  } catch (error) {
    if (!(error instanceof RemoteFailure && error.kind === 'broken')) throw error
    driver = await connect(address, connectTimeoutMs)
  }
  return overDriver(driver, address, readTimeoutMs)
}

async function connect(address: RemoteAddress, timeoutMs: number): Promise<Driver> {
  const given = new AbortController()
  const attempt = (address.dialect === 'postgres' ? connectPostgres : connectMysql)(address, given.signal)
  return await within(timeoutMs, attempt, () => {
    given.abort()
    return remoteFailure('timeout', placeOf(address), null, `connexion en plus de ${timeoutMs / 1000} s`)
  })
}

function overDriver(driver: Driver, address: RemoteAddress, readTimeoutMs: number): RemoteDatabase {
  const place = placeOf(address)
  let gone: RemoteFailure | null = null
  let closed = false
  let streaming = false
  let turn: Promise<unknown> = Promise.resolve()

  const failed = (error: unknown): RemoteFailure => {
    const failure = error instanceof RemoteFailure ? error : driver.failure(error)
    if (failure.kind === 'broken' && gone === null) {
      gone = failure
      driver.destroy()
    }
    return failure
  }
  /** A timeout ends the connection: its answer may come at any time, and would be taken for another's. */
  const limited = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await within(readTimeoutMs, work, () => {
        gone = remoteFailure('timeout', place, null, `pas de réponse en ${readTimeoutMs / 1000} s`)
        driver.destroy()
        return gone
      })
    } catch (error) {
      throw failed(error)
    }
  }
  const check = () => {
    if (closed) throw new Error('this remote database is closed')
    if (streaming) throw new Error('a stream of this remote database is being read')
    if (gone !== null) throw gone
  }
  const run = (sql: string, values: readonly RemoteValue[]) => {
    const mine = turn.then(() => {
      check()
      checkPlaceholders(sql, values.length)
      return limited(driver.run(sql, values))
    })
    turn = mine.catch(() => {})
    return mine
  }
  const connection = (inTransaction: boolean): RemoteDatabase => ({
    dialect: address.dialect,
    async query<Row>(sql: string, values: readonly RemoteValue[] = []) {
      return (await run(sql, values)).rows as Row[]
    },
    async execute(sql, values = []) {
      return { affected: (await run(sql, values)).affected }
    },
    async *stream<Row>(sql: string, values: readonly RemoteValue[] = []) {
      await turn
      check()
      checkPlaceholders(sql, values.length)
      streaming = true
      const pieces = driver.pieces(sql, values, { inTransaction })
      try {
        for (;;) {
          const piece = await limited(pieces.next())
          if (piece.done) return
          yield* piece.value as Row[]
        }
      } finally {
        // A reader who stops early: the rest is not read.
        if (gone === null) await limited(pieces.return()).catch(() => {})
        streaming = false
      }
    },
    async transaction(work) {
      if (inTransaction) throw new Error('transactions do not nest')
      await run('begin', [])
      let result: Awaited<ReturnType<typeof work>>
      try {
        result = await work(connection(true))
      } catch (error) {
        if (gone === null) await run('rollback', []).catch(() => {})
        throw error
      }
      await run('commit', [])
      return result
    },
    async close() {
      if (closed) return
      closed = true
      if (gone !== null || streaming) driver.destroy()
      else
        await within(2_000, driver.end(), () => {
          driver.destroy()
          return remoteFailure('timeout', place, null)
        }).catch(() => {})
    },
  })
  return connection(false)
}

/** `work`, or the failure that `late` makes of it after so long. */
async function within<T>(timeoutMs: number, work: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs)
  })
  // Whichever comes second is heard by nobody.
  work.catch(() => {})
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
