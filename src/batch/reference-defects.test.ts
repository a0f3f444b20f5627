import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
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
import { manualClock } from '../platform/clock.ts'
import { buildCatalogue } from './catalogue.ts'
import type { Batch } from './define-batch.ts'
import { readRun, readRunLines } from './read-run.ts'
import { scheduleTick } from './schedule-tick.ts'

// The defects of the reference's scheduler, admissions.md 2.7, each shown not to happen here. Elsewhere or not at all:
//   S20 and V14, V18, V20, V21 with two nodes: scheduling-vectors.test.ts
//   S21, S24 with real processes that are killed or frozen: test/node-death.test.ts
//   S23, S31: the batches of src/core
//   S14: hours of a day cannot bound a frequency here either; what the defect led to (a batch that overlaps
//        itself and hammers what it reads) cannot happen, see S13
//   S27, S30: matters of the admissions batches, not of the engine

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

async function start(at: string, ...batches: Batch[]): Promise<void> {
  engine = await startTestEngine(database, at, batches)
}

const at = (time: string, what: Partial<Batch> = {}) =>
  testBatch('NIGHTLY', { schedule: { time, weekdays: 'all' }, ...what })

async function dues(): Promise<(string | null)[]> {
  return (await runsOf(database, 'NIGHTLY')).filter((run) => run.state === 'finished').map((run) => run.due)
}

