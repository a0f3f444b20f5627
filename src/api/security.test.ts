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
