import pg from 'pg'
import type { Driver, RemoteValue } from './driver.ts'
import { fillPlaceholders } from './placeholders.ts'
import { placeOf, type RemoteAddress } from './remote-address.ts'
import { errorCode, networkKind, type RemoteFailure, remoteFailure } from './remote-failure.ts'

const rowsAtOnce = 1000

/** int2, int4, oid, float4, float8. */
const numbers = [21, 23, 26, 700, 701]
const boolean = 16
const bytes = 17

/** Numbers that fit, truth values and bytes as such; all else as the server writes it. */
const types = {
  getTypeParser: (oid: number) =>
    numbers.includes(oid)
      ? Number
      : oid === boolean
        ? (text: string) => text === 't'
        : oid === bytes
          ? (text: string) => Buffer.from(text.slice(2), 'hex')
          : (text: string) => text,
} as unknown as pg.CustomTypesConfig

export async function connectPostgres(address: RemoteAddress, given: AbortSignal): Promise<Driver> {
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl:
      address.tls === null
        ? false
        : {
            rejectUnauthorized: address.tls.verified,
            ...(address.tls.ca === null ? {} : { ca: address.tls.ca }),
          },
    application_name: 'nocturne',
    types,
    keepAlive: true,
  })
  // The failure is told by whatever is asked of the connection next.
  client.on('error', () => {})
  const failure = (error: unknown) => failureOf(error, placeOf(address))
  const run = async (sql: string, values: readonly RemoteValue[]) => {
    const { rows, rowCount } = await client.query({
      text: fillPlaceholders(sql, values, (_, index) => `$${index + 1}`),
      values: values.map((value) => (typeof value === 'bigint' ? String(value) : value)),
    })
    return { rows, affected: rowCount ?? 0 }
  }
  const destroy = () => {
    ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
  }
  let cursors = 0
  given.addEventListener('abort', destroy)
  try {
    await client.connect()
  } catch (error) {
    throw failure(error)
  }
  return {
    run,
    async *pieces(sql, values, { inTransaction }) {
      const cursor = `nocturne_${++cursors}`
      if (!inTransaction) await client.query('begin read only')
      try {
        await run(`declare ${cursor} no scroll cursor for ${sql}`, values)
        for (;;) {
          const { rows } = await client.query(`fetch ${rowsAtOnce} from ${cursor}`)
          if (rows.length > 0) yield rows
          if (rows.length < rowsAtOnce) break
        }
        await client.query(`close ${cursor}`)
      } finally {
        // Of a connection that is lost, or of a transaction that failed, there is nothing left to close.
        if (!inTransaction) await client.query('rollback').catch(() => {})
      }
    },
    end: () => client.end(),
    destroy,
    failure,
  }
}

/** Classes of SQLSTATE in which the server's own words hold names of tables and columns, never values. */
const safeWords = /^(42|3D|3F|28|0A)/

function failureOf(error: unknown, place: string): RemoteFailure {
  const code = errorCode(error)
  const network = networkKind(code)
  if (network !== null) return remoteFailure(network, place, code)
  if (!(error instanceof pg.DatabaseError)) {
    if (/does not support SSL/.test((error as Error).message))
      return remoteFailure('refused', place, null, 'le serveur ne parle pas TLS')
    return remoteFailure('broken', place, code)
  }
  const told = code !== null && safeWords.test(code) ? error.message : null
  if (code === null) return remoteFailure('rejected', place, code)
  if (/^(28|3D|42501)/.test(code)) return remoteFailure('refused', place, code, told)
  if (/^(57P03|53300)/.test(code)) return remoteFailure('unreachable', place, code)
  if (/^57014/.test(code)) return remoteFailure('timeout', place, code)
  if (/^(08|57P)/.test(code)) return remoteFailure('broken', place, code)
  return remoteFailure('rejected', place, code, told)
}
