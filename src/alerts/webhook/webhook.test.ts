import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type AlertNode,
  type AlertNodeOptions,
  forgetAlertsOfTest,
  startAlertNode,
} from '../../../test/support/alert-node.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, testBatch, until } from '../../../test/support/test-engine.ts'
import { openWebhookReceiver, type WebhookReceiver } from '../../../test/support/webhook-receiver.ts'
import { checkWebhook } from '../../doctor/webhook.ts'
import { webhookUrl } from '../settings.ts'
import { isSigned, signature } from './signature.ts'
import { testWebhook } from './test-webhook.ts'
import { readWebhookState } from './webhook-state.ts'

const secret = 'un secret partagé, assez long'

let database: TestDatabase
let receiver: WebhookReceiver
let nodes: AlertNode[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  receiver = await openWebhookReceiver(secret)
})
afterEach(async () => {
  for (const node of nodes) await node.stop()
  nodes = []
  await receiver.close()
  await forgetEngine(database)
  await forgetAlertsOfTest(database)
})
afterAll(() => database.drop())

const failing = testBatch('FAILING', {
  schedule: null,
  label: { fr: 'Essai', en: 'Trial' },
  run: async () => {
    throw new Error('dossier de Zoé TESTUN')
  },
})

async function start(options: Partial<AlertNodeOptions> = {}): Promise<AlertNode> {
  const node = await startAlertNode(database, {
    start: '2026-03-28T10:00:00Z',
    batches: [failing],
    smtpUrl: 'smtp://127.0.0.1:9',
    ...options,
  })
  nodes.push(node)
  await node.settings.set('core.alerts.webhook-url', receiver.url, 'test')
  await node.settings.set('core.alerts.webhook-secret', secret, 'test')
  return node
}

async function fail(node: AlertNode): Promise<number> {
  const outcome = await node.engine.requestRun({
    code: 'FAILING',
    trigger: 'manual',
    requestedBy: 'alice',
    parameters: {},
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  await node.engine.waitForRun(outcome.runId)
  return outcome.runId
}

async function delivery() {
  const { rows } = await database.pool.query(
    'select state, attempts, status, error, next_attempt_at from webhook_delivery order by alert_id',
  )
  return rows[0]
}

test('an alert is sent once, signed, with codes and a link and nothing of the run’s own words', async () => {
  const node = await start()
  const run = await fail(node)
  await node.alerts.runOnce()
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(1)
  const [message] = receiver.messages
  expect(message!.genuine).toBe(true)
  expect(message!.timestamp).toBe('1774692000')
  expect(message!.delivery).toBe(message!.payload.id)
  const { nodeName } = await node.engine.waitForRun(run)
  expect(message!.payload).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    kind: 'failed',
    batch: 'FAILING',
    application: 'core',
    label: { fr: 'Essai', en: 'Trial' },
    run,
    state: 'failed',
    stateCode: 'ERROR',
    at: '2026-03-28T10:00:00Z',
    dueAt: null,
    node: nodeName,
    repeats: 0,
    url: `https://nocturne.example.org/runs/${run}`,
    text: {
      fr: `L’exécution ${run} de FAILING (Essai) a échoué.`,
      en: `Run ${run} of FAILING (Trial) failed.`,
    },
  })
  expect(message!.body).not.toMatch(/TESTUN|Zoé/)
  expect(await delivery()).toMatchObject({ state: 'delivered', attempts: 1, status: 204 })
})

test('repeats are sent too, and say that they are', async () => {
  const node = await start()
  await fail(node)
  await fail(node)
  await node.alerts.runOnce()
  expect(receiver.messages.map((message) => message.payload.repeats)).toEqual([0, 1])
})

test('two nodes send one message', async () => {
  const one = await start()
  const other = await start({ start: one.engine.clock })
  await fail(one)
  await Promise.all([one.alerts.runOnce(), other.alerts.runOnce()])
  await Promise.all([one.alerts.runOnce(), other.alerts.runOnce()])
  expect(receiver.messages).toHaveLength(1)
})

test('answered 500 and then 200, the same message comes twice, the second time half a minute later', async () => {
  const node = await start()
  receiver.answer(500, 200)
  await fail(node)
  await node.alerts.runOnce()
  expect(await delivery()).toMatchObject({ state: 'pending', attempts: 1, status: 500, error: 'HTTP 500' })
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(1)
  node.engine.clock.advanceTo('2026-03-28T10:00:30Z')
  await node.alerts.runOnce()
  const [first, second] = receiver.messages
  expect(second!.body).toBe(first!.body)
  expect(second!.genuine).toBe(true)
  expect(Number(second!.timestamp) - Number(first!.timestamp)).toBe(30)
  expect(await delivery()).toMatchObject({ state: 'delivered', attempts: 2, error: null })
})

