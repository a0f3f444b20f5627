import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import {
  forgetEngine,
  gate,
  runsOf,
  startTestEngine,
  type TestEngine,
  testBatch,
  until,
  untilIdle,
} from '../../test/support/test-engine.ts'
import { type Batch, defineBatch } from './define-batch.ts'
import type { EngineOptions } from './engine-options.ts'
import { listBatches } from './list-batches.ts'
import { readRun, readRunFiles, readRunLines } from './read-run.ts'
import { RunLostError } from './run-context.ts'

let database: TestDatabase
let engine: TestEngine
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})

async function start(batches: readonly Batch[], options: Partial<EngineOptions> = {}): Promise<void> {
  engine = await startTestEngine(database, '2026-01-05T10:00:00Z', batches, options)
}

async function request(code: string, trigger: 'manual' | 'api' | 'file' = 'manual') {
  return await engine.requestRun({ code, trigger, requestedBy: 'alice' })
}

/** The number of the run, which must have been accepted. */
async function launch(code: string, trigger: 'manual' | 'api' | 'file' = 'manual'): Promise<number> {
  const outcome = await request(code, trigger)
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.runId
}

async function grid(code: string) {
  return (await listBatches(database.pool, { code }))[0]!
}

const states = async (code?: string) => (await runsOf(database, code)).map((run) => run.state)

