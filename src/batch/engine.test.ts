import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { runsOf, startTestEngine, testBatch } from '../../test/support/test-engine.ts'
import { readRunLines } from './read-run.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('a batch runs on request and when it is due, and its history remembers both', async () => {
  const engine = await startTestEngine(database, '2026-01-05T10:00:00Z', [
    testBatch('HELLO', {
      async run(context) {
        context.log.info('bonjour')
        return { done: 1 }
      },
    }),
  ])
  const request = await engine.requestRun({ code: 'HELLO', trigger: 'manual', requestedBy: 'alice' })
  expect(request).toEqual({ ok: true, runId: 1 })
  expect(await engine.waitForRun(1)).toMatchObject({
    state: 'finished',
    requestedBy: 'alice',
    detail: { done: 1 },
  })
  expect(await readRunLines(database.pool, 1)).toMatchObject([{ seq: 1, level: 'info', message: 'bonjour' }])
  await engine.advanceTo('2026-01-05T21:30:00Z')
  expect(await runsOf(database)).toMatchObject([
    { state: 'finished', trigger: 'manual', due: null },
    { state: 'finished', trigger: 'schedule', due: '2026-01-05T21:30:00.000Z' },
  ])
  await engine.stop()
})
