import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { startTestApi, type TestApi, type TestApiOptions } from '../../../test/support/test-api.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, gate, testBatch, untilIdle } from '../../../test/support/test-engine.ts'
import { administrator, admissionsOperator, operator, reader } from '../../../test/support/visitor.ts'
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

async function audited(): Promise<string[]> {
  const { rows } = await database.pool.query<{ line: string }>(
    `select actor || ' ' || action || ' ' || subject as line from audit_event order by id desc limit 1`,
  )
  return rows.map((row) => row.line)
}

const nightly = testBatch('NIGHTLY')
const failing = testBatch('FAILING', {
  run: async () => {
    throw new Error('le serveur distant ne répond pas')
  },
})

test('a batch for which something is still to be set is not put in service: NOT_READY says what', async () => {
  const ready = async () => ({ fr: 'réglez son adresse', en: 'set its address' })
  await start([testBatch('SENDER', { enabled: false, ready })])
  expect(await api.put('/api/batches/SENDER/plan', { version: 1, enabled: true })).toMatchObject({
    status: 409,
    body: {
      code: 'NOT_READY',
      detail: 'Le batch SENDER ne peut pas encore être mis en service : réglez son adresse',
    },
  })
  expect((await api.get('/api/batches/SENDER')).body.notReady).toEqual({
    fr: 'réglez son adresse',
    en: 'set its address',
  })
})

describe('the grid', () => {
  test('shows each planned batch with its plan in words, its last run and a verdict', async () => {
    await start([nightly, failing, testBatch('BY_HAND', { schedule: null })])
    await api.engine.advanceTo('2026-01-05T21:30:00Z')
    const { status, body } = await api.get('/api/batches')
    expect(status).toBe(200)
    expect(body.items.map((one: { code: string }) => one.code)).toEqual(['FAILING', 'NIGHTLY'])
    expect(body.items[1]).toMatchObject({
      code: 'NIGHTLY',
      application: 'core',
      enabled: true,
      scheduleWording: {
        fr: 'Tous les lun, mar, mer, jeu, ven, sam, dim à 22h30',
        en: 'Every Mon, Tue, Wed, Thu, Fri, Sat, Sun at 22:30',
      },
      nextDueAt: '2026-01-06T21:30:00.000Z',
      requested: false,
      lastRun: { state: 'finished', stateCode: 'FINISH', trigger: 'schedule', durationSeconds: 0 },
      lastRunWording: {
        fr: 'FINISH - Deb : 05/01/2026 22:30:00 - Fin : 22:30:00 - Durée : 00min 00sec',
      },
      recent: [{ state: 'finished', durationSeconds: 0 }],
      verdict: 'on-time',
      actions: { edit: true, launch: true },
    })
    expect(body.items[0]).toMatchObject({ verdict: 'failing', verdictSince: '2026-01-05T21:30:00.000Z' })
    expect(body.checks).toMatchObject({ state: 'on-time', running: [], queued: 0 })
    expect(body.now).toBe('2026-01-05T21:30:00Z')
  })

  test('finds batches by code and by label, without regard to case and accents', async () => {
    await start([nightly, testBatch('IMP_QUO', { label: { fr: 'Import de la scolarité', en: 'Import' } })])
    const codes = async (search: string) =>
      (await api.get(`/api/batches?search=${search}`)).body.items.map((one: { code: string }) => one.code)
    expect(await codes('night')).toEqual(['NIGHTLY'])
    expect(await codes('SCOLARITE')).toEqual(['IMP_QUO'])
    expect(await codes('nothing-like-it')).toEqual([])
  })

  test('a visitor sees the batches of their applications, and what they may do', async () => {
    await start([nightly])
    api.actAs(reader)
    expect((await api.get('/api/batches')).body.items[0].actions).toEqual({ edit: false, launch: false })
    api.actAs(operator)
    expect((await api.get('/api/batches')).body.items[0].actions).toEqual({ edit: false, launch: true })
    api.actAs(admissionsOperator)
    expect((await api.get('/api/batches')).body.items).toEqual([])
    expect(await api.get('/api/batches/NIGHTLY')).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
    api.actAs(null)
    expect((await api.get('/api/batches')).status).toBe(401)
  })

  test('a run under way and one that waits are said so', async () => {
    const hold = gate()
    await start([testBatch('LONG', { run: hold.pass })])
    const { body } = await api.post('/api/batches/LONG/runs', {})
    await hold.arrived(1)
    const [row] = (await api.get('/api/batches')).body.items
    expect(row).toMatchObject({
      requested: true,
      runningRun: { id: body.runId, state: 'running', requestedBy: administrator.login },
      verdict: 'running',
    })
    hold.open()
    await untilIdle(database)
  })

  test('a batch that the program has no more keeps its row, and cannot be launched', async () => {
    await start([nightly])
    await database.pool.query(`update batch set code = 'FORMER' where code = 'NIGHTLY'`)
    const [row] = (await api.get('/api/batches')).body.items
    expect(row).toMatchObject({
      code: 'FORMER',
      known: false,
      label: { fr: 'FORMER' },
      actions: { edit: false, launch: false },
    })
    await database.pool.query(`update batch set code = 'NIGHTLY' where code = 'FORMER'`)
  })
})

