import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { testBatch } from '../support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// The trail is kept for years: nobody may fill it, and no secret may get into it by mistake.

let database: TestDatabase
let api: ApiNode
let reader: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database, {
    batches: [testBatch('TEST')],
    configuration: { casUrl: 'https://cas.example.org/cas' },
  })
  reader = await api.signIn({ roles: { core: 'reader' } })
})
afterAll(async () => {
  await api?.stop()
  await database?.drop()
})

async function entries(action: string): Promise<{ actor: string; text: string }[]> {
  const { rows } = await database.pool.query<{ actor: string; text: string }>(
    'select actor, audit_event::text as text from audit_event where action = $1 order by id',
    [action],
  )
  return rows
}

test('a list that says the same thing ten thousand times is refused', async () => {
  const subscription = {
    kinds: [],
    applications: null,
    summary: true,
    summaryTime: '07:30',
    summaryWhenQuiet: false,
  }
  const answers = [
    await reader.put('/api/account/subscription', { ...subscription, kinds: Array(10_000).fill('failed') }),
    await reader.put('/api/account/subscription', {
      ...subscription,
      applications: Array(10_000).fill('core'),
    }),
    await reader.post('/api/account/tokens', { name: 'x', applications: Array(10_000).fill('core') }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422])
  expect(await entries('subscription.changed')).toEqual([])
  expect(await entries('token.created')).toEqual([])
})

test('a password typed into the wrong field does not get into the trail', async () => {
  const typed = ['quatre chevaux agrafent bien', 'Mot2P@sse!', 'é'.repeat(12)]
  for (const login of typed) await api.nobody.post('/api/session', { login, password: 'x' })
  // What may be a login is worth knowing: whose account is being tried.
  await api.nobody.post('/api/session', { login: 'jean.testun', password: 'x' })
  const failed = await entries('sign-in.failed')
  expect(failed.map(({ actor }) => actor)).toEqual(['?', '?', '?', 'jean.testun'])
  for (const text of typed) expect(failed.some((entry) => entry.text.includes(text))).toBe(false)
})

test('a stranger who comes back from CAS again and again fills nothing', async () => {
  const stranger = { headers: { 'x-forwarded-for': '203.0.113.20' } }
  const statuses = new Set<number>()
  for (let n = 0; n < 130; n++)
    statuses.add((await api.nobody.get(`/api/sign-in/cas/callback?state=x${n}`, stranger)).status)
  expect([...statuses]).toEqual([303, 429])
  expect((await entries('sign-in.failed')).filter(({ text }) => text.includes('203.0.113.20'))).toHaveLength(
    120,
  )
  for (let n = 0; n < 130; n++) statuses.add((await api.nobody.get('/api/sign-in/cas', stranger)).status)
  expect(Number((await database.pool.query('select from pending_sign_in')).rowCount)).toBeLessThanOrEqual(120)
})