describe('immediate launch', () => {
  test('launched twice quickly: one run, and the second user is told (health.md case 1)', async () => {
    const hold = gate()
    await start([testBatch('REL_COU', { run: hold.pass })])
    const both = await Promise.all([request('REL_COU'), request('REL_COU')])
    expect(both.filter((one) => one.ok)).toHaveLength(1)
    expect(both.find((one) => !one.ok)).toMatchObject({
      refusal: { code: 'ALREADY_REQUESTED', message: { fr: 'Le batch REL_COU est déjà demandé' } },
    })
    await hold.arrived(1)
    expect(await request('REL_COU')).toMatchObject({ ok: false, refusal: { code: 'ALREADY_REQUESTED' } })
    hold.open()
    await untilIdle(database)
    expect(await states()).toEqual(['finished'])
  })

  test('launched while its planned run is under way: ✓ at once, and ✗ only after its own end (case 2)', async () => {
    const planned = gate()
    const requested = gate()
    await start([
      testBatch('IMP_QUO', {
        run: (context) => (context.run.trigger === 'schedule' ? planned : requested).pass(context),
      }),
    ])
    await engine.lookAt('2026-01-05T21:30:00Z')
    await planned.arrived(1)
    expect((await grid('IMP_QUO')).requested).toBe(false)
    const runId = await launch('IMP_QUO')
    expect(await grid('IMP_QUO')).toMatchObject({ requested: true, waitingRun: runId })
    planned.open()
    await requested.arrived(1)
    expect(await grid('IMP_QUO')).toMatchObject({ requested: true, waitingRun: null, runningRun: runId })
    requested.open()
    await untilIdle(database)
    expect(await grid('IMP_QUO')).toMatchObject({ requested: false, lastRun: { id: runId } })
  })

  test('it neither consumes nor moves the planned launch', async () => {
    await start([testBatch('IMP_QUO')])
    const before = await grid('IMP_QUO')
    await launch('IMP_QUO')
    await untilIdle(database)
    expect((await grid('IMP_QUO')).nextDueAt).toBe(before.nextDueAt)
    await engine.advanceTo('2026-01-05T21:30:00Z')
    expect((await runsOf(database)).map((run) => run.trigger)).toEqual(['manual', 'schedule'])
  })

  test('a batch that destroys wants its code typed, and tells beforehand how much it would touch', async () => {
    await start([testBatch('BATCH_DEMO', { danger: { preview: async () => ({ dossiers: 12 }) } })])
    expect(await engine.previewRun('BATCH_DEMO')).toEqual({ ok: true, preview: { dossiers: 12 } })
    const ask = { code: 'BATCH_DEMO', trigger: 'manual', requestedBy: 'alice' } as const
    expect(await engine.requestRun(ask)).toMatchObject({ refusal: { code: 'CONFIRMATION_REQUIRED' } })
    expect(await engine.requestRun({ ...ask, confirmCode: 'BATCH_DEM0' })).toMatchObject({ ok: false })
    expect(await engine.requestRun({ ...ask, confirmCode: 'BATCH_DEMO' })).toMatchObject({ ok: true })
    await untilIdle(database)
  })

  test('parameters: the definition has the defaults, the plan over them, the request over both', async () => {
    const seen: unknown[] = []
    const batch = defineBatch({
      ...testBatch('LETTERS'),
      parameters: z.strictObject({
        model: z.string().default('A'),
        limit: z.int().min(1).default(10),
        test: z.boolean().default(false),
      }),
      async run(context) {
        seen.push(context.parameters)
        return {}
      },
    })
    await start([batch])
    await engine.savePlan({ code: 'LETTERS', version: 1, author: 'alice', parameters: { limit: 20 } })
    const ask = { code: 'LETTERS', trigger: 'manual', requestedBy: 'alice' } as const
    expect(await engine.requestRun({ ...ask, parameters: { limit: 0 } })).toMatchObject({
      refusal: { code: 'INVALID_PARAMETERS' },
    })
    expect(await engine.requestRun({ ...ask, parameters: { limitt: 5 } })).toMatchObject({ ok: false })
    await engine.requestRun({ ...ask, parameters: { model: 'B' } })
    await untilIdle(database)
    expect(seen).toEqual([{ model: 'B', limit: 20, test: false }])
  })

  test('an unknown batch is refused', async () => {
    await start([])
    expect(await request('NOBODY')).toMatchObject({ ok: false, refusal: { code: 'UNKNOWN_BATCH' } })
  })

  test('a run here is run by this process and by no other node', async () => {
    const here: string[] = []
    const elsewhere: string[] = []
    const noting = (list: string[]) =>
      testBatch('IMPORT', {
        schedule: null,
        async run(context) {
          list.push(context.run.code)
          return {}
        },
      })
    await start([noting(elsewhere)])
    const cli = await startTestEngine(database, engine.clock, [noting(here)], {
      scheduler: false,
      runner: false,
    })
    const outcome = await cli.runHere({ code: 'IMPORT', trigger: 'file', requestedBy: 'cli:alice' })
    expect(outcome).toMatchObject({ ok: true, run: { state: 'finished' } })
    expect([here, elsewhere]).toEqual([['IMPORT'], []])
    await cli.stop()
  })

  test('a run here waits its turn behind a run of the same batch on another node', async () => {
    const hold = gate()
    const batch = testBatch('IMPORT', { waiting: 'many', run: hold.pass })
    await start([batch])
    await launch('IMPORT', 'file')
    await hold.arrived(1)
    const cli = await startTestEngine(database, engine.clock, [batch], { scheduler: false, runner: false })
    const outcome = cli.runHere({ code: 'IMPORT', trigger: 'file', requestedBy: 'cli:alice' })
    await until(async () => (await runsOf(database))[1]?.reason === 'attend la fin de IMPORT')
    hold.open()
    expect(await outcome).toMatchObject({ ok: true, run: { state: 'finished' } })
    await cli.stop()
  })
})