describe('the page of one batch', () => {
  test('tells its rules, its parameters as a form and its next instants with what is odd about them', async () => {
    const parameters = z.strictObject({ jours: z.int().min(1).default(30).describe('Jours gardés') })
    await start(
      [testBatch('SUNDAYS', { schedule: { time: '02:30', weekdays: ['sun'] }, parameters, rerunSafe: true })],
      { start: '2026-03-20T10:00:00Z' },
    )
    const { body } = await api.get('/api/batches/SUNDAYS')
    expect(body.parametersSchema).toMatchObject({
      properties: { jours: { default: 30, minimum: 1, description: 'Jours gardés' } },
    })
    expect(body.parametersInForce).toEqual({ jours: 30 })
    expect(body.timeoutMinutes).toBe(180)
    expect(body.rules.map((rule: { fr: string }) => rule.fr).join(' ')).toMatch(
      /rattrapée si elle a moins de 12 heures/,
    )
    expect(body.nextInstants).toHaveLength(10)
    expect(body.nextInstants[0]).toEqual({ at: '2026-03-22T01:30:00Z', note: null })
    expect(body.nextInstants[1]).toMatchObject({
      at: '2026-03-29T01:00:00Z',
      note: { fr: "Changement d'heure\u00a0: 02h30 n'existe pas ce jour-là, démarre à 03h00." },
    })
  })

  test('an unknown batch is not found', async () => {
    await start([nightly])
    expect(await api.get('/api/batches/NOPE')).toMatchObject({ status: 404, body: { code: 'UNKNOWN_BATCH' } })
  })
})

