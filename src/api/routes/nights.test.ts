import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startTestApi, type TestApi, type TestApiOptions } from '../../../test/support/test-api.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, testBatch } from '../../../test/support/test-engine.ts'
import { admissionsOperator, operator } from '../../../test/support/visitor.ts'
import type { Batch } from '../../batch/define-batch.ts'

let database: TestDatabase
let api: TestApi
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  await api.stop()
  await forgetEngine(database)
})

async function start(batches: readonly Batch[], options: TestApiOptions = {}): Promise<void> {
  api = await startTestApi(database, batches, options)
}

/** With plain spaces, as they are easier to write. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

let broken = true
const night = [
  testBatch('CLEAN', { schedule: { time: '01:00', weekdays: 'all' } }),
  testBatch('IMP_QUO', {
    schedule: { time: '05:00', weekdays: 'all' },
    run: async () => {
      if (broken) throw new Error('fichier absent')
      return {}
    },
  }),
]

test('a night is told with its lanes, its counts and what went wrong', async () => {
  broken = true
  await start(night)
  await api.engine.advanceTo('2026-01-06T00:00:00Z')
  await api.engine.advanceTo('2026-01-06T04:00:00Z')
  await api.engine.advanceTo('2026-01-06T07:00:00Z')
  const { status, body } = await api.get('/api/nights/latest')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    date: '2026-01-05',
    from: '2026-01-05T11:00:00Z',
    to: '2026-01-06T11:00:00Z',
    previous: null,
    next: null,
    counts: { finished: 1, failed: 1, skipped: 0, held: 0 },
    mood: 'bad',
    lanes: [
      {
        batchCode: 'CLEAN',
        due: ['2026-01-06T00:00:00Z'],
        runs: [{ state: 'finished', stateCode: 'FINISH' }],
      },
      {
        batchCode: 'IMP_QUO',
        due: ['2026-01-06T04:00:00Z'],
        runs: [{ state: 'failed', abnormallyLong: false }],
      },
    ],
    exceptions: [{ kind: 'failed', batchCode: 'IMP_QUO', acknowledged: null, mendedBy: null }],
    upcoming: [
      { batchCode: 'CLEAN', at: '2026-01-07T00:00:00.000Z' },
      { batchCode: 'IMP_QUO', at: '2026-01-07T04:00:00.000Z' },
    ],
    checks: { state: 'on-time' },
  })
  expect(plain(body.sentence.fr)).toBe('2 exécutions, 1 réussie. IMP_QUO a échoué à 05:00:00.')
  expect(body.exceptions[0].sentence.fr).toBe('IMP_QUO a échoué à 05:00:00\u00a0: fichier absent')
})

test('what was acknowledged and what was mended settle it', async () => {
  broken = true
  await start(night)
  await api.engine.advanceTo('2026-01-06T04:00:00Z')
  const failed = (await api.get('/api/nights/latest')).body.exceptions[0]
  api.actAs(operator)
  await api.put(`/api/runs/${failed.runId}/acknowledgement`)
  expect((await api.get('/api/nights/latest')).body).toMatchObject({
    mood: 'good',
    exceptions: [{ acknowledged: { by: 'testun-operateur' } }],
  })
  broken = false
  const again = await api.post(`/api/runs/${failed.runId}/repetition`, {})
  await api.engine.waitForRun(again.body.runId)
  expect((await api.get('/api/nights/latest')).body.exceptions).toMatchObject([
    { mendedBy: again.body.runId },
  ])
})

test('one steps back night by night; in the afternoon the latest is the one that has ended', async () => {
  broken = false
  await start(night)
  for (const day of ['06', '07'])
    for (const hour of ['00', '04']) await api.engine.advanceTo(`2026-01-${day}T${hour}:00:00Z`)
  await api.engine.advanceTo('2026-01-07T14:00:00Z')
  const { body } = await api.get('/api/nights/latest')
  expect(body).toMatchObject({ date: '2026-01-06', previous: '2026-01-05', next: '2026-01-07' })
  const coming = (await api.get('/api/nights/2026-01-07')).body
  expect(coming).toMatchObject({ mood: 'quiet', next: null, exceptions: [] })
  expect(plain(coming.sentence.fr)).toBe("Rien ne s'est encore exécuté. Prochaine échéance : CLEAN à 01:00.")
  expect((await api.get('/api/nights/2026-01-05')).body).toMatchObject({ previous: null, mood: 'good' })
  expect((await api.get('/api/nights/2026-02-30')).status).toBe(422)
})

test('what was missed while everything was down is told in every night that it concerns', async () => {
  broken = false
  await start([
    testBatch('IMP_QUO', { schedule: { time: '05:00', weekdays: 'all' }, catchUp: { policy: 'skip' } }),
  ])
  await api.engine.advanceTo('2026-01-08T08:00:00Z')
  for (const date of ['2026-01-05', '2026-01-06', '2026-01-07']) {
    const { body } = await api.get(`/api/nights/${date}`)
    expect(body.exceptions).toMatchObject([{ kind: 'missed', batchCode: 'IMP_QUO' }])
    expect(body.mood).toBe('bad')
  }
})

test('a plan that was changed since does not change what was due then', async () => {
  broken = false
  await start(night)
  for (const hour of ['00', '04']) await api.engine.advanceTo(`2026-01-06T${hour}:00:00Z`)
  await api.engine.advanceTo('2026-01-06T12:00:00Z')
  await api.put('/api/batches/CLEAN/plan', { version: 1, schedule: { time: '03:00', weekdays: 'all' } })
  const lane = async (date: string) =>
    (await api.get(`/api/nights/${date}`)).body.lanes.find(
      (one: { batchCode: string }) => one.batchCode === 'CLEAN',
    )
  expect((await lane('2026-01-05')).due).toEqual(['2026-01-06T00:00:00Z'])
  expect((await lane('2026-01-06')).due).toEqual(['2026-01-07T02:00:00Z'])
})

test('what was due before the batch was installed is nobody’s fault; what left no trace since is told', async () => {
  broken = false
  await start(night, { start: '2026-01-06T02:00:00Z' })
  await api.engine.advanceTo('2026-01-06T04:00:00Z')
  await api.engine.advanceTo('2026-01-06T08:00:00Z')
  expect((await api.get('/api/nights/latest')).body.exceptions).toEqual([])
  await database.pool.query(`delete from batch_run where batch_code = 'IMP_QUO'`)
  expect((await api.get('/api/nights/latest')).body.exceptions).toMatchObject([
    { kind: 'not-started', batchCode: 'IMP_QUO', runId: null, at: '2026-01-06T04:00:00Z' },
  ])
})

test('nobody sees what ran in applications that are not theirs', async () => {
  broken = true
  await start(night)
  await api.engine.advanceTo('2026-01-06T04:00:00Z')
  api.actAs(admissionsOperator)
  expect((await api.get('/api/nights/latest')).body).toMatchObject({
    lanes: [],
    exceptions: [],
    upcoming: [],
    counts: { failed: 0 },
    checks: { running: [], queued: 0 },
  })
})
