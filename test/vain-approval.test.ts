import { existsSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Engine } from '../src/batch/engine.ts'
import { listenToNotices, type Notice } from '../src/batch/notices.ts'
import {
  decideHeldExchange,
  findExchangeOfRun,
  holdUnansweredApprovals,
} from '../src/exchange/exchange-record.ts'
import { approveHeldExchange } from '../src/exchange/held-exchange.ts'
import { removeServedCopies } from '../src/exchange/served-copies.ts'
import impMan from '../src/health/batches/imp-man.ts'
import { type ImportEngine, startImportEngine } from './support/import-engine.ts'
import { startImportWorker } from './support/import-worker.ts'
import { startPlainEngine } from './support/plain-engine.ts'
import { emptyBase } from './support/student-base.ts'
import { addItems, file, line, students } from './support/student-import.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { forgetEngine, until } from './support/test-engine.ts'

// An approval that comes to nothing, however that happens: the import waits again.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
beforeEach(async () => {
  await forgetEngine(database)
  await emptyBase(database)
})
afterAll(() => database.drop())

const halfRejected = file(
  ...['TESTUN', 'TESTDEUX', 'TESTTROIS', 'TESTQUATRE'].map((NOM, index) =>
    line({ NOM, CODE_NATIO: index < 2 ? '' : '100' }),
  ),
)

/** A held import, on a base that nobody works on any more. */
async function held(): Promise<{ runId: number; dataDirectory: string }> {
  const engine: ImportEngine = await startImportEngine(database)
  await engine.settings.set('health.import.guard.minimum-lines', 4, 'test')
  const run = await engine.manual(halfRejected)
  expect(run.detail).toMatchObject({ state: 'held' })
  await engine.stop()
  return { runId: run.id, dataDirectory: engine.dataDirectory }
}

const approve = async (engine: Engine, runId: number) => {
  const decision = await approveHeldExchange(database, engine.requestRun, {
    runId,
    author: 'bob',
    trigger: 'manual',
  })
  if (!decision.ok || decision.runId === null) throw new Error('approved')
  return decision.runId
}
const exchangeOf = async (runId: number) => (await findExchangeOfRun(database.pool, runId))!

test('cancelled before it began', async () => {
  const { runId } = await held()
  const engine = await startPlainEngine(database, [impMan], { scheduler: false, runner: false })
  const notices: Notice[] = []
  const listener = await listenToNotices(database.url, {
    applicationName: 'test',
    onNotice: (notice) => notices.push(notice),
  })
  const approval = await approve(engine, runId)
  expect(await exchangeOf(runId)).toMatchObject({ state: 'approved', decidedBy: 'bob' })
  await engine.cancelRun(approval, 'bob')
  expect(await exchangeOf(runId)).toMatchObject({ state: 'held', decidedBy: null })
  const ofHeld = () => notices.filter((notice) => notice.kind === 'exchange' && notice.run === runId)
  await until(async () => ofHeld().length === 2)
  await listener.stop()
  await engine.stop()
})

test('its process was killed: it waits again, and approved once more it is applied', async () => {
  const { runId, dataDirectory } = await held()
  const engine = await startPlainEngine(database, [impMan], { scheduler: false, runner: false })
  const copy = (await exchangeOf(runId)).keptPath!
  const first = await startImportWorker({
    url: database.url,
    name: 'first',
    dataDirectory,
    dies: { at: 'before-commit' },
  })
  const killed = await approve(engine, runId)
  await first.died
  expect(await engine.waitForRun(killed)).toMatchObject({ state: 'interrupted' })
  expect(await exchangeOf(runId)).toMatchObject({ state: 'held', decidedBy: null })
  expect(existsSync(copy)).toBe(true)
  expect(await students(database)).toEqual([])

  const second = await startImportWorker({ url: database.url, name: 'second', dataDirectory })
  expect(await engine.waitForRun(await approve(engine, runId))).toMatchObject({
    state: 'finished',
    detail: { state: 'applied', created: 2 },
  })
  expect(await exchangeOf(runId)).toMatchObject({ state: 'approved', decidedBy: 'bob' })
  expect(existsSync(copy)).toBe(false)
  await second.stop()
  await engine.stop()
})

test('killed once it was applied: what is applied stays approved', async () => {
  const { runId, dataDirectory } = await held()
  const engine = await startPlainEngine(database, [impMan], { scheduler: false, runner: false })
  const worker = await startImportWorker({
    url: database.url,
    name: 'worker',
    dataDirectory,
    dies: { at: 'committed' },
  })
  const approval = await approve(engine, runId)
  await worker.died
  expect(await engine.waitForRun(approval)).toMatchObject({ state: 'interrupted' })
  const { state, keptPath } = await exchangeOf(runId)
  expect(state).toBe('approved')
  expect(await students(database)).toHaveLength(2)
  // The copy that the dead process left is nobody's any more: the clean-up removes it.
  expect(existsSync(keptPath!)).toBe(true)
  expect(await removeServedCopies(database.pool)).toEqual({ removed: 1, failed: 0 })
  expect(existsSync(keptPath!)).toBe(false)
  expect(await removeServedCopies(database.pool)).toEqual({ removed: 0, failed: 0 })
  await engine.stop()
})

test('approved by a process that died before it could ask for a run: waits again after a while', async () => {
  const { runId } = await held()
  const { id } = await exchangeOf(runId)
  await decideHeldExchange(database.pool, id, 'approved', 'bob')
  const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString()
  expect(await holdUnansweredApprovals(database.pool, minutes(-10))).toBe(0)
  expect(await exchangeOf(runId)).toMatchObject({ state: 'approved' })
  expect(await holdUnansweredApprovals(database.pool, minutes(1))).toBe(1)
  expect(await exchangeOf(runId)).toMatchObject({ state: 'held', decidedBy: null })
})