describe('saving a plan', () => {
  test('one save changes the schedule, takes the batch out of service and cancels what waited', async () => {
    const hold = gate()
    await start([testBatch('LONG', { schedule: { time: '12:00', weekdays: 'all' }, run: hold.pass })])
    await api.post('/api/batches/LONG/runs', {})
    await hold.arrived(1)
    await api.engine.lookAt('2026-01-05T11:00:00Z')
    const { status, body } = await api.put('/api/batches/LONG/plan', {
      version: 1,
      enabled: false,
      schedule: { time: '04:00', weekdays: ['mon'] },
      catchUp: { policy: 'skip' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ version: 2, nextDueAt: null })
    expect(body.cancelledRuns).toHaveLength(1)
    expect(await audited()).toEqual(['testun-admin batch.disabled batch:LONG'])
    const [row] = (await api.get('/api/batches')).body.items
    expect(row).toMatchObject({
      enabled: false,
      disabledBy: 'testun-admin',
      scheduleWording: { fr: 'Tous les lun à 04h00' },
      catchUp: { policy: 'skip' },
      version: 2,
      waitingRun: null,
    })
    hold.open()
    await untilIdle(database)
  })

  test('a stale save is refused and says who was faster', async () => {
    await start([nightly])
    await api.put('/api/batches/NIGHTLY/plan', { version: 1, schedule: { time: '01:00', weekdays: 'all' } })
    const { status, body } = await api.put('/api/batches/NIGHTLY/plan', { version: 1, enabled: false })
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'STALE_VERSION',
      detail:
        'Le batch NIGHTLY a été modifié entre-temps par testun-admin (05/01/2026 11:00:00) : rafraîchissez',
      changedBy: 'testun-admin',
      changedAt: '2026-01-05T10:00:00.000Z',
      currentVersion: 2,
    })
  })

  test('a refused schedule says what is wrong beside which field, and changes nothing', async () => {
    await start([nightly])
    const { status, body } = await api.put('/api/batches/NIGHTLY/plan', {
      version: 1,
      enabled: false,
      schedule: { time: '01:00', dayOfMonth: 31, month: 2 },
    })
    expect(status).toBe(422)
    expect(body).toMatchObject({
      code: 'INVALID_SCHEDULE',
      schedule: [{ field: 'dayOfMonth', code: 'impossible-date', message: { fr: /finit le 29/ } }].map(
        (one) => ({
          ...one,
          message: expect.anything(),
        }),
      ),
    })
    expect((await api.get('/api/batches/NIGHTLY')).body.batch).toMatchObject({ enabled: true, version: 1 })
  })

  test('a frequency shorter than the check period is refused', async () => {
    await start([nightly], { engine: { checkPeriodMs: 120_000 } })
    await api.engine.tick()
    const { body } = await api.put('/api/batches/NIGHTLY/plan', {
      version: 1,
      schedule: { everyMinutes: 1, weekdays: 'all' },
    })
    expect(body.schedule).toMatchObject([{ field: 'everyMinutes', code: 'frequency-below-check-period' }])
  })

  test('parameters that the batch does not take are refused', async () => {
    await start([nightly])
    const answer = await api.put('/api/batches/NIGHTLY/plan', { version: 1, parameters: { limit: 1 } })
    expect(answer).toMatchObject({ status: 422, body: { code: 'INVALID_PARAMETERS' } })
  })

  test('an operator may not', async () => {
    await start([nightly])
    api.actAs(operator)
    expect((await api.put('/api/batches/NIGHTLY/plan', { version: 1, enabled: false })).status).toBe(403)
  })
})

describe('revisions', () => {
  test('tell who changed what, page by page, and a former plan can be put back', async () => {
    await start([nightly])
    const save = (version: number, edit: object) => api.put('/api/batches/NIGHTLY/plan', { version, ...edit })
    await save(1, { schedule: { time: '01:00', weekdays: ['mon'] } })
    await save(2, { enabled: false })
    await save(3, { catchUp: { policy: 'skip' } })
    const first = (await api.get('/api/batches/NIGHTLY/revisions?size=2')).body
    expect(
      first.items.map((one: { version: number; changed: string[] }) => [one.version, one.changed]),
    ).toEqual([
      [4, ['catchUp']],
      [3, ['enabled']],
    ])
    expect(first.next).toBe(3)
    const second = (await api.get('/api/batches/NIGHTLY/revisions?size=2&before=3')).body
    expect(second).toMatchObject({
      items: [
        {
          version: 2,
          author: 'testun-admin',
          changed: ['schedule'],
          beforeWording: { fr: 'Tous les lun, mar, mer, jeu, ven, sam, dim à 22h30' },
          afterWording: { fr: 'Tous les lun à 01h00' },
        },
      ],
      next: null,
    })
    const restored = await api.post('/api/batches/NIGHTLY/revisions/2/restoration', { version: 4 })
    expect(restored).toMatchObject({ status: 200, body: { version: 5 } })
    expect((await api.get('/api/batches/NIGHTLY')).body.batch).toMatchObject({
      enabled: true,
      scheduleWording: { fr: 'Tous les lun à 01h00' },
      catchUp: { policy: 'run' },
    })
    const installed = await api.post('/api/batches/NIGHTLY/revisions/1/restoration', { version: 5 })
    expect(installed.body.version).toBe(6)
    expect((await api.get('/api/batches/NIGHTLY')).body.batch.schedule.time).toBe('22:30')
  })

  test('putting back over a version that somebody else made is refused', async () => {
    await start([nightly])
    await api.put('/api/batches/NIGHTLY/plan', { version: 1, enabled: false })
    const stale = await api.post('/api/batches/NIGHTLY/revisions/2/restoration', { version: 1 })
    expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } })
    const unknown = await api.post('/api/batches/NIGHTLY/revisions/9/restoration', { version: 2 })
    expect(unknown).toMatchObject({ status: 404, body: { code: 'UNKNOWN_REVISION' } })
  })
})

