import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import {
  forgetEngine,
  gate,
  runsOf,
  startTestEngine,
  type TestEngine,
  testBatch,
  until,
} from '../../../test/support/test-engine.ts'
import type { Batch } from '../../batch/define-batch.ts'
import { readMaintenance, setMaintenance } from '../../platform/maintenance.ts'
import { closedDoors } from '../lanes.ts'
import { plannedSwitches, readAdmissionsStatus } from '../maintenance/status.ts'
import enMaint from './batch-app-en-maint.ts'
import enService from './batch-app-en-service.ts'

let database: TestDatabase
let engine: TestEngine

const nightly = (batch: Batch): Batch => ({
  ...batch,
  enabled: true,
  schedule: { ...batch.schedule!, weekdays: 'all' },
})
const pair = [nightly(enMaint), nightly(enService)]
const admissions = { code: 'admissions', label: { fr: '', en: '' }, settings: [] } as const

beforeAll(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await engine?.stop()
  await forgetEngine(database)
  await database.pool.query(`delete from maintenance where scope = 'admissions'`)
})
afterAll(() => database?.drop())

async function start(at: string, batches: readonly Batch[] = pair): Promise<void> {
  engine = await startTestEngine(database, at, batches, { applications: [{ ...admissions, batches }] })
}

async function run(code: string): Promise<{ id: number; state: string; detail: unknown; lines: string[] }> {
  const asked = await engine.requestRun({ code, trigger: 'cli', requestedBy: 'test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return await ended(asked.runId)
}

async function ended(runId: number) {
  const { id, state, detail } = await engine.waitForRun(runId)
  const { rows } = await database.pool.query<{ message: string }>(
    'select message from batch_run_line where run_id = $1 order by message',
    [id],
  )
  return { id, state, detail, lines: rows.map(({ message }) => message) }
}

const switchOf = () => readMaintenance(database.pool, 'admissions')

test('each switches admissions alone, says so, and says « déjà » the second time; a missing row is made and told', async () => {
  await start('2026-01-05T09:00:00Z')
  await database.pool.query(`delete from maintenance where scope = 'admissions'`)
  expect((await run('BATCH_APP_EN_MAINT')).lines).toEqual([
    'maintenance activée',
    'paramètre de maintenance absent : recréé',
  ])
  expect(await switchOf()).toMatchObject({ on: true, by: 'SYSTEM:BATCH_APP_EN_MAINT' })
  expect((await readMaintenance(database.pool)).on).toBe(false)
  expect(await run('BATCH_APP_EN_MAINT')).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 1, traites: 0, ignores: 1, en_erreur: 0 },
    lines: ['maintenance déjà active'],
  })
  expect((await run('BATCH_APP_EN_SERVICE')).lines).toEqual(['application remise en service'])
  expect((await run('BATCH_APP_EN_SERVICE')).lines).toEqual(['application déjà en service'])
  const { rows } = await database.pool.query(
    `select actor, action from audit_event where action like 'maintenance.%' order by id`,
  )
  expect(rows).toEqual([
    { actor: 'SYSTEM:BATCH_APP_EN_MAINT', action: 'maintenance.on' },
    { actor: 'SYSTEM:BATCH_APP_EN_SERVICE', action: 'maintenance.off' },
  ])
})

test('32: an administrator switched by hand before: the batch says « déjà », no error, and by whom stays', async () => {
  await start('2026-01-05T09:00:00Z')
  await setMaintenance(database.pool, 'admissions', { on: true, by: 'testun', now: engine.clock.now() })
  expect(await run('BATCH_APP_EN_MAINT')).toMatchObject({
    state: 'finished',
    lines: ['maintenance déjà active'],
  })
  expect((await switchOf()).by).toBe('testun')
})

test('fault 3.1: only the switch is written, never a fresh edit beside it', async () => {
  await start('2026-01-05T09:00:00Z')
  await setMaintenance(database.pool, 'admissions', {
    on: true,
    message: 'Retour à 14 h',
    by: 'testun',
    now: engine.clock.now(),
  })
  await run('BATCH_APP_EN_MAINT')
  expect((await switchOf()).message).toBe('Retour à 14 h')
})

