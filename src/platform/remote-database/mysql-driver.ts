import type { Readable } from 'node:stream'
import type { Connection, QueryError, ResultSetHeader } from 'mysql2'
import type { Driver, RemoteValue } from './driver.ts'
import { fillPlaceholders } from './placeholders.ts'
import { placeOf, type RemoteAddress } from './remote-address.ts'
import { errorCode, networkKind, type RemoteFailure, remoteFailure } from './remote-failure.ts'

const rowsAtOnce = 500

/**
 * The session as we need it: names in double quotes as PostgreSQL has them, values too long are refused instead of cut, a
 * backslash escapes (which is how values are written here), and a reader who takes a while is waited for.
 */
const session = `set session
  sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION',
  net_write_timeout = 600`

/** MariaDB and MySQL. */
export async function connectMysql(address: RemoteAddress, given: AbortSignal): Promise<Driver> {
  const { createConnection, escape: written } = await import('mysql2')
  const failure = (error: unknown) => failureOf(error, placeOf(address))
  const connection = createConnection({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    // Else a server could ask for any file of this machine.
    flags: ['-LOCAL_FILES'],
    ...(address.tls === null
      ? {}
      : {
          ssl: {
            rejectUnauthorized: address.tls.verified,
            verifyIdentity: address.tls.verified,
            ...(address.tls.ca === null ? {} : { ca: address.tls.ca }),
          },
        }),
    // The caller's limit counts; this one lets go of the socket.
    connectTimeout: 60_000,
  })
  const filled = (sql: string, values: readonly RemoteValue[]) =>
    fillPlaceholders(sql, values, (value) => written(sendable(value)))
  const ask = (sql: string) =>
    new Promise<{ rows: readonly unknown[]; affected: number }>((resolve, reject) => {
      connection.query(sql, (error, result) => {
        if (error) reject(error)
        else if (Array.isArray(result)) resolve({ rows: result, affected: result.length })
        else resolve({ rows: [], affected: (result as ResultSetHeader).affectedRows })
      })
    })
  // A connection that is lost tells its connection, not the result that is being read.
  let lost: QueryError | null = null
  let reading: Readable | null = null
  connection.on('error', (error) => {
    lost = error
    reading?.destroy(error)
  })
  given.addEventListener('abort', () => connection.destroy())
  try {
    await connected(connection)
    await ask(session)
  } catch (error) {
    connection.destroy()
    throw failure(error)
  }
  return {
    run: (sql, values) => ask(filled(sql, values)),
    async *pieces(sql, values) {
      if (lost !== null) throw lost
      reading = connection.query(filled(sql, values)).stream({ highWaterMark: rowsAtOnce })
      try {
        let piece: unknown[] = []
        for await (const row of reading) {
          piece.push(row)
          if (piece.length < rowsAtOnce) continue
          yield piece
          piece = []
        }
        if (piece.length > 0) yield piece
      } finally {
        reading = null
      }
    },
    end: () =>
      new Promise((resolve) => {
        connection.end(() => resolve())
      }),
    destroy() {
      reading?.destroy(Object.assign(new Error('destroyed'), { code: 'ECONNABORTED' }))
      connection.destroy()
    },
    failure,
  }
}

function connected(connection: Connection): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.connect((error) => (error ? reject(error) : resolve()))
  })
}

function sendable(value: RemoteValue): string | number | bigint | boolean | Buffer | null {
  if (value instanceof Uint8Array) return Buffer.from(value)
  // Anything else would be spread over several values.
  if (value !== null && typeof value === 'object') throw new Error('a value is text, a number or bytes')
  return value
}

/** Too many connections, host blocked, going down. */
const busy = [
  'ER_CON_COUNT_ERROR',
  'ER_HOST_IS_BLOCKED',
  'ER_SERVER_SHUTDOWN',
  'ER_TOO_MANY_USER_CONNECTIONS',
]

const refused = [
  'ER_ACCESS_DENIED_ERROR',
  'ER_ACCESS_DENIED_NO_PASSWORD_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_COLUMNACCESS_DENIED_ERROR',
  'ER_SPECIFIC_ACCESS_DENIED_ERROR',
  'ER_ACCOUNT_HAS_BEEN_LOCKED',
  'ER_MUST_CHANGE_PASSWORD_LOGIN',
  'ER_MUST_CHANGE_PASSWORD',
  'ER_HOST_NOT_PRIVILEGED',
  'HANDSHAKE_NO_SSL_SUPPORT',
  'AUTH_SWITCH_PLUGIN_ERROR',
]

/** The server's own words hold names of tables and columns, never values. */
const safeWords = ['ER_NO_SUCH_TABLE', 'ER_BAD_FIELD_ERROR', ...refused]

function failureOf(error: unknown, place: string): RemoteFailure {
  const code = errorCode(error)
  const network = networkKind(code)
  if (network !== null) return remoteFailure(network, place, code)
  const told = code !== null && safeWords.includes(code) ? (error as Error).message : null
  if (code === null || code.startsWith('PROTOCOL_') || (error as QueryError).fatal === true) {
    if (code !== null && refused.includes(code)) return remoteFailure('refused', place, code, told)
    if (code !== null && busy.includes(code)) return remoteFailure('unreachable', place, code)
    return remoteFailure('broken', place, code)
  }
  if (refused.includes(code)) return remoteFailure('refused', place, code, told)
  if (busy.includes(code)) return remoteFailure('unreachable', place, code)
  if (code === 'ER_QUERY_INTERRUPTED' || code === 'ER_QUERY_TIMEOUT' || code === 'ER_STATEMENT_TIMEOUT')
    return remoteFailure('timeout', place, code)
  if (code === 'ER_CONNECTION_KILLED') return remoteFailure('broken', place, code)
  return remoteFailure('rejected', place, code, told)
}