describe('immediate launch', () => {
  test('is one run whoever asks twice, and is written down with its author', async () => {
    const hold = gate()
    await start([testBatch('LONG', { run: hold.pass })])
    api.actAs(operator)
    const { status, body } = await api.post('/api/batches/LONG/runs', {})
    expect(status).toBe(201)
    expect(await audited()).toEqual(['testun-operateur batch.launched batch:LONG'])
    const again = await api.post('/api/batches/LONG/runs', {})
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'ALREADY_REQUESTED', detail: 'Le batch LONG est déjà demandé' },
    })
    await hold.arrived(1)
    hold.open()
    expect(await api.engine.waitForRun(body.runId)).toMatchObject({
      state: 'finished',
      trigger: 'manual',
      requestedBy: 'testun-operateur',
    })
  })

  test('by a token it is a launch by API', async () => {
    await start([nightly])
    api.actAs({ ...operator, via: 'token' })
    const { body } = await api.post('/api/batches/NIGHTLY/runs', {})
    expect((await api.engine.waitForRun(body.runId)).trigger).toBe('api')
  })

  test('is refused out of service, and to readers', async () => {
    await start([testBatch('OFF', { enabled: false }), nightly])
    expect(await api.post('/api/batches/OFF/runs', {})).toMatchObject({
      status: 409,
      body: { code: 'OUT_OF_SERVICE' },
    })
    api.actAs(reader)
    expect((await api.post('/api/batches/NIGHTLY/runs', {})).status).toBe(403)
  })

  test('a batch that runs on request only is not launched from here with parameters of one’s own', async () => {
    const parameters = z.object({ path: z.string() })
    await start([testBatch('BY_FILE', { schedule: null, parameters, waiting: 'many' })])
    const answer = await api.post('/api/batches/BY_FILE/runs', { parameters: { path: '/etc/passwd' } })
    expect(answer).toMatchObject({ status: 409, body: { code: 'NOT_PLANNED' } })
  })

  test('a parameter that protects people is as planned, but for an administrator', async () => {
    const parameters = z.object({ familyAddress: z.boolean().default(false), size: z.int().default(3) })
    await start([testBatch('LETTERS', { parameters, reserved: ['familyAddress'] })])
    const launch = (parameters: object) => api.post('/api/batches/LETTERS/runs', { parameters })
    api.actAs(operator)
    expect(await launch({ familyAddress: true })).toMatchObject({
      status: 403,
      body: { code: 'RESERVED_PARAMETER', detail: expect.stringContaining('familyAddress') },
    })
    const { body } = await launch({ familyAddress: false, size: 5 })
    await api.engine.waitForRun(body.runId)
    api.actAs(administrator)
    const { runId } = (await launch({ familyAddress: true })).body
    await api.engine.waitForRun(runId)
    // Running that one again is another launch.
    api.actAs(operator)
    expect((await api.post(`/api/runs/${runId}/repetition`, {})).body.code).toBe('RESERVED_PARAMETER')
  })

  test('a batch that destroys shows what it would touch and wants its code', async () => {
    await start([testBatch('DESTROY', { danger: { preview: async () => ({ dossiers: 12 }) } })])
    expect((await api.get('/api/batches/DESTROY/launch-preview')).body).toEqual({
      dangerous: true,
      figures: { dossiers: 12 },
    })
    expect(await api.post('/api/batches/DESTROY/runs', { confirmation: 'destroy' })).toMatchObject({
      status: 422,
      body: { code: 'CONFIRMATION_REQUIRED' },
    })
    const { status, body } = await api.post('/api/batches/DESTROY/runs', { confirmation: 'DESTROY' })
    expect(status).toBe(201)
    await api.engine.waitForRun(body.runId)
  })
})