test('31 (V12): both late after the downtime: only the later one is applied', async () => {
  await start('2026-01-05T20:00:00Z')
  await engine.stop()
  // 22:55 and 23:30 in Paris went by.
  await start('2026-01-05T22:45:00Z')
  await engine.advanceTo('2026-01-05T22:45:01Z')
  expect(await runsOf(database, 'BATCH_APP_EN_MAINT')).toMatchObject([{ state: 'skipped' }])
  expect(await runsOf(database, 'BATCH_APP_EN_SERVICE')).toMatchObject([
    { state: 'finished', trigger: 'catch-up' },
  ])
  expect((await switchOf()).on).toBe(false)
})

test('V13 (S3): a long run that does not want the doors closed never delays the switch back', async () => {
  const work = gate()
  await start('2026-01-05T21:00:00Z', [
    ...pair,
    testBatch('TEST_SYNCHRO', { schedule: null, resources: ['admissions.reference-data'], run: work.pass }),
  ])
  await engine.requestRun({ code: 'TEST_SYNCHRO', trigger: 'cli', requestedBy: 'test' })
  await work.arrived(1)
  await engine.lookAt('2026-01-05T21:55:00Z')
  await until(async () => (await switchOf()).on)
  await engine.lookAt('2026-01-05T22:30:00Z')
  await until(async () => !(await switchOf()).on)
  work.open()
})

test('28: an archiving under way at the hour of EN_SERVICE: it is applied right after, and the wait is logged', async () => {
  const archiving = gate()
  await start('2026-01-05T21:00:00Z', [
    ...pair,
    testBatch('BATCH_ARCHIVAGE', { schedule: null, resources: [closedDoors], run: archiving.pass }),
  ])
  await engine.lookAt('2026-01-05T21:55:00Z')
  await until(async () => (await switchOf()).on)
  const asked = await engine.requestRun({ code: 'BATCH_ARCHIVAGE', trigger: 'cli', requestedBy: 'test' })
  await archiving.arrived(1)
  await engine.lookAt('2026-01-05T22:30:00Z')
  await until(async () => (await runsOf(database, 'BATCH_APP_EN_SERVICE'))[0]?.reason !== null)
  expect((await switchOf()).on).toBe(true)
  engine.clock.advanceTo('2026-01-05T22:33:20Z')
  archiving.open()
  const [waiting] = await runsOf(database, 'BATCH_APP_EN_SERVICE')
  const { lines, detail } = await ended(waiting!.id)
  expect(lines).toEqual([
    `a attendu 3 min 20 s la fin de BATCH_ARCHIVAGE (exécution n° ${asked.ok ? asked.runId : 0})`,
    'application remise en service',
  ])
  expect(detail).toMatchObject({ attente_s: 200, attente_de: 'BATCH_ARCHIVAGE' })
  expect((await switchOf()).on).toBe(false)
})

test('candidates are warned five minutes before the planned maintenance, not sooner, and not once it has begun', async () => {
  await start('2026-01-05T21:49:59Z')
  await engine.advanceTo('2026-01-05T21:49:59Z')
  const status = () => readAdmissionsStatus(database.pool, { now: engine.clock.now(), message: 'Fermé' })
  expect(await status()).toEqual({ open: true, message: null, since: null, closesAt: null })
  engine.clock.advanceTo('2026-01-05T21:50:00Z')
  expect(await status()).toMatchObject({ open: true, closesAt: '2026-01-05T21:55:00.000Z' })
  expect((await plannedSwitches(database.pool)).off?.toString()).toBe('2026-01-05T22:30:00Z')
  await engine.advanceTo('2026-01-05T21:55:00Z')
  expect(await status()).toMatchObject({ open: false, message: 'Fermé', closesAt: null })
})