describe('when a batch is due', () => {
  test('S1: a batch at 00:00 runs', async () => {
    await start('2026-01-05T22:59:30Z', at('00:00'))
    await engine.advanceTo('2026-01-05T23:00:30Z')
    expect(await dues()).toEqual(['2026-01-05T23:00:00.000Z'])
  })

  test('S2: a batch at 23:59 looked for at 00:00:10 runs', async () => {
    await start('2026-01-05T22:58:50Z', at('23:59'))
    await engine.advanceTo('2026-01-05T23:00:10Z')
    expect(await dues()).toEqual(['2026-01-05T22:59:00.000Z'])
  })

  test('S3: a run that lasts past midnight cancels none of the evening', async () => {
    const sync = gate()
    await start(
      '2026-01-05T21:00:00Z',
      testBatch('EN_MAINT', { schedule: { time: '22:55', weekdays: 'all' } }),
      testBatch('EN_SERVICE', { schedule: { time: '23:30', weekdays: 'all' } }),
      testBatch('SYNCHRO', { schedule: { time: '23:00', weekdays: 'all' }, run: sync.pass }),
    )
    await engine.lookAt('2026-01-05T21:55:00Z')
    await engine.lookAt('2026-01-05T22:00:00Z')
    await sync.arrived(1)
    await engine.lookAt('2026-01-05T22:30:00Z')
    await until(async () => (await runsOf(database, 'EN_SERVICE'))[0]?.state === 'finished')
    sync.open()
    await engine.advanceTo('2026-01-05T23:40:00Z')
    expect((await runsOf(database)).map((run) => run.state)).toEqual(['finished', 'finished', 'finished'])
  })

  test('S4: a batch whose hour passes during a look runs once', async () => {
    await start('2026-01-05T22:00:00Z', at('23:15'))
    await engine.advanceTo('2026-01-05T22:15:00Z')
    await engine.advanceTo('2026-01-05T22:15:01Z')
    await engine.advanceTo('2026-01-05T22:31:00Z')
    expect(await dues()).toEqual(['2026-01-05T22:15:00.000Z'])
  })

  test.each([
    [
      '10:00',
      '2026-01-05T09:00:00Z',
      'occurrences manquées : du 05/01/2026 10:30:00 au 05/01/2026 10:30:00, nombre 1',
    ],
    ['12:00', '2026-01-05T11:00:00Z', null],
  ])(
    'S5: down from %s to 11:00 of the next day, the launch of 10:30 is made up for',
    async (_, from, missed) => {
      await start(from, at('10:30'))
      await engine.stop()
      await start('2026-01-06T10:00:00Z', at('10:30'))
      await engine.advanceTo('2026-01-06T10:00:01Z')
      expect(await dues()).toEqual(['2026-01-06T09:30:00.000Z'])
      const skipped = (await runsOf(database)).filter((run) => run.state === 'skipped')
      expect(skipped.map((run) => run.reason)).toEqual(missed === null ? [] : [missed])
    },
  )

  test('S6: a crash between the look and the start loses no launch', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'))
    await engine.stop()
    const look = (queue: { send(): Promise<void> }) =>
      scheduleTick({
        database,
        queue: { ...queue, fetch: async () => [], discard: async () => {}, stop: async () => {} },
        catalogue: buildCatalogue([]),
        now: Temporal.Instant.from('2026-01-05T21:30:00Z'),
      })
    const crash = async () => {
      throw new Error('the process dies here')
    }
    await expect(look({ send: crash })).rejects.toThrow('the process dies here')
    expect(await runsOf(database)).toEqual([])
    await start('2026-01-05T21:30:10Z', at('22:30'))
    await engine.advanceTo('2026-01-05T21:30:11Z')
    expect(await dues()).toEqual(['2026-01-05T21:30:00.000Z'])
  })

  test('S7: looks a fraction before and after the hour lose nothing', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'))
    await engine.advanceTo('2026-01-05T21:29:59.999Z')
    expect(await dues()).toEqual([])
    await engine.advanceTo('2026-01-05T21:30:00Z')
    await engine.advanceTo('2026-01-05T21:30:00.001Z')
    expect(await dues()).toEqual(['2026-01-05T21:30:00.000Z'])
  })

  test('S8: a batch at 02:30 runs once in the night that has two, and its duration is never negative', async () => {
    const hold = gate()
    await start('2026-10-24T20:00:00Z', at('02:30', { run: hold.pass }))
    await engine.lookAt('2026-10-25T00:30:00Z')
    await hold.arrived(1)
    engine.clock.advanceTo('2026-10-25T01:10:00Z')
    hold.open()
    await untilIdle(database)
    await engine.advanceTo('2026-10-25T01:30:00Z')
    await engine.advanceTo('2026-10-25T02:30:00Z')
    expect(await dues()).toEqual(['2026-10-25T00:30:00.000Z'])
    expect(await readRun(database.pool, hold.arrivals[0]!)).toMatchObject({
      startedAt: '2026-10-25T00:30:00.000Z',
      endedAt: '2026-10-25T01:10:00.000Z',
    })
  })

  test('S8: a batch at 02:30 runs once, at 03:00, in the night that has none', async () => {
    await start('2026-03-28T20:00:00Z', at('02:30'))
    await engine.advanceTo('2026-03-29T00:59:59Z')
    expect(await dues()).toEqual([])
    await engine.advanceTo('2026-03-29T01:00:00Z')
    await engine.advanceTo('2026-03-29T01:30:00Z')
    expect(await dues()).toEqual(['2026-03-29T01:00:00.000Z'])
  })

  test('S13: a frequency counts from start to start', async () => {
    await start(
      '2026-01-05T08:59:00Z',
      testBatch('NIGHTLY', { schedule: { time: '00:00', weekdays: 'all', everyMinutes: 30 } }),
    )
    for (const now of ['09:00:00', '09:20:00', '09:30:00', '09:50:00', '10:00:00'])
      await engine.advanceTo(`2026-01-05T${now}Z`)
    expect(await dues()).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-05T09:30:00.000Z',
      '2026-01-05T10:00:00.000Z',
    ])
  })
})

describe('what cannot be saved', () => {
  test.each([
    ['S9: a date that does not exist', { time: '22:30', dayOfMonth: 31, month: 2 }],
    ['S10: a year without a month', { time: '22:30', weekdays: 'all', year: 2027 }],
    ['S11: a day of the month together with weekdays', { time: '22:30', dayOfMonth: 5, weekdays: ['mon'] }],
    ['S12: a date wholly in the past', { time: '22:30', dayOfMonth: 5, month: 1, year: 2025 }],
    ['S13: a frequency of 0 minutes', { time: '22:30', weekdays: 'all', everyMinutes: 0 }],
  ])('%s', async (_, schedule) => {
    await start('2026-01-05T10:00:00Z', at('22:30'))
    const saved = await engine.savePlan({ code: 'NIGHTLY', version: 1, author: 'alice', schedule })
    expect(saved).toMatchObject({ ok: false, refusal: { code: 'INVALID_SCHEDULE' } })
  })
})