test('a redirection is not followed', async () => {
  const node = await start()
  receiver.answer(302)
  await fail(node)
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(1)
  expect(await delivery()).toMatchObject({ state: 'pending', status: 302 })
})

test('whoever does not answer is left after the time limit', async () => {
  const node = await start({ webhookTimeoutMs: 100 })
  receiver.answer('silence')
  await fail(node)
  await node.alerts.runOnce()
  expect(await delivery()).toMatchObject({ state: 'pending', status: null, error: 'no answer within 0.1 s' })
})

test('down for a day, the message is given up, and stays to be seen', async () => {
  const node = await start()
  const { clock } = node.engine
  await receiver.close()
  await fail(node)
  let attempts = 0
  for (;;) {
    await node.alerts.runOnce()
    attempts++
    const { state, next_attempt_at } = (await delivery()) as { state: string; next_attempt_at: Date }
    if (state !== 'pending') break
    clock.set(next_attempt_at.toISOString())
  }
  expect(attempts).toBe(15)
  expect(clock.now().toString()).toBe('2026-03-29T10:00:00Z')
  expect(await delivery()).toMatchObject({ state: 'given-up', attempts: 15, error: 'ECONNREFUSED' })
  // The test lives in another year than the database's clock.
  await database.pool.query('update webhook_delivery set ended_at = now()')
  expect(await readWebhookState(database.pool, node.settings)).toEqual({
    configured: 'yes',
    pending: 0,
    givenUp: 1,
    lastError: 'ECONNREFUSED',
  })
  expect(await checkWebhook(database, node.settings)).toMatchObject({ check: 'webhook', state: 'attention' })
})

test('an attempt that a crash cut short is made again', async () => {
  const node = await start()
  await fail(node)
  receiver.answer('silence')
  // The attempt's process dies with it: what came of it is never written.
  const lost = node.alerts.runOnce()
  await until(async () => receiver.messages.length === 1)
  await database.pool.query('update webhook_delivery set attempts = attempts + 1')
  await receiver.close()
  await lost
  expect(await delivery()).toMatchObject({ state: 'pending', error: null })

  receiver = await openWebhookReceiver(secret, Number(new URL(receiver.url).port))
  node.engine.clock.advanceTo('2026-03-28T10:00:59Z')
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(0)
  node.engine.clock.advanceTo('2026-03-28T10:01:00Z')
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(1)
  expect(await delivery()).toMatchObject({ state: 'delivered' })
})

test('without a secret nothing is sent, and the reason can be read', async () => {
  const node = await start()
  await node.settings.reset('core.alerts.webhook-secret', 'test')
  await fail(node)
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(0)
  expect((await delivery()).error).toContain('core.alerts.webhook-secret')
})

test('a webhook that is taken out is told nothing more', async () => {
  const node = await start()
  receiver.answer(503)
  await fail(node)
  await node.alerts.runOnce()
  await node.settings.reset('core.alerts.webhook-url', 'test')
  await fail(node)
  node.engine.clock.advanceTo('2026-03-28T10:01:00Z')
  await node.alerts.runOnce()
  expect(receiver.messages).toHaveLength(1)
  expect(await delivery()).toMatchObject({ state: 'given-up' })
})

test('a test message says how it went', async () => {
  const node = await start()
  const test = () => testWebhook({ settings: node.settings, clock: node.engine.clock, publicUrl: null })
  expect(await test()).toEqual({ ok: true, status: 204, error: null })
  expect(receiver.messages[0]).toMatchObject({ genuine: true, payload: { kind: 'test', run: null } })
  receiver.answer(403)
  expect(await test()).toEqual({ ok: false, status: 403, error: 'HTTP 403' })
  await node.settings.reset('core.alerts.webhook-url', 'test')
  expect(await test()).toMatchObject({ ok: false, status: null })
})

test.each([
  ['https://example.org/hook', true],
  ['http://127.0.0.1:8080/hook', true],
  ['http://example.org/hook', false],
  ['http://localhost/hook', false],
  ['http://127.0.0.1.example.org/hook', false],
  ['https://user:word@example.org/hook', false],
  ['ftp://example.org', false],
  ['example.org', false],
])('the address %s is accepted: %s', (url, accepted) => {
  expect(webhookUrl.schema.safeParse(url).success).toBe(accepted)
})

test('a signature holds for its time, its body and its secret alone', () => {
  const message = { timestamp: '1774692000', body: '{"a":1}' }
  const signed = { ...message, signature: signature(secret, message.timestamp, message.body) }
  const now = 1774692000
  expect(isSigned(signed, secret, now)).toBe(true)
  expect(isSigned(signed, secret, now + 301)).toBe(false)
  expect(isSigned({ ...signed, body: '{"a":2}' }, secret, now)).toBe(false)
  expect(isSigned({ ...signed, timestamp: '1774692001' }, secret, now)).toBe(false)
  expect(isSigned(signed, `${secret}!`, now)).toBe(false)
})
