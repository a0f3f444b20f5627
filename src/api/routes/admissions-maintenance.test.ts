import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { testBatch } from '../../../test/support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'

let database: TestDatabase
let nodes: readonly [ApiNode, ApiNode]
let chief: ApiClient
let operator: ApiClient
let both: ApiClient
let physician: ApiClient
let administrator: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  const batches = { admissions: [testBatch('TEST_ADMISSIONS')], health: [testBatch('TEST_SANTE')] }
  nodes = [await startApiServer(database, { batches }), await startApiServer(database, { batches })]
  const [node] = nodes
  chief = await node.signIn({ login: 'testun-chef', roles: { admissions: 'administrator' } })
  operator = await node.signIn({ roles: { admissions: 'operator' } })
  both = await node.signIn({ roles: { admissions: 'operator', health: 'operator' } })
  physician = await node.signIn({ roles: { health: 'administrator' } })
  administrator = await node.signIn({ administrator: true, login: 'testun-admin' })
})
afterEach(async () => {
  await database.pool.query(`update maintenance set "on" = false`)
  for (const node of nodes)
    await until(async () => (await node.as(operator).get('/api/batches')).status === 200)
})
afterAll(async () => {
  for (const node of nodes ?? []) await node.stop()
  await database?.drop()
})

const put = (who: ApiClient, on: boolean) => who.put('/api/admissions/maintenance', { on })

/** Closed by the chief, and known on both nodes. */
async function close(): Promise<void> {
  expect((await put(chief, true)).status).toBe(200)
  for (const node of nodes)
    await until(async () => (await node.as(operator).get('/api/batches/TEST_ADMISSIONS')).status === 503)
}

test('33: both nodes refuse who does not administer admissions; health stays open to its people', async () => {
  await close()
  for (const node of nodes) {
    const refused = await node.as(operator).post('/api/batches/TEST_ADMISSIONS/runs', {})
    expect(refused).toMatchObject({
      status: 503,
      headers: { 'retry-after': '30' },
      body: { code: 'MAINTENANCE', scope: 'admissions' },
    })
    expect(refused.body.detail).toContain('maintenance')
    expect((await node.as(chief).get('/api/batches/TEST_ADMISSIONS')).status).toBe(200)
    expect((await node.as(administrator).get('/api/batches/TEST_ADMISSIONS')).status).toBe(200)
    expect((await node.as(physician).get('/api/batches/TEST_SANTE')).status).toBe(200)
    // Who has no role there learns nothing.
    expect((await node.as(physician).get('/api/batches/TEST_ADMISSIONS')).status).toBe(403)
  }
})

test('lists over several applications leave the closed one out; who has nothing else is told', async () => {
  await close()
  const codes = async (who: ApiClient) =>
    (await who.get('/api/batches')).body.items.map((batch: { code: string }) => batch.code)
  expect(await codes(both)).toEqual(['TEST_SANTE'])
  expect(await codes(chief)).toEqual(['TEST_ADMISSIONS'])
  expect((await operator.get('/api/batches')).status).toBe(503)
  expect((await operator.get('/api/account')).status).toBe(200)
  const { closed } = (await operator.get('/api/session')).body
  expect(closed).toEqual([
    {
      application: 'admissions',
      message: expect.stringContaining('maintenance'),
      since: expect.any(String),
      by: 'testun-chef',
    },
  ])
  expect((await physician.get('/api/session')).body.closed).toEqual([])
})

test('whoever switches second is refused and told who was first; only administrators of admissions may', async () => {
  expect((await put(operator, true)).status).toBe(403)
  expect((await put(physician, true)).status).toBe(403)
  await close()
  const second = await put(administrator, true)
  expect(second).toMatchObject({ status: 409, body: { code: 'ALREADY_SWITCHED' } })
  expect(second.body.detail).toContain('testun-chef')
  expect((await put(administrator, false)).body).toMatchObject({ on: false, since: null, by: null })
  expect((await put(chief, false)).status).toBe(409)
  expect((await chief.get('/api/admissions/maintenance')).body).toMatchObject({ on: false, nextOn: null })
})

test('of two administrators at the same moment, one switches', async () => {
  const answers = await Promise.all([
    put(chief, true),
    put(administrator, true),
    nodes[1].as(chief).put('/api/admissions/maintenance', { on: true }),
  ])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
})

test('anyone may ask whether candidates are let in', async () => {
  expect((await nodes[0].nobody.get('/api/admissions/status')).body).toMatchObject({ open: true })
  await close()
  await until(async () => (await nodes[1].nobody.get('/api/admissions/status')).body.open === false)
})
