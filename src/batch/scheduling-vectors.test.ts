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
import type { Batch } from './define-batch.ts'

// Vectors V10 to V21 of admissions.md 2.9 that need a database; the others are in due-decision.test.ts and
// schedule/. 05/01/2026 is a Monday; 22:30 in Paris is 21:30 UTC in winter.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

describe.each([1, 2])('with %i node(s)', (count) => {
  let nodes: TestEngine[] = []

  async function up(start: string, batches: readonly Batch[]): Promise<void> {
    const clock = manualClock(start)
    for (let index = 0; index < count; index += 1) nodes.push(await startTestEngine(database, clock, batches))
    await untilIdle(database)
  }

  async function down(): Promise<void> {
    await Promise.all(nodes.map((node) => node.stop()))
    nodes = []
  }

  /** All nodes look at the same moment. */
  async function lookAt(instant: string): Promise<void> {
    nodes[0]!.clock.advanceTo(instant)
    await Promise.all(nodes.map((node) => node.tick()))
  }

  async function advanceTo(instant: string): Promise<void> {
    await lookAt(instant)
    await untilIdle(database)
  }

  afterEach(async () => {
    await down()
    await forgetEngine(database)
  })

  const nightly = testBatch('NIGHTLY', { catchUp: { policy: 'run', withinMinutes: 12 * 60 } })

  test('V10: down from 20:00 to 08:00, one catch-up run answers 22:30', async () => {
    await up('2026-01-05T10:00:00Z', [nightly])
    await down()
    await up('2026-01-06T07:00:00Z', [nightly])
    await advanceTo('2026-01-06T07:00:30Z')
    expect(await runsOf(database)).toMatchObject([
      { state: 'finished', trigger: 'catch-up', due: '2026-01-05T21:30:00.000Z' },
    ])
  })

  test('V11: down for three nights, one run and one row that tells of the two older ones', async () => {
    await up('2026-01-05T10:00:00Z', [nightly])
    await down()
    await up('2026-01-08T07:00:00Z', [nightly])
    await advanceTo('2026-01-08T07:00:30Z')
    const runs = await runsOf(database)
    expect(runs).toHaveLength(2)
    expect(runs).toContainEqual(
      expect.objectContaining({ state: 'finished', trigger: 'catch-up', due: '2026-01-07T21:30:00.000Z' }),
    )
    expect(runs).toContainEqual(
      expect.objectContaining({
        state: 'skipped',
        reason: 'occurrences manquées : du 05/01/2026 22:30:00 au 06/01/2026 22:30:00, nombre 2',
      }),
    )
  })

  test('V12: of a switch and its counterpart that are both late, only the one due last applies', async () => {
    const pair = { lastWins: 'maintenance', lane: 'own', resources: ['maintenance'] } as const
    const batches = [
      testBatch('EN_MAINT', { ...pair, schedule: { time: '22:55', weekdays: 'all' } }),
      testBatch('EN_SERVICE', { ...pair, schedule: { time: '23:30', weekdays: 'all' } }),
    ]
    await up('2026-01-05T20:00:00Z', batches)
    await down()
    await up('2026-01-05T22:45:00Z', batches)
    await advanceTo('2026-01-05T22:45:30Z')
    expect(await runsOf(database, 'EN_SERVICE')).toMatchObject([{ state: 'finished', trigger: 'catch-up' }])
    expect(await runsOf(database, 'EN_MAINT')).toMatchObject([{ state: 'skipped' }])
  })

  test('V13: a long synchronisation does not delay the batch that opens the service again', async () => {
    const sync = gate()
    await up('2026-01-05T20:00:00Z', [
      testBatch('EN_SERVICE', { lane: 'own', schedule: { time: '23:30', weekdays: 'all' } }),
      testBatch('SYNCHRO', { schedule: { time: '23:00', weekdays: 'all' }, run: sync.pass }),
    ])
    await lookAt('2026-01-05T22:00:00Z')
    await sync.arrived(1)
    await lookAt('2026-01-05T22:30:00Z')
    await until(async () => (await runsOf(database, 'EN_SERVICE'))[0]?.state === 'finished')
    expect(await runsOf(database, 'SYNCHRO')).toMatchObject([{ state: 'running' }])
    sync.open()
    await untilIdle(database)
  })

  test('V14: a batch due while another runs past its hour runs exactly once', async () => {
    const long = gate()
    await up('2026-01-05T20:00:00Z', [
      testBatch('LONG', { schedule: { time: '23:00', weekdays: 'all' }, run: long.pass }),
      testBatch('QUARTER', { schedule: { time: '23:15', weekdays: 'all' } }),
    ])
    await lookAt('2026-01-05T22:00:10Z')
    await long.arrived(1)
    await lookAt('2026-01-05T22:30:00Z')
    long.open()
    await untilIdle(database)
    await advanceTo('2026-01-05T22:31:00Z')
    expect((await runsOf(database, 'QUARTER')).map((run) => run.state)).toEqual(['finished'])
  })

  test('V16: every 5 minutes, a run from 10:00 to 10:12 is followed by one run at its end, not three', async () => {
    const long = gate()
    await up('2026-01-05T08:59:00Z', [
      testBatch('OFTEN', {
        schedule: { time: '00:00', weekdays: 'all', everyMinutes: 5 },
        run: (context) => long.pass(context),
      }),
    ])
    await lookAt('2026-01-05T09:00:00Z')
    await long.arrived(1)
    await lookAt('2026-01-05T09:05:00Z')
    await lookAt('2026-01-05T09:10:30Z')
    nodes[0]!.clock.advanceTo('2026-01-05T09:12:00Z')
    long.open()
    await untilIdle(database)
    await advanceTo('2026-01-05T09:12:30Z')
    await advanceTo('2026-01-05T09:13:00Z')
    expect((await runsOf(database)).map((run) => `${run.state} ${run.due}`)).toEqual([
      'finished 2026-01-05T09:00:00.000Z',
      'finished 2026-01-05T09:10:00.000Z',
    ])
  })

  test('V18: a Monday 22:30 batch enabled on Monday at 22:31 is due the next Monday', async () => {
    await up('2026-01-05T20:00:00Z', [
      testBatch('MONDAYS', { enabled: false, schedule: { time: '22:30', weekdays: ['mon'] } }),
    ])
    await advanceTo('2026-01-05T21:31:00Z')
    expect(await nodes[0]!.setEnabled('MONDAYS', true, 'alice')).toMatchObject({
      ok: true,
      nextDueAt: '2026-01-12T21:30:00Z',
    })
    await advanceTo('2026-01-05T21:40:00Z')
    expect(await runsOf(database)).toEqual([])
  })

  test('V20: a clock set back by 10 minutes makes no second run', async () => {
    await up('2026-01-05T20:00:00Z', [nightly])
    await advanceTo('2026-01-05T21:30:05Z')
    nodes[0]!.clock.set('2026-01-05T21:20:05Z')
    await advanceTo('2026-01-05T21:20:10Z')
    await advanceTo('2026-01-05T21:35:00Z')
    expect((await runsOf(database)).map((run) => run.state)).toEqual(['finished'])
  })

  test('V20: neither does saving the plan, or its service, while the clock is back', async () => {
    await up('2026-01-05T20:00:00Z', [nightly])
    await advanceTo('2026-01-05T21:30:05Z')
    nodes[0]!.clock.set('2026-01-05T21:20:05Z')
    await nodes[0]!.setEnabled('NIGHTLY', false, 'alice')
    await nodes[0]!.setEnabled('NIGHTLY', true, 'alice')
    await advanceTo('2026-01-05T21:35:00Z')
    expect((await runsOf(database)).map((run) => run.state)).toEqual(['finished'])
  })

  test('V21: nodes that look at the same moment make one run and one row', async () => {
    const batches = Array.from({ length: 30 }, (_, index) => testBatch(`TWIN_${index}`))
    await up('2026-01-05T20:00:00Z', batches)
    await advanceTo('2026-01-05T21:30:00Z')
    const runs = await runsOf(database)
    expect(runs).toHaveLength(30)
    expect(runs.every((run) => run.state === 'finished')).toBe(true)
  })
})

test('a node whose clock is 40 s late makes no second run (health.md case 7)', async () => {
  const runs: number[] = []
  const batch = testBatch('MIDNIGHT', {
    async run(context) {
      runs.push(context.run.id)
      return {}
    },
  })
  const right = await startTestEngine(database, '2026-01-05T20:00:00Z', [batch])
  const late = await startTestEngine(database, '2026-01-05T19:59:20Z', [batch])
  await right.advanceTo('2026-01-05T21:30:00Z')
  await late.advanceTo('2026-01-05T21:29:20Z')
  await late.advanceTo('2026-01-05T21:30:00Z')
  expect(runs).toHaveLength(1)
  await Promise.all([right.stop(), late.stop()])
})