test('durations show the median and from where a run is abnormally long', async () => {
  await start([nightly])
  for (const day of ['05', '06', '07', '08', '09']) await api.engine.advanceTo(`2026-01-${day}T21:30:00Z`)
  await database.pool.query(`update batch_run set ended_at = started_at + interval '10 seconds'`)
  const { body } = await api.get('/api/batches/NIGHTLY/durations?size=3')
  expect(body.runs).toHaveLength(3)
  const all = (await api.get('/api/batches/NIGHTLY/durations')).body
  expect(all).toMatchObject({ medianSeconds: 10, abnormalAboveSeconds: 70 })
  expect(all.runs[0].startedAt).toBe('2026-01-05T21:30:00.000Z')
})

describe('an instant', () => {
  const why = async (at: string) => (await api.get(`/api/batches/NIGHTLY/instants/${at}`)).body

  test('that ran leads to its run', async () => {
    await start([nightly])
    await api.engine.advanceTo('2026-01-05T21:30:00Z')
    expect(await why('2026-01-05T21:30:00Z')).toMatchObject({
      why: 'ran',
      run: { state: 'finished' },
      batch: { code: 'NIGHTLY' },
    })
  })

  test('that was missed while everything was down is found among the missed ones', async () => {
    await start([testBatch('NIGHTLY', { catchUp: { policy: 'skip' } })])
    await api.engine.advanceTo('2026-01-08T08:00:00Z')
    const answer = await why('2026-01-06T21:30:00Z')
    expect(answer).toMatchObject({ why: 'skipped', run: { state: 'skipped' } })
    expect(answer.explanation.fr).toContain('Personne ne vérifiait à ce moment')
  })

  test('is explained by the plan in force at that time', async () => {
    await start([nightly])
    await database.pool.query(`update node set started_at = '2026-01-05T10:00:00Z'`)
    await api.engine.advanceTo('2026-01-06T12:00:00Z')
    await api.put('/api/batches/NIGHTLY/plan', { version: 1, enabled: false })
    await api.engine.advanceTo('2026-01-08T12:00:00Z')
    expect(await why('2026-01-06T03:00:00Z')).toMatchObject({ why: 'not-due', run: null })
    expect(await why('2026-01-07T21:30:00Z')).toMatchObject({
      why: 'out-of-service',
      plan: { version: 2, author: 'testun-admin' },
      explanation: {
        fr: "Le batch n'était pas en service (plan enregistré par testun-admin le 06/01/2026 13:00:00).",
      },
    })
    expect(await why('2026-01-09T21:30:00Z')).toMatchObject({ why: 'future' })
  })

  test('before the installation knew the batch there was no plan', async () => {
    await start([nightly])
    expect(await why('2020-01-01T21:30:00Z')).toMatchObject({ why: 'before-first-plan', plan: null })
  })

  test('that left no trace is told honestly', async () => {
    await start([nightly])
    await api.engine.advanceTo('2026-01-06T12:00:00Z')
    await database.pool.query('delete from batch_run')
    expect(await why('2026-01-05T21:30:00Z')).toMatchObject({ why: 'nobody-checked', run: null })
  })
})

describe('a schedule while it is typed', () => {
  const preview = async (schedule: unknown, more = {}) =>
    (await api.post('/api/schedule-previews', { schedule, ...more })).body

  test('comes back in words, with its next instants and what it skips', async () => {
    await start([nightly])
    api.actAs(reader)
    expect(await preview({ time: '22:00', dayOfMonth: 31 })).toEqual({
      refusals: [],
      wording: { fr: 'Le 31 de chaque mois à 22h00', en: 'On day 31 of every month at 22:00' },
      instants: ['2026-01-31T21:00:00Z', '2026-03-31T20:00:00Z', '2026-05-31T20:00:00Z'].map((at) => ({
        at,
        note: null,
      })),
      notes: [{ fr: 'Les mois sans 31 sont sautés.', en: 'Months without a 31st are skipped.' }],
    })
  })

  test('is refused field by field, whatever is typed', async () => {
    await start([nightly])
    expect((await preview({ time: '25:00' })).refusals).toMatchObject([
      { field: 'time', code: 'time-format' },
    ])
    for (const everyMinutes of [0, -1, 'abc', 1441, 0.5])
      expect((await preview({ everyMinutes, weekdays: 'all' })).refusals).toMatchObject([
        { field: 'everyMinutes', code: 'frequency-range' },
      ])
    expect((await preview(null)).refusals).toMatchObject([{ field: 'schedule' }])
  })
})
