import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../../../test/support/test-api.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, gate, testBatch, until } from '../../../test/support/test-engine.ts'
import { admissionsOperator, operator, reader } from '../../../test/support/visitor.ts'
import { sendNotices } from '../../batch/notices.ts'
import type { ApiServer } from '../api-server.ts'
import type { Visitor } from '../visitor.ts'
import { addEvents } from './events.ts'

let database: TestDatabase
const nodes: TestApi[] = []
const screens: Screen[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  for (const screen of screens.splice(0)) screen.close()
  for (const node of nodes.splice(0)) await node.stop()
  await forgetEngine(database)
})

async function startNode(options: Parameters<typeof startTestApi>[2] = {}): Promise<TestApi> {
  const node = await startTestApi(database, [testBatch('NIGHTLY', { run: hold.pass })], options)
  nodes.push(node)
  await node.server.listen({ host: '127.0.0.1', port: 0 })
  return node
}
let hold = gate()
const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const addressOf = (node: TestApi) =>
  `http://127.0.0.1:${(node.server.server.address() as AddressInfo).port}/api/events`

/** A browser's stream: what it has heard so far. */
interface Screen {
  readonly status: number
  readonly headers: Headers
  readonly events: Record<string, unknown>[]
  readonly text: () => string
  readonly ended: Promise<void>
  close(): void
}

async function openScreen(node: TestApi): Promise<Screen> {
  const controller = new AbortController()
  const answer = await fetch(addressOf(node), {
    signal: controller.signal,
    headers: { accept: 'text/event-stream' },
  })
  const events: Record<string, unknown>[] = []
  let text = ''
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const piece of answer.body!) {
      text += decoder.decode(piece, { stream: true })
      const messages = text.split('\n\n').slice(0, -1)
      events.length = 0
      for (const message of messages) {
        const data = /^data: (.*)$/m.exec(message)?.[1]
        if (data !== undefined) events.push(JSON.parse(data))
      }
    }
  }
  const screen: Screen = {
    status: answer.status,
    headers: answer.headers,
    events,
    text: () => text,
    ended:
      answer.status === 200
        ? read().catch(() => {})
        : answer.text().then(
            () => {},
            () => {},
          ),
    close: () => controller.abort(),
  }
  screens.push(screen)
  return screen
}

const heard = (screen: Screen, what: object) =>
  until(async () =>
    screen.events.some((event) => Object.entries(what).every(([name, value]) => event[name] === value)),
  )

test('a launch on one node is seen on a screen of another within a second', async () => {
  hold = gate()
  const one = await startNode()
  const other = await startNode()
  const screen = await openScreen(other)
  expect(screen.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const askedMs = performance.now()
  const { body } = await one.post('/api/batches/NIGHTLY/runs', {})
  await heard(screen, { kind: 'run', run: body.runId, state: 'running' })
  expect(performance.now() - askedMs).toBeLessThan(1000)
  expect(screen.events).toContainEqual({
    kind: 'run',
    run: body.runId,
    batch: 'NIGHTLY',
    application: 'core',
    state: 'queued',
  })
  hold.open()
  await heard(screen, { run: body.runId, state: 'finished' })
  expect(screen.text()).toMatch(/^retry: 3000\n\n/)
  expect(screen.text()).toMatch(/\nid: 1\ndata: /)
})

test('a saved plan, the progress of a run, an import and maintenance are told too', async () => {
  hold = gate()
  hold.open()
  const node = await startNode()
  const screen = await openScreen(node)
  const { body } = await node.post('/api/batches/NIGHTLY/runs', {})
  await node.put('/api/batches/NIGHTLY/plan', { version: 1, enabled: false })
  await sendNotices(database.pool, [
    { kind: 'progress', run: body.runId },
    { kind: 'exchange', run: body.runId },
    { kind: 'maintenance', scope: 'installation' },
  ])
  await heard(screen, { kind: 'plan', batch: 'NIGHTLY' })
  await heard(screen, { kind: 'progress', run: body.runId })
  await heard(screen, { kind: 'exchange', run: body.runId })
  await heard(screen, { kind: 'maintenance', scope: 'installation' })
})

test('nobody hears of applications that are not theirs', async () => {
  hold = gate()
  hold.open()
  const node = await startNode()
  node.actAs(admissionsOperator)
  const foreign = await openScreen(node)
  node.actAs(operator)
  const screen = await openScreen(node)
  await node.post('/api/batches/NIGHTLY/runs', {})
  await heard(screen, { state: 'finished' })
  await sendNotices(database.pool, [{ kind: 'maintenance', scope: 'installation' }])
  await heard(foreign, { kind: 'maintenance', scope: 'installation' })
  expect(foreign.events).toEqual([{ kind: 'maintenance', scope: 'installation' }])
})

test('an account has at most twenty streams, and a closed one makes room', async () => {
  const node = await startNode()
  node.actAs(reader)
  const first = await openScreen(node)
  for (let n = 2; n <= 20; n += 1) expect((await openScreen(node)).status).toBe(200)
  expect((await openScreen(node)).status).toBe(429)
  node.actAs(operator)
  expect((await openScreen(node)).status).toBe(200)
  node.actAs(reader)
  first.close()
  await until(async () => (await openScreen(node)).status === 200)
})

test('who is not signed in gets no stream', async () => {
  const node = await startNode()
  node.actAs(null)
  expect((await openScreen(node)).status).toBe(401)
})

test('a stream beats, follows what its account may see, and ends with its session', async () => {
  hold = gate()
  hold.open()
  const node = await startNode()
  let visitor: Visitor | null = admissionsOperator
  const server = fastify() as unknown as ApiServer
  server.setSerializerCompiler(serializerCompiler)
  server.decorateRequest('visitor', null)
  server.addHook('onRequest', async (request) => {
    request.visitor = visitor
  })
  addEvents(
    server,
    { ...node, log: quiet, version: 'test', identify: async () => visitor },
    { heartbeatMs: 20, identifyMs: 20 },
  )
  await server.listen({ host: '127.0.0.1', port: 0 })
  const screen = await openScreen({ ...node, server })
  await until(async () => screen.text().includes(': heartbeat\n\n'))
  visitor = { ...admissionsOperator, roles: operator.roles }
  const before = screen.text().length
  await until(async () => screen.text().length > before + 100)
  await node.post('/api/batches/NIGHTLY/runs', {})
  await heard(screen, { state: 'finished' })
  visitor = null
  await screen.ended
  await server.close()
})

test('a server that stops ends its streams', async () => {
  const node = await startNode()
  const screen = await openScreen(node)
  await nodes.pop()!.stop()
  await screen.ended
})
