import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/platform/database.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { testBatch } from '../support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// One search through a log of 1,000,000 lines takes the database most of a second. Thirty at once must not take the
// connections that scheduling and everybody else's pages need.

let database: TestDatabase
let api: ApiNode
let reader: ApiClient
let runId: number

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database, { batches: [testBatch('LONG')] })
  reader = await api.signIn({ roles: { core: 'reader' } })
  const asked = await api.engine.requestRun({ code: 'LONG', trigger: 'cli', requestedBy: 'test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  runId = asked.runId
  await api.engine.waitForRun(runId)
  await database.pool.query(
    `insert into batch_run_line (run_id, seq, at, level, message)
     select $1, 1000 + n, now(), 'info', 'ligne ' || n || repeat(' abc', 20) from generate_series(1, 100000) n`,
    [runId],
  )
})
afterAll(async () => {
  await api?.stop()
  await database?.drop()
})

test('whoever searches a long log thirty times at once keeps two connections busy, and the others wait their turn', async () => {
  let over = false
  const searches = Promise.all(
    Array.from({ length: 30 }, () => reader.get(`/api/runs/${runId}/lines?search=nowhere`)),
  ).finally(() => {
    over = true
  })
  const outside = openDatabase(database.url, { max: 1 })
  let most = 0
  while (!over) {
    const { rows } = await outside.pool.query<{ busy: number }>(
      `select count(*) as busy from pg_stat_activity
       where state = 'active' and datname = current_database() and query like '%strpos%' and pid <> pg_backend_pid()`,
    )
    most = Math.max(most, rows[0]!.busy)
  }
  await outside.close()
  const answers = await searches
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(200))
  expect(answers[0]!.body.lines).toEqual([])
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(2)
})

test('who asks for more than can wait is told to come back', async () => {
  const answers = await Promise.all(
    Array.from({ length: 120 }, () => reader.get(`/api/runs/${runId}/lines?search=nowhere`)),
  )
  const codes = new Set(answers.map(({ status }) => status))
  expect(codes).toEqual(new Set([200, 429]))
  // And once that is over, everything is as before.
  expect((await reader.get(`/api/runs/${runId}/lines?search=ligne`)).status).toBe(200)
})

test('a reader of the trail has the same turns', async () => {
  const chief = await api.signIn({ administrator: true })
  const answers = await Promise.all(Array.from({ length: 120 }, () => chief.get('/api/audit?actor=nobody')))
  expect(answers.some(({ status }) => status === 429)).toBe(true)
})
