import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine } from '../../../test/support/test-engine.ts'
import { openWebhookReceiver } from '../../../test/support/webhook-receiver.ts'

let database: TestDatabase
let node: ApiNode
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  node = await startApiServer(database)
})
afterEach(async () => {
  await node.stop()
  await forgetEngine(database)
  await database.pool.query('truncate setting; delete from account')
})
afterAll(() => database.drop())

const nothing = {
  kinds: [],
  applications: null,
  summary: false,
  summaryTime: '07:30',
  summaryWhenQuiet: false,
}

test('until they choose, administrators of the installation are told of what goes wrong, others of nothing', async () => {
  const administrator = await node.signIn({ administrator: true })
  const reader = await node.signIn({ roles: { health: 'reader' } })
  expect(await administrator.get('/api/account/subscription')).toMatchObject({
    status: 200,
    body: { ...nothing, kinds: ['failed', 'interrupted', 'held', 'missed'], summary: true },
  })
  expect((await reader.get('/api/account/subscription')).body).toEqual(nothing)
})

test('each chooses for themselves; it is kept, audited, and nobody else’s', async () => {
  const reader = await node.signIn({ roles: { health: 'reader' } })
  const other = await node.signIn({ roles: { health: 'reader' } })
  const wanted = {
    kinds: ['failed', 'slow'],
    applications: ['health'],
    summary: true,
    summaryTime: '06:45',
    summaryWhenQuiet: true,
  }
  expect(await reader.put('/api/account/subscription', wanted)).toMatchObject({ status: 200, body: wanted })
  expect((await reader.get('/api/account/subscription')).body).toEqual(wanted)
  expect((await other.get('/api/account/subscription')).body).toEqual(nothing)
  const { rows } = await database.pool.query(
    `select actor, subject, detail from audit_event where action = 'subscription.changed'`,
  )
  expect(rows).toEqual([{ actor: reader.login, subject: `account:${reader.accountId}`, detail: wanted }])
})

test.each([
  { ...nothing, summaryTime: '24:00' },
  { ...nothing, kinds: ['everything'] },
  { ...nothing, applications: ['billing'] },
])('what makes no sense is refused: %j', async (wanted) => {
  const reader = await node.signIn({ roles: { health: 'reader' } })
  expect(await reader.put('/api/account/subscription', wanted)).toMatchObject({
    status: 422,
    body: { code: 'INVALID_FIELDS' },
  })
})

test('nobody has a subscription without signing in', async () => {
  expect((await node.nobody.get('/api/account/subscription')).status).toBe(401)
})

test('an administrator of the installation tries the webhook; others may not', async () => {
  const secret = 'un secret partagé, assez long'
  const receiver = await openWebhookReceiver(secret)
  const administrator = await node.signIn({ administrator: true })
  const operator = await node.signIn({ roles: { core: 'administrator' } })
  expect((await operator.post('/api/test-webhooks')).status).toBe(403)
  expect((await administrator.post('/api/test-webhooks')).body).toEqual({
    ok: false,
    status: null,
    error: 'core.alerts.webhook-url is not set',
  })
  await node.installation.settings.set('core.alerts.webhook-url', receiver.url, 'test')
  await node.installation.settings.set('core.alerts.webhook-secret', secret, 'test')
  // Real time: the message is as fresh as the receiver's clock.
  expect(await administrator.post('/api/test-webhooks')).toMatchObject({
    status: 200,
    body: { ok: true, status: 204, error: null },
  })
  expect(receiver.messages).toMatchObject([{ genuine: true, payload: { kind: 'test' } }])
  await receiver.close()
})