describe('immediate launches', () => {
  test('S15: a batch out of service refuses a launch', async () => {
    await start('2026-01-05T10:00:00Z', at('22:30', { enabled: false }))
    const request = await engine.requestRun({ code: 'NIGHTLY', trigger: 'manual', requestedBy: 'alice' })
    expect(request).toMatchObject({
      ok: false,
      refusal: { code: 'OUT_OF_SERVICE', message: { fr: "Le batch NIGHTLY n'est pas en service" } },
    })
  })

  test('S15: taking a batch out of service cancels the request that waits', async () => {
    const hold = gate()
    await start('2026-01-05T10:00:00Z', at('22:30', { run: hold.pass }))
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    await engine.requestRun({ code: 'NIGHTLY', trigger: 'manual', requestedBy: 'alice' })
    await engine.setEnabled('NIGHTLY', false, 'bob')
    hold.open()
    await untilIdle(database)
    await engine.setEnabled('NIGHTLY', true, 'bob')
    await engine.advanceTo('2026-01-05T21:40:00Z')
    expect(await runsOf(database)).toMatchObject([
      { state: 'finished', trigger: 'schedule' },
      { state: 'cancelled', trigger: 'manual', reason: 'batch mis hors service par bob' },
    ])
  })

  test('S16: a request outlives the node that took it', async () => {
    engine = await startTestEngine(database, '2026-01-05T10:00:00Z', [at('22:30')], { runner: false })
    await engine.requestRun({ code: 'NIGHTLY', trigger: 'manual', requestedBy: 'alice' })
    await engine.stop()
    await start('2026-01-05T10:01:00Z', at('22:30'))
    await untilIdle(database)
    expect(await runsOf(database)).toMatchObject([{ state: 'finished', trigger: 'manual' }])
  })

  test('S18: a request does not wait behind a long run of another batch', async () => {
    const long = gate()
    await start('2026-01-05T10:00:00Z', at('22:30'), testBatch('LONG', { run: long.pass }))
    await engine.requestRun({ code: 'LONG', trigger: 'manual', requestedBy: 'alice' })
    await long.arrived(1)
    const request = await engine.requestRun({ code: 'NIGHTLY', trigger: 'manual', requestedBy: 'alice' })
    expect(request.ok && (await engine.waitForRun(request.runId)).state).toBe('finished')
    long.open()
    await untilIdle(database)
  })

  test('S18: one that has to wait says what for', async () => {
    const long = gate()
    const students = { resources: ['students'] }
    await start(
      '2026-01-05T10:00:00Z',
      at('22:30', students),
      testBatch('LONG', { ...students, run: long.pass }),
    )
    await engine.requestRun({ code: 'LONG', trigger: 'manual', requestedBy: 'alice' })
    await long.arrived(1)
    await engine.requestRun({ code: 'NIGHTLY', trigger: 'manual', requestedBy: 'alice' })
    await until(async () => (await runsOf(database, 'NIGHTLY'))[0]?.reason !== null)
    expect(await runsOf(database, 'NIGHTLY')).toMatchObject([
      { state: 'queued', reason: 'attend la ressource students, tenue par LONG' },
    ])
    long.open()
    await untilIdle(database)
  })
})

