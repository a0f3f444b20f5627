import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { until } from '../../test/support/test-engine.ts'
import { HttpAddressError } from './http-address.ts'
import { startHttpServer } from './http-server.ts'

let database: TestDatabase
let api: ApiNode

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database)
})
afterAll(async () => {
  await api.stop()
  await database.drop()
})

const anyPort = { host: '127.0.0.1', port: 0 }

test('told to stop, it finishes the requests under way, ends event streams and takes no more', async () => {
  const http = await startHttpServer(api.services, anyPort)
  const reader = await api.signIn({ roles: { core: 'reader' } })
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(http.url + path, { ...init, headers: { ...reader.headers, 'content-type': 'application/json' } })

  const stream = await ask('/api/events')
  expect(stream.status).toBe(200)
  const blocker = await database.pool.connect()
  await blocker.query('begin; lock table account_preference in exclusive mode')
  const saved = ask('/api/preferences/x', { method: 'PUT', body: '{"value":1}' })
  await until(async () => {
    const { rowCount } = await database.pool.query(
      `select from pg_locks where relation = 'account_preference'::regclass and not granted`,
    )
    return rowCount === 1
  })

  const stopped = http.stop()
  // The stream ends though nobody closed it.
  await stream.text()
  // On a connection that is still open, a new request is told so; there are no new connections.
  const late = await ask('/api/session').then(
    ({ status }) => status,
    () => 'refused',
  )
  expect([503, 'refused']).toContain(late)
  await blocker.query('commit')
  blocker.release()
  expect((await saved).status).toBe(204)
  const beganMs = performance.now()
  await stopped
  // Not the ten seconds after which what is still open would be cut.
  expect(performance.now() - beganMs).toBeLessThan(5_000)
  await http.stop()
})

test('an address that is taken is an error of its own kind', async () => {
  const http = await startHttpServer(api.services, anyPort)
  const port = Number(new URL(http.url).port)
  const refused = await startHttpServer(api.services, { host: '127.0.0.1', port }).catch((error) => error)
  expect(refused).toBeInstanceOf(HttpAddressError)
  expect(refused).toMatchObject({ code: 'PORT_TAKEN', address: { host: '127.0.0.1', port } })
  await http.stop()
})

test('HEAD asks for the same rights as GET', async () => {
  for (const url of ['/api/accounts', '/api/audit', '/api/account/tokens'])
    expect((await api.server.inject({ method: 'HEAD', url })).statusCode).toBe(401)
})
