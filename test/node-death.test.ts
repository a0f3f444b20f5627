import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { readRun } from '../src/batch/read-run.ts'
import { type EngineChild, type EngineTask, startEngineChild } from './support/engine-child.ts'
import { startPlainEngine, testBatch } from './support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { forgetEngine, runsOf, until } from './support/test-engine.ts'

// Nodes are real processes here: killed, frozen, awoken.

let database: TestDatabase
let children: EngineChild[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  for (const child of children) {
    child.process.kill('SIGCONT')
    await child.kill()
  }
  children = []
  await forgetEngine(database)
})

async function node(what: Partial<EngineTask>): Promise<EngineChild> {
  const child = await startEngineChild({
    url: database.url,
    batches: 1,
    scheduler: false,
    work: 'hang',
    ...what,
  })
  children.push(child)
  return child
}

/** This process's node: it asks, watches and recovers, and runs nothing. */
async function watcher() {
  return await startPlainEngine(database, [testBatch('TEST_0')], {
    scheduler: false,
    runner: false,
  })
}

async function launch(engine: Awaited<ReturnType<typeof watcher>>): Promise<number> {
  const outcome = await engine.requestRun({ code: 'TEST_0', trigger: 'manual', requestedBy: 'alice' })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.runId
}

test("a killed node's run is interrupted within ten seconds, and retried elsewhere where that is safe", async () => {
  const recovered: number[] = []
  const first = await node({ name: 'first', rerunSafe: true })
  const engine = await startPlainEngine(database, [testBatch('TEST_0', { rerunSafe: true })], {
    scheduler: false,
    runner: false,
    events: { recovered: (result) => recovered.push(...result.interrupted.map((run) => run.id)) },
  })
  const runId = await launch(engine)
  await first.message('start')
  const killedMs = performance.now()
  await first.kill()
  expect(await engine.waitForRun(runId)).toMatchObject({
    state: 'interrupted',
    reason: { code: 'node-lost', node: 'first' },
  })
  expect(performance.now() - killedMs).toBeLessThan(10_000)
  const second = await node({ name: 'second', work: 'nothing' })
  await second.message('start')
  await until(async () => (await runsOf(database))[1]?.state === 'finished')
  const retry = await readRun(database.pool, runId + 1)
  expect(retry).toMatchObject({ trigger: 'retry', retryOf: runId, attempt: 2, nodeName: 'second' })
  expect(recovered).toEqual([runId])
  await engine.stop()
})

test('a killed server that comes back finds its own run interrupted, and the batch can be launched again (health.md case 3)', async () => {
  const before = await node({ name: 'server', scheduler: true })
  const asking = await watcher()
  const runId = await launch(asking)
  await before.message('start')
  await asking.stop()
  await before.kill()
  await node({ name: 'server', work: 'nothing', scheduler: true })
  const engine = await watcher()
  expect(await engine.waitForRun(runId)).toMatchObject({ state: 'interrupted' })
  expect(await engine.waitForRun(await launch(engine))).toMatchObject({ state: 'finished' })
  await engine.stop()
})

test('a frozen node is declared dead; awoken, it can commit nothing and joins anew', async () => {
  await database.pool.query('drop table if exists unit_of_work')
  await database.pool.query('create table unit_of_work (run_id bigint, seq int, primary key (run_id, seq))')
  const frozen = await node({ name: 'frozen', work: 'write' })
  const engine = await watcher()
  const runId = await launch(engine)
  const written = async () => {
    const { rows } = await database.pool.query<{ n: number }>('select count(*) as n from unit_of_work')
    return rows[0]!.n
  }
  await until(async () => (await written()) > 5)
  frozen.process.kill('SIGSTOP')
  const frozenMs = performance.now()
  const run = await engine.waitForRun(runId)
  expect(run).toMatchObject({ state: 'interrupted', reason: { code: 'node-lost', node: 'frozen' } })
  expect(performance.now() - frozenMs).toBeLessThan(12_000)
  const before = await written()
  frozen.process.kill('SIGCONT')
  await frozen.message('lost')
  expect(await written()).toBe(before)
  expect(await readRun(database.pool, runId)).toEqual(run)
  // Its new life takes work again.
  const again = await launch(engine)
  await until(async () => frozen.starts.some((start) => start.runId === again))
  await until(async () => (await written()) > before)
  await engine.stop()
})