describe('turns', () => {
  test('a due instant that finds a run waiting is recorded as skipped with its reason', async () => {
    const hold = gate()
    await start([testBatch('SLOW', { timeoutMinutes: 10_000, run: hold.pass })])
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    await engine.lookAt('2026-01-06T21:30:00Z')
    await engine.lookAt('2026-01-07T21:30:00Z')
    expect(await runsOf(database)).toMatchObject([
      { state: 'running', due: '2026-01-05T21:30:00.000Z' },
      { state: 'queued', due: '2026-01-06T21:30:00.000Z' },
      {
        state: 'skipped',
        due: '2026-01-07T21:30:00.000Z',
        reason: 'une exécution de ce batch attend déjà',
      },
    ])
    hold.open()
    await untilIdle(database)
    expect(await states()).toEqual(['finished', 'finished', 'skipped'])
  })

  test('three batches on one resource take turns, and no two are ever under way together', async () => {
    let inside = 0
    let most = 0
    const order: string[] = []
    const onStudents = (code: string) =>
      testBatch(code, {
        resources: ['students'],
        async run() {
          inside += 1
          most = Math.max(most, inside)
          await delay(5)
          order.push(code)
          inside -= 1
          return {}
        },
      })
    await start(['IMP_QUO', 'DOUBLONS', 'MAJ_IDENTITE'].map(onStudents))
    await engine.advanceTo('2026-01-05T21:30:00Z')
    expect([most, order]).toEqual([1, ['DOUBLONS', 'IMP_QUO', 'MAJ_IDENTITE']])
  })

  test('many runs of one batch may wait where each has its own parameters; they run one after the other', async () => {
    const order: number[] = []
    await start([
      testBatch('IMPORT', {
        waiting: 'many',
        async run(context) {
          order.push(context.run.id)
          return {}
        },
      }),
    ])
    const ids: number[] = []
    for (let file = 0; file < 30; file += 1) ids.push(await launch('IMPORT', 'file'))
    await untilIdle(database)
    expect(order).toEqual(ids)
  })

  test('a node has so many places and no more, but housekeeping needs none', async () => {
    const hold = gate()
    const batches = ['A', 'B', 'C'].map((code) => testBatch(code, { run: hold.pass }))
    await start([...batches, testBatch('CLEAN', { lane: 'own' })], { concurrency: 2 })
    for (const code of ['A', 'B', 'C']) await launch(code)
    await hold.arrived(2)
    const clean = await launch('CLEAN')
    expect(await engine.waitForRun(clean)).toMatchObject({ state: 'finished' })
    expect([engine.running(), hold.arrivals.length]).toEqual([2, 2])
    hold.open()
    await untilIdle(database)
  })

  test('a request that somebody waits for goes before planned runs that wait for a place', async () => {
    const hold = gate()
    const order: string[] = []
    const noting = (code: string) =>
      testBatch(code, {
        async run() {
          order.push(code)
          return {}
        },
      })
    await start(
      [
        testBatch('FIRST', { schedule: null, timeoutMinutes: 10_000, run: hold.pass }),
        noting('NIGHTLY'),
        noting('ASKED'),
      ],
      {
        concurrency: 1,
      },
    )
    await engine.setEnabled('ASKED', false, 'alice')
    await launch('FIRST')
    await hold.arrived(1)
    await engine.lookAt('2026-01-05T21:30:00Z')
    await engine.setEnabled('ASKED', true, 'alice')
    await launch('ASKED')
    hold.open()
    await untilIdle(database)
    expect(order).toEqual(['ASKED', 'NIGHTLY'])
  })
})

