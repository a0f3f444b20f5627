import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { inviteAdministrator } from '../../src/platform/accounts/account-link.ts'
import { type Answer, type ApiNode, startApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { forgetEngine } from '../support/test-engine.ts'

// Limits that stop a guesser must not become a way to keep others out.

let database: TestDatabase
let api: ApiNode

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await forgetEngine(database)
  await database.pool.query('truncate account cascade; truncate sign_in_attempt')
  api = await startApiServer(database, { clock: '2026-11-20T08:00:00Z' })
})
afterEach(() => api.stop())

const password = 'quatre chevaux agrafent bien'
const campus = '203.0.113.7'

function attempt(
  login: string,
  tried: string,
  address: string,
  more: Record<string, string> = {},
): Promise<Answer> {
  const headers = { 'x-forwarded-for': address, ...more }
  return api.nobody.post('/api/session', { login, password: tried }, { headers })
}

/** Makes the account and signs in once; gives the cookie of its device. */
async function ownerWithDevice(): Promise<{ cookie: string }> {
  const { secret } = await inviteAdministrator(database, { author: 'test', now: api.engine.clock.now() })
  await api.nobody.post(`/api/invitations/${secret}`, { login: 'chef', name: 'Testun', password })
  const answer = await attempt('chef', password, campus)
  const lines = [answer.headers['set-cookie'] ?? []].flat() as string[]
  return { cookie: lines.find((one) => one.startsWith('nocturne_device='))!.split(';', 1)[0]! }
}

test('who guesses behind the address of a whole campus does not keep its known devices out', async () => {
  const device = await ownerWithDevice()
  const guesses = await Promise.all(Array.from({ length: 40 }, (_, n) => attempt(`chef${n}`, 'faux', campus)))
  expect(guesses.some(({ status }) => status === 429)).toBe(true)
  expect((await attempt('chef', password, campus)).status).toBe(429)
  expect((await attempt('chef', password, campus, device)).status).toBe(200)
})

test('an invented device is none', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 31; n++)
    statuses.push(
      (await attempt(`x${n}`, 'faux', campus, { cookie: `nocturne_device=${'A'.repeat(42)}${n % 10}` }))
        .status,
    )
  expect(statuses.at(-1)).toBe(429)
})

test('a device that is known guesses no faster than anybody', async () => {
  const device = await ownerWithDevice()
  const statuses: number[] = []
  for (let n = 0; n < 31; n++) statuses.push((await attempt(`x${n}`, 'faux', '203.0.113.99', device)).status)
  expect(statuses.at(-1)).toBe(429)
})

test('one subscriber of IPv6, who has 2^64 addresses, is counted as one', async () => {
  const statuses: number[] = []
  for (let n = 1; n <= 31; n++) {
    const headers = { 'x-forwarded-for': `2001:db8:1:2::${n.toString(16)}` }
    statuses.push((await api.nobody.get('/api/invitations/guess', { headers })).status)
  }
  expect(statuses.at(-1)).toBe(429)
  const neighbour = { headers: { 'x-forwarded-for': '2001:db8:1:3::1' } }
  expect((await api.nobody.get('/api/invitations/guess', neighbour)).status).toBe(404)
})

test('a new password is tried by account: a colleague behind the same address is not in the way', async () => {
  const [busy, calm] = [await api.signIn(), await api.signIn()]
  await database.pool.query("update account set password_hash = 'none'")
  const change = { current: 'faux', new: 'six girafes dansent sur la lune' }
  for (let n = 0; n < 30; n++) await busy.put('/api/account/password', change)
  expect((await busy.put('/api/account/password', change)).status).toBe(429)
  expect((await calm.put('/api/account/password', change)).status).toBe(422)
})
