import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'

let database: TestDatabase
let api: ApiNode
let reader: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database)
  reader = await api.signIn({ roles: { core: 'reader' } })
})
afterAll(async () => {
  await api.stop()
  await database.drop()
})

test.each([
  ['a JSON answer', '/api/session'],
  ['a refusal', '/api/accounts'],
  ['an unknown address of the API', '/api/nothing'],
  ['an unknown address that is a page', '/batches/CLEAN'],
  ['an address that cannot be read', '/%'],
  ['a missing asset', '/assets/none.js'],
])('%s carries the security headers', async (_what, path) => {
  const { headers } = await reader.get(path)
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers['content-security-policy']).toContain("script-src 'self';")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['strict-transport-security']).toBeUndefined()
  if (path.startsWith('/api')) expect(headers['cache-control']).toBe('no-store')
})

test('the description of the API has a policy of its own', async () => {
  const { status, headers } = await api.nobody.get('/api/docs/')
  expect(status).toBe(200)
  expect(headers['content-security-policy']).toContain('script-src')
})

test('an account may make so many requests a minute, and no other account feels it', async () => {
  const limited = await startApiServer(database, { configuration: { rateLimit: 5 } })
  try {
    const [busy, calm] = [await limited.signIn(), await limited.signIn()]
    const statuses: number[] = []
    for (let n = 0; n < 7; n++) statuses.push((await busy.get('/api/account')).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
    const refused = await busy.get('/api/account')
    expect(refused.body.code).toBe('TOO_MANY_REQUESTS')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await calm.get('/api/account')).status).toBe(200)
  } finally {
    await limited.stop()
  }
})

test('only a trusted proxy says where a request comes from', async () => {
  const addressSeen = async (remoteAddress: string) => {
    await api.server.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress,
      headers: { 'x-forwarded-for': '198.51.100.1' },
      payload: { login: `from-${remoteAddress}`, password: 'x' },
    })
    const { rows } = await database.pool.query<{ address: string }>(
      'select address from audit_event where actor = $1',
      [`from-${remoteAddress}`],
    )
    return rows[0]!.address
  }
  expect(await addressSeen('127.0.0.1')).toBe('198.51.100.1')
  expect(await addressSeen('203.0.113.5')).toBe('203.0.113.5')
})

test('a changed setting is in the audit trail, a secret one without its value', async () => {
  await api.installation.settings.set('core.sessions.idle-minutes', 20, 'testun', '192.0.2.1')
  await api.installation.settings.reset('core.sessions.idle-minutes', 'testun')
  const { rows } = await database.pool.query(
    `select actor, subject, application, address, detail from audit_event where action = 'setting.changed' order by id`,
  )
  const same = { actor: 'testun', subject: 'setting:core.sessions.idle-minutes', application: 'core' }
  expect(rows).toEqual([
    { ...same, address: '192.0.2.1', detail: { from: null, to: 20, default: false } },
    { ...same, address: null, detail: { from: 20, to: null, default: true } },
  ])
})