describe('being told to stop', () => {
  test('a run that waits is cancelled, and whoever waited behind it starts', async () => {
    const hold = gate()
    await start([
      testBatch('HOLDER', { resources: ['a'], run: hold.pass }),
      testBatch('BOTH', { resources: ['a', 'b'] }),
      testBatch('ONLY_B', { resources: ['b'] }),
    ])
    await launch('HOLDER')
    await hold.arrived(1)
    const both = await launch('BOTH')
    await until(async () => (await runsOf(database, 'BOTH'))[0]?.reason !== null)
    const onlyB = await launch('ONLY_B')
    await until(
      async () => (await runsOf(database, 'ONLY_B'))[0]?.reason === 'attend la ressource b, tenue par BOTH',
    )
    expect(await engine.cancelRun(both, 'bob')).toEqual({ ok: true, state: 'cancelled' })
    expect(await engine.waitForRun(onlyB)).toMatchObject({ state: 'finished' })
    expect(await readRun(database.pool, both)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'cancelled-by', who: 'bob' },
    })
    hold.open()
    await untilIdle(database)
  })

  test('a run under way is told by its signal and ends as cancelled', async () => {
    const hold = gate()
    await start([testBatch('LONG', { run: hold.pass })])
    const runId = await launch('LONG')
    await hold.arrived(1)
    expect(await engine.cancelRun(runId, 'bob')).toEqual({ ok: true, state: 'stopping' })
    expect(await engine.waitForRun(runId)).toMatchObject({
      state: 'cancelled',
      reason: { code: 'cancelled-by', who: 'bob' },
      cancelRequestedBy: 'bob',
    })
  })

  test('a run that has ended cannot be cancelled', async () => {
    await start([testBatch('SHORT')])
    const runId = await launch('SHORT')
    await engine.waitForRun(runId)
    expect(await engine.cancelRun(runId, 'bob')).toMatchObject({ ok: false, refusal: { code: 'RUN_ENDED' } })
    expect(await engine.cancelRun(999_999, 'bob')).toMatchObject({ refusal: { code: 'UNKNOWN_RUN' } })
  })

  test('a run that lasts longer than its batch allows ends as failed', async () => {
    const hold = gate()
    await start([testBatch('LONG', { timeoutMinutes: 90, run: hold.pass })])
    const runId = await launch('LONG')
    await hold.arrived(1)
    engine.clock.advanceTo('2026-01-05T11:29:59Z')
    expect((await readRun(database.pool, runId))!.state).toBe('running')
    engine.clock.advanceTo('2026-01-05T11:30:00Z')
    expect(await engine.waitForRun(runId)).toMatchObject({
      state: 'failed',
      error: 'durée maximale dépassée (90 min)',
      endedAt: '2026-01-05T11:30:00.000Z',
    })
  })

  test('a run that does not react is given up after a while, and can write nothing any more', async () => {
    const done = Promise.withResolvers<unknown>()
    const goOn = Promise.withResolvers<void>()
    await start([
      testBatch('DEAF', {
        timeoutMinutes: 1,
        async run(context) {
          await goOn.promise
          await context.transaction((client) => client.query('create table written ()')).catch(done.resolve)
          return {}
        },
      }),
    ])
    const runId = await launch('DEAF')
    await until(async () => engine.running() === 1)
    engine.clock.advanceTo('2026-01-05T10:01:00Z')
    engine.clock.advanceTo('2026-01-05T10:01:30Z')
    expect(await engine.waitForRun(runId)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining("n'a pas réagi"),
    })
    goOn.resolve()
    expect(await done.promise).toBeInstanceOf(RunLostError)
    const { rows } = await database.pool.query(`select to_regclass('written') as relation`)
    expect(rows).toEqual([{ relation: null }])
  })

  test('a server that stops lets runs finish their unit, and interrupts those that go on', async () => {
    const hold = gate()
    const quick = Promise.withResolvers<void>()
    await start([
      testBatch('LONG', { run: hold.pass }),
      testBatch('QUICK', {
        async run(context) {
          await new Promise((resolve) => context.signal.addEventListener('abort', resolve))
          quick.resolve()
          return { units: 1 }
        },
      }),
      testBatch('DEAF', { run: () => new Promise(() => {}) }),
      testBatch('WAITING', { resources: ['a'] }),
    ])
    for (const code of ['LONG', 'QUICK', 'DEAF']) await launch(code)
    await until(async () => engine.running() === 3)
    await engine.stop()
    expect(await runsOf(database, 'LONG')).toMatchObject([
      { state: 'interrupted', reason: 'arrêt du serveur' },
    ])
    expect(await runsOf(database, 'QUICK')).toMatchObject([{ state: 'finished' }])
    expect(await runsOf(database, 'DEAF')).toMatchObject([
      { state: 'interrupted', reason: "arrêt du serveur (le traitement n'a pas réagi à la demande d'arrêt)" },
    ])
    engine = await startTestEngine(database, engine.clock, [])
  })

  test('disabling a batch that runs lets it complete and launches it no more', async () => {
    const hold = gate()
    await start([testBatch('NIGHTLY', { run: hold.pass })])
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    await engine.setEnabled('NIGHTLY', false, 'alice')
    hold.open()
    await untilIdle(database)
    await engine.advanceTo('2026-01-06T21:30:00Z')
    expect(await states()).toEqual(['finished'])
  })
})