describe('edits and rows', () => {
  test('S17: a plan edited during a run is not reverted at its end', async () => {
    const hold = gate()
    await start('2026-01-05T10:00:00Z', at('22:30', { run: hold.pass }))
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    const schedule = { time: '04:00', weekdays: 'all' }
    await engine.savePlan({ code: 'NIGHTLY', version: 1, author: 'alice', schedule })
    hold.open()
    await untilIdle(database)
    const { rows } = await database.pool.query('select at_time, version, next_due_at from batch')
    expect(rows).toEqual([{ at_time: '04:00', version: 2, next_due_at: new Date('2026-01-06T03:00:00Z') }])
  })

  test('S17: a save over a version that is no longer the last is refused and says who changed it', async () => {
    await start('2026-01-05T10:00:00Z', at('22:30'))
    const schedule = { time: '04:00', weekdays: 'all' }
    await engine.savePlan({ code: 'NIGHTLY', version: 1, author: 'alice', schedule })
    expect(await engine.savePlan({ code: 'NIGHTLY', version: 1, author: 'bob', schedule })).toMatchObject({
      ok: false,
      refusal: {
        code: 'STALE_VERSION',
        message: {
          fr: 'Le batch NIGHTLY a été modifié entre-temps par alice (05/01/2026 11:00:00) : rafraîchissez',
        },
      },
    })
  })

  test('S19: a second row under way for one batch is refused by the database', async () => {
    const hold = gate()
    await start('2026-01-05T10:00:00Z', at('22:30', { run: hold.pass }))
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    const twice = database.pool.query(
      `insert into batch_run (batch_code, application, state, trigger, queued_at, started_at, node_id)
       select batch_code, application, 'running', 'manual', queued_at, started_at, node_id from batch_run`,
    )
    await expect(twice).rejects.toMatchObject({ constraint: 'batch_run_one_running' })
    hold.open()
    await untilIdle(database)
  })

  test('S20: two schedulers that look together launch once', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'))
    const other = await startTestEngine(database, engine.clock, [at('22:30')])
    engine.clock.advanceTo('2026-01-05T21:30:00Z')
    await Promise.all([engine.tick(), other.tick()])
    await untilIdle(database)
    expect(await dues()).toEqual(['2026-01-05T21:30:00.000Z'])
    await other.stop()
  })

  test("S21: a node that starts leaves another's live runs alone", async () => {
    const hold = gate()
    await start('2026-01-05T21:00:00Z', at('22:30', { run: hold.pass }))
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    const other = await startTestEngine(database, manualClock('2026-01-05T21:31:00Z'), [at('22:30')])
    await other.tick()
    expect(await runsOf(database)).toMatchObject([{ state: 'running' }])
    await other.stop()
    expect(await runsOf(database)).toMatchObject([{ state: 'running' }])
    hold.open()
    await untilIdle(database)
    expect(await runsOf(database)).toMatchObject([{ state: 'finished' }])
  })

  test('S22: the end of a run that was declared interrupted overwrites nothing', async () => {
    const hold = gate()
    await start('2026-01-05T21:00:00Z', at('22:30', { run: hold.pass }))
    await engine.lookAt('2026-01-05T21:30:00Z')
    await hold.arrived(1)
    await database.pool.query(
      `update batch_run set state = 'interrupted', ended_at = started_at, reason = '{"code": "words", "text": "test"}'`,
    )
    hold.open()
    await until(async () => engine.running() === 0)
    await engine.tick()
    const request = await engine.requestRun({ code: 'NIGHTLY', trigger: 'manual', requestedBy: 'alice' })
    expect(request.ok && (await engine.waitForRun(request.runId)).state).toBe('finished')
    expect(await runsOf(database)).toMatchObject([
      { state: 'interrupted', reason: 'test' },
      { state: 'finished' },
    ])
  })
})