test('a node whose connections are all cut gives up its runs, joins anew and goes on', async () => {
  const lost: string[] = []
  const stopped = Promise.withResolvers<unknown>()
  const engine = await startPlainEngine(
    database,
    [
      testBatch('TEST_0', {
        run: (context) =>
          new Promise((_, reject) => {
            context.signal.addEventListener('abort', () => {
              stopped.resolve(context.signal.reason)
              reject(context.signal.reason)
            })
          }),
      }),
      testBatch('TEST_1'),
    ],
    { scheduler: false, events: { lost: (reason) => lost.push(reason) } },
  )
  const nodeBefore = engine.nodeId
  const runId = await launch(engine)
  await until(async () => engine.running() === 1)
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'nocturne:%'
       and datname = current_database()`,
  )
  expect(await engine.waitForRun(runId)).toMatchObject({ state: 'interrupted' })
  expect(await stopped.promise).toMatchObject({ message: "l'exécution n'appartient plus à ce nœud" })
  await until(async () => engine.nodeId !== nodeBefore)
  const again = await engine.requestRun({ code: 'TEST_1', trigger: 'manual', requestedBy: 'alice' })
  expect(again.ok && (await engine.waitForRun(again.runId)).state).toBe('finished')
  expect(lost).toHaveLength(1)
  await engine.stop()
})

test('a node that is killed again and again, at any moment, loses no launch and never runs one twice', async () => {
  const rounds = process.env.SOAK ? 50 : 5
  const engine = await watcher()
  for (let round = 0; round < rounds; round += 1) {
    const child = await node({ work: 'nothing', name: `round ${round}` })
    const runId = await launch(engine)
    // From before the claim to after the end: whatever moment this hits, the run ends in one way.
    await delay(Math.random() * 12)
    await child.kill()
    const rescue = await node({ work: 'nothing', name: `rescue ${round}` })
    const run = await engine.waitForRun(runId)
    expect(['finished', 'interrupted']).toContain(run.state)
    const starts = [...child.starts, ...rescue.starts].filter((start) => start.runId === runId)
    expect(starts.length).toBeLessThanOrEqual(1)
    await rescue.stop()
  }
  await engine.stop()
})

test('four nodes, 200 due instants, one node killed in the middle: each run exactly once, losses are visible', async () => {
  const batches = process.env.SOAK ? 2000 : 200
  const due = '2026-01-05T21:30:00Z'
  const offsetMs = Date.parse(due) - Date.now() - 600_000
  const on = { batches, scheduler: true, offsetMs }
  const nodes = await Promise.all([1, 2, 3].map((n) => node({ ...on, name: `node ${n}`, work: 'short' })))
  // What the fourth has to lose: runs that last until they are told to stop.
  const victim = await node({ ...on, name: 'victim', work: 'hang' })
  for (const child of [...nodes, victim]) child.send({ kind: 'approach', due, inMs: 300 })
  await victim.message('start')
  await delay(20)
  await victim.kill()
  await until(async () => {
    const runs = await runsOf(database)
    return (
      runs.length === batches && runs.every((run) => run.state === 'finished' || run.state === 'interrupted')
    )
  }, 150 * batches)
  const starts = [...nodes, victim].flatMap((child) => child.starts)
  const perRun = new Map<number, number>()
  for (const start of starts) perRun.set(start.runId, (perRun.get(start.runId) ?? 0) + 1)
  expect([...perRun.values()].filter((count) => count !== 1)).toEqual([])
  const runs = await runsOf(database)
  expect(new Set(runs.map((run) => run.batch)).size).toBe(batches)
  const lost = runs.filter((run) => run.state === 'interrupted')
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.every((run) => run.reason === 'le nœud victim ne répond plus')).toBe(true)
  for (const run of runs.filter((one) => one.state === 'finished')) expect(perRun.get(run.id)).toBe(1)
})