describe('what a run leaves', () => {
  test('its log, progress and files', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'nocturne-test-'))
    const hold = gate()
    await start(
      [
        testBatch('IMPORT', {
          async run(context) {
            context.log.info('fichier lu')
            context.progress(1, 4, 'contrôle')
            context.progress(2, 4, 'contrôle')
            const path = join(await context.files.directory(), 'rapport.csv')
            await writeFile(path, 'a;b\n')
            await context.files.add(path, { personal: true })
            await hold.pass(context)
            context.log.warn('une ligne rejetée')
            return { lines: 4 }
          },
        }),
      ],
      { place: { timeZone: 'Europe/Paris', dataDirectory: directory } },
    )
    const runId = await launch('IMPORT')
    await hold.arrived(1)
    await until(async () => (await readRunLines(database.pool, runId)).length === 1)
    await until(async () => (await readRun(database.pool, runId))!.progress !== null)
    expect((await readRun(database.pool, runId))!.progress).toEqual({ done: 2, total: 4, phase: 'contrôle' })
    hold.open()
    expect(await engine.waitForRun(runId)).toMatchObject({ state: 'finished', detail: { lines: 4 } })
    expect((await readRunLines(database.pool, runId, { afterSeq: 1 })).map((line) => line.message)).toEqual([
      'une ligne rejetée',
    ])
    expect(await readRunFiles(database.pool, runId)).toMatchObject([
      { mediaType: 'text/csv', personal: true, sizeBytes: 4 },
    ])
    await rm(directory, { recursive: true })
  })

  test('a transaction of a run commits while the run is its own', async () => {
    await start([
      testBatch('WRITER', {
        run: (context) =>
          context.transaction(async (client) => {
            const { rows } = await client.query<{ n: number }>('select count(*) as n from batch')
            return { batches: rows[0]!.n }
          }),
      }),
    ])
    expect(await engine.waitForRun(await launch('WRITER'))).toMatchObject({ detail: { batches: 1 } })
  })
})