describe('failures', () => {
  test.each([
    ['an error', new Error('connexion refusée'), 'connexion refusée'],
    ['an error without a message', new TypeError(), 'TypeError'],
    ['something that is no error', 'mémoire épuisée', 'mémoire épuisée'],
    ['nothing at all', undefined, 'undefined'],
  ])('S24: a batch that throws %s ends as failed', async (_, thrown, message) => {
    await start(
      '2026-01-05T21:00:00Z',
      at('22:30', {
        run() {
          throw thrown
        },
      }),
      testBatch('OTHER'),
    )
    await engine.advanceTo('2026-01-05T21:30:00Z')
    const [run] = await runsOf(database, 'NIGHTLY')
    expect(await readRun(database.pool, run!.id)).toMatchObject({ state: 'failed', error: message })
    expect(await runsOf(database, 'OTHER')).toMatchObject([{ state: 'finished' }])
  })

  test('S25: a log of 2,000 lines and a detail of 200,000 characters are kept', async () => {
    await start(
      '2026-01-05T21:00:00Z',
      at('22:30', {
        async run(context) {
          for (let line = 1; line <= 2000; line += 1) context.log.info(`formation ${line}`)
          return { text: 'x'.repeat(200_000) }
        },
      }),
    )
    await engine.advanceTo('2026-01-05T21:30:00Z')
    const [run] = await runsOf(database)
    const lines = await readRunLines(database.pool, run!.id, { limit: 5000 })
    expect([lines.length, lines.at(-1)!.message]).toEqual([2000, 'formation 2000'])
    expect(String((await readRun(database.pool, run!.id))!.detail!.text)).toHaveLength(200_000)
  })

  test('S26: what PostgreSQL cannot store does not keep a run from being closed', async () => {
    const half = '\ud800'
    await start(
      '2026-01-05T21:00:00Z',
      at('22:30', {
        async run(context) {
          context.log.error(`NUL \0 et moitié ${half}`)
          throw new Error(`NUL \0 et moitié ${half}`)
        },
      }),
      testBatch('OTHER', { run: async () => ({ 'clé\0': half, not: Number.NaN }) }),
    )
    await engine.advanceTo('2026-01-05T21:30:00Z')
    expect(await runsOf(database, 'NIGHTLY')).toMatchObject([{ state: 'failed' }])
    expect(await runsOf(database, 'OTHER')).toMatchObject([{ state: 'finished' }])
  })

  test('S26: a stored plan that makes no sense does not keep the others from being launched', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'), testBatch('BROKEN'))
    await database.pool.query(`update batch set time_zone = 'Nowhere/Never' where code = 'BROKEN'`)
    engine.clock.advanceTo('2026-01-05T21:30:00Z')
    await engine.tick()
    await untilIdle(database)
    expect(await dues()).toEqual(['2026-01-05T21:30:00.000Z'])
    expect(await runsOf(database, 'BROKEN')).toEqual([])
  })

  test('S28: a planned batch that the program no longer has ends as failed', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'), testBatch('GONE'))
    await engine.stop()
    await start('2026-01-05T21:10:00Z', at('22:30'))
    await engine.advanceTo('2026-01-05T21:30:00Z')
    const [run] = await runsOf(database, 'GONE')
    expect(await readRun(database.pool, run!.id)).toMatchObject({
      state: 'failed',
      error: 'batch inconnu de ce programme : GONE',
    })
  })

  test('S29: batches due at one minute start in the order of their instants, then of their codes', async () => {
    const order: string[] = []
    const noting = (code: string, time: string) =>
      testBatch(code, {
        schedule: { time, weekdays: 'all' },
        resources: ['one at a time'],
        async run() {
          order.push(code)
          return {}
        },
      })
    await start('2026-01-05T21:00:00Z', noting('C', '22:30'), noting('A', '22:31'), noting('B', '22:30'))
    await engine.advanceTo('2026-01-05T21:31:00Z')
    expect(order).toEqual(['B', 'C', 'A'])
  })

  test('S32: rows of the heartbeat that are deleted cost no launch', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'))
    await database.pool.query('update node set check_started_at = null, check_ended_at = null')
    await engine.advanceTo('2026-01-05T21:30:00Z')
    expect(await dues()).toEqual(['2026-01-05T21:30:00.000Z'])
  })

  test('S33: nothing is launched before the start-up delay is over', async () => {
    await start('2026-01-05T21:00:00Z', at('22:30'))
    await engine.stop()
    engine = await startTestEngine(database, '2026-01-05T21:31:00Z', [at('22:30')], { startDelayMs: 30_000 })
    engine.clock.advanceTo('2026-01-05T21:31:29Z')
    expect(await runsOf(database)).toEqual([])
    engine.clock.advanceTo('2026-01-05T21:31:30Z')
    await until(async () => (await dues()).length === 1)
  })
})