describe('the plan', () => {
  test('Aucun jour: no start for a week, then Monday ticked again (health.md case 4)', async () => {
    await start([testBatch('IMP_QUO', { schedule: { time: '05:00', weekdays: 'all' } })])
    await engine.advanceTo('2026-01-06T04:00:00Z')
    const last = (await grid('IMP_QUO')).lastRun
    await engine.savePlan({ code: 'IMP_QUO', version: 1, author: 'alice', schedule: { time: '05:00' } })
    for (let day = 7; day <= 14; day += 1)
      await engine.advanceTo(`2026-01-${String(day).padStart(2, '0')}T10:00:00Z`)
    expect((await grid('IMP_QUO')).lastRun).toEqual(last)
    await engine.savePlan({
      code: 'IMP_QUO',
      version: 2,
      author: 'alice',
      schedule: { time: '05:00', weekdays: ['mon'] },
    })
    await engine.advanceTo('2026-01-19T04:00:00Z')
    expect((await runsOf(database)).map((run) => run.due)).toEqual([
      '2026-01-06T04:00:00.000Z',
      '2026-01-19T04:00:00.000Z',
    ])
  })

  test('server down from 04:50 to 05:30: caught up at 05:30 (health.md case 9)', async () => {
    const batch = testBatch('IMP_QUO', {
      schedule: { time: '05:00', weekdays: 'all' },
      catchUp: { policy: 'run', withinMinutes: 360 },
    })
    await start([batch])
    await engine.advanceTo('2026-01-06T03:50:00Z')
    await engine.stop()
    engine = await startTestEngine(database, '2026-01-06T04:30:00Z', [batch])
    await untilIdle(database)
    await engine.advanceTo('2026-01-06T04:31:00Z')
    expect(await runsOf(database)).toMatchObject([{ state: 'finished', trigger: 'catch-up' }])
    await engine.stop()
    engine = await startTestEngine(database, '2026-01-09T04:30:00Z', [batch])
    await engine.advanceTo('2026-01-09T04:31:00Z')
    expect((await runsOf(database)).filter((run) => run.state === 'finished')).toHaveLength(2)
  })

  test('saved at 22:31 for 22:30 it is due the next day, and every save can be told', async () => {
    await start([testBatch('NIGHTLY', { schedule: { time: '04:00', weekdays: 'all' } })])
    engine.clock.set('2026-01-05T21:31:00Z')
    const schedule = { time: '22:30', weekdays: 'all' }
    expect(await engine.savePlan({ code: 'NIGHTLY', version: 1, author: 'alice', schedule })).toEqual({
      ok: true,
      version: 2,
      nextDueAt: '2026-01-06T21:30:00Z',
      cancelledRuns: [],
    })
    const { rows } = await database.pool.query('select author, version, before, after from batch_revision')
    expect(rows).toMatchObject([
      {
        author: 'alice',
        version: 2,
        before: { schedule: { time: '04:00' } },
        after: { schedule: { time: '22:30' } },
      },
    ])
  })

  test('a program that starts leaves the plans that exist as they are', async () => {
    await start([testBatch('NIGHTLY')])
    await engine.savePlan({
      code: 'NIGHTLY',
      version: 1,
      author: 'alice',
      schedule: { time: '04:00', weekdays: ['sat'] },
    })
    await engine.setEnabled('NIGHTLY', false, 'alice')
    await engine.stop()
    await start([testBatch('NIGHTLY'), testBatch('NEW')])
    expect(await grid('NIGHTLY')).toMatchObject({ enabled: false, schedule: { time: '04:00' }, version: 3 })
    expect(await grid('NEW')).toMatchObject({ enabled: true, nextDueAt: '2026-01-05T21:30:00.000Z' })
  })

  test('in another zone the plans keep their civil times', async () => {
    await start([testBatch('NIGHTLY')])
    await engine.stop()
    await start([testBatch('NIGHTLY')], { place: { timeZone: 'Indian/Reunion', dataDirectory: tmpdir() } })
    expect((await grid('NIGHTLY')).nextDueAt).toBe('2026-01-05T18:30:00.000Z')
  })

  test('a batch without a schedule is never due and cannot be planned', async () => {
    await start([testBatch('IMPORT', { schedule: null })])
    expect(await grid('IMPORT')).toMatchObject({ planned: false, nextDueAt: null })
    expect(
      await engine.savePlan({ code: 'IMPORT', version: 1, author: 'alice', schedule: { time: '04:00' } }),
    ).toMatchObject({ ok: false, refusal: { code: 'NOT_PLANNED' } })
  })
})

test('a message that was lost is sent again', async () => {
  await start([testBatch('NIGHTLY')], { runner: false })
  const runId = await launch('NIGHTLY')
  await database.pool.query('delete from pgboss.job')
  const { mendDispatch } = await import('./mend.ts')
  const { openDispatchQueue } = await import('./dispatch-queue.ts')
  const queue = await openDispatchQueue(database.pool, () => {})
  engine.clock.set('2026-01-05T10:02:00Z')
  expect(await mendDispatch({ database, queue, clock: engine.clock })).toEqual({
    redispatched: 1,
    rearmed: 0,
  })
  expect(await mendDispatch({ database, queue, clock: engine.clock })).toEqual({
    redispatched: 0,
    rearmed: 0,
  })
  await queue.stop()
  const other = await startTestEngine(database, engine.clock, [testBatch('NIGHTLY')])
  expect(await other.waitForRun(runId)).toMatchObject({ state: 'finished' })
  await other.stop()
})

test('a year of a daily batch is 365 runs, each at its civil hour', async () => {
  await start([testBatch('NIGHTLY', { schedule: { time: '02:30', weekdays: 'all' } })])
  for (let day = 1; day <= 365; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 5 + day, 2, 0)).toISOString()
    await engine.advanceTo(date)
  }
  const runs = await runsOf(database)
  expect([runs.length, new Set(runs.map((run) => run.state))]).toEqual([365, new Set(['finished'])])
  const hours = new Set(
    runs.map((run) => new Date(run.due!).toLocaleTimeString('fr-FR', { timeZone: 'Europe/Paris' })),
  )
  expect(hours).toEqual(new Set(['02:30:00', '03:00:00']))
})
