import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addAccount, addPerson, addScene, type Scene } from '../../../test/support/admissions-scene.ts'
import { testConnections } from '../../../test/support/connections.ts'
import { type BatchBench, benchBatch } from '../../../test/support/run-of-batch.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import batch from './batch-nettoyage-cpt.ts'

let database: TestDatabase
let bench: BatchBench
let scene: Scene
const now = '2026-03-10T21:30:00Z'
const past = { validated: false, valid_until: '2026-03-10T21:29:59Z' }

beforeAll(async () => {
  database = await createTestDatabase()
  bench = await benchBatch(database, batch, now, testConnections())
})
afterAll(async () => {
  await bench?.stop()
  await database?.drop()
})
beforeEach(async () => {
  await database.pool.query(
    `truncate admissions.campaign, admissions.dossier_number, admissions.centre, admissions.decision_type,
       batch_unit_failure cascade`,
  )
  scene = await addScene(database.pool)
})

const numbers = async () => {
  const { rows } = await database.pool.query<{ no: string }>(
    'select dossier_no as no from admissions.account order by 1',
  )
  return rows.map(({ no }) => no)
}

test('an empty office: nothing to do, and said so', async () => {
  const run = await bench.run()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 0, traites: 0, ignores: 0, en_erreur: 0 },
  })
  expect(run.log).toEqual(['Aucun compte à minima expiré : rien à faire'])
})

test('45: expired without data goes with its session, its number stays for ever; the boundary is strict', async () => {
  const gone = await addAccount(database.pool, scene, 1, past)
  await database.pool.query(
    `insert into admissions.candidate_session (account_id, secret_hash, created_at, seen_at)
     values ($1, 'h', now(), now())`,
    [gone],
  )
  await addAccount(database.pool, scene, 2, { validated: false, valid_until: now })
  await addAccount(database.pool, scene, 3, { ...past, validated: true })
  const run = await bench.run()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 1, traites: 1, ignores: 0, en_erreur: 0 },
  })
  expect(run.log).toContain('Supprimés : T0000001')
  expect(await numbers()).toEqual(['T0000002', 'T0000003'])
  const { rows } = await database.pool.query(
    `select dossier_no as no, (select count(*) from admissions.candidate_session) as sessions
     from admissions.dossier_number where released_at is not null`,
  )
  expect(rows).toEqual([{ no: 'T0000001', sessions: 0 }])
  expect((await bench.run()).detail).toMatchObject({ selectionnes: 0, traites: 0 })
})

test('45: with personal data and not validated: kept, counted every night, told of one by one only once', async () => {
  await addPerson(database.pool, scene, 1, { account: past })
  const first = await bench.run()
  expect(first).toMatchObject({
    state: 'finished',
    detail: { selectionnes: 1, traites: 0, ignores: 1, gardes_avec_donnees: 1 },
  })
  expect(first.log).toContain('Gardés pour la première fois : T0000001')
  const second = await bench.run()
  expect(second.detail).toMatchObject({ gardes_avec_donnees: 1 })
  expect(second.log.join()).not.toContain('T0000001')
  expect(await numbers()).toEqual(['T0000001'])
})

test('fault 3.8: a candidate who validates, or begins to enter data, while the list is worked on loses the account', async () => {
  const validated = await addAccount(database.pool, scene, 1, past)
  const filled = await addAccount(database.pool, scene, 2, past)
  await addAccount(database.pool, scene, 3, past)
  const candidate = await database.pool.connect()
  try {
    await candidate.query('begin')
    await candidate.query('update admissions.account set validated = true where id = $1', [validated])
    await candidate.query(
      `insert into admissions.candidate (account_id, sis_kind, birth_name, first_name, born_on)
       values ($1, 'A', 'TESTUN2', 'Zoé', '2005-03-14')`,
      [filled],
    )
    const running = bench.run()
    await until(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like 'select from admissions.account%'`,
      )
      return rowCount === 1
    })
    await candidate.query('commit')
    expect((await running).detail).toMatchObject({ selectionnes: 3, traites: 1, ignores: 2 })
  } finally {
    candidate.release()
  }
  expect(await numbers()).toEqual(['T0000001', 'T0000002'])
})

test('fault 3.8: a number without its history row stops the batch at the same account every night', async () => {
  await addAccount(database.pool, scene, 1, past)
  await database.pool.query('alter table admissions.account disable trigger all')
  await database.pool.query('alter table admissions.dossier_number disable trigger all')
  await database.pool.query('delete from admissions.dossier_number')
  await database.pool.query('alter table admissions.dossier_number enable trigger all')
  await database.pool.query('alter table admissions.account enable trigger all')
  expect(await bench.run()).toMatchObject({ state: 'finished', detail: { traites: 1 } })
  const { rows } = await database.pool.query(
    'select dossier_no as no, campaign_code as campaign, released_at is not null as released from admissions.dossier_number',
  )
  expect(rows).toEqual([{ no: 'T0000001', campaign: '2026', released: true }])
})

test('fault 3.8: an account that cannot be removed keeps the others', async () => {
  const stuck = await addAccount(database.pool, scene, 1, past)
  await addAccount(database.pool, scene, 2, past)
  await database.pool.query('create table holds (id bigint references admissions.account)')
  await database.pool.query('insert into holds values ($1)', [stuck])
  try {
    const run = await bench.run()
    expect(run).toMatchObject({
      state: 'failed',
      detail: { selectionnes: 2, traites: 1, en_erreur: 1 },
    })
    expect(run.log.join()).toContain('23503 holds_id_fkey')
    // Not tried again the same night.
    expect(await bench.run()).toMatchObject({ state: 'finished', detail: { traites: 0, ignores: 1 } })
  } finally {
    await database.pool.query('drop table holds')
  }
})

test('the preview counts what would go, and touches nothing', async () => {
  await addAccount(database.pool, scene, 1, past)
  await addPerson(database.pool, scene, 2, { account: past })
  const preview = await batch.danger!.preview({
    database,
    clock: bench.clock,
  } as unknown as Parameters<NonNullable<typeof batch.danger>['preview']>[0])
  expect(preview).toEqual({ comptes_a_supprimer: 1, gardes_avec_donnees: 1 })
  expect(await numbers()).toHaveLength(2)
})

test('cancelled in the middle: what is removed stays removed, a re-run goes on', async () => {
  await addAccount(database.pool, scene, 1, past)
  await addAccount(database.pool, scene, 2, past)
  const holder = await database.pool.connect()
  try {
    await holder.query('begin')
    await holder.query(`select from admissions.account where dossier_no = 'T0000001' for update`)
    const asked = await bench.requestRun({
      code: batch.code,
      trigger: 'cli',
      requestedBy: 'cli:test',
      confirmCode: batch.code,
    })
    if (!asked.ok) throw new Error(asked.refusal.message.fr)
    await until(async () => {
      const { rowCount } = await database.pool.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
           and query like 'select from admissions.account%'`,
      )
      return rowCount === 1
    })
    await bench.cancelRun(asked.runId, 'testun')
    await holder.query('rollback')
    expect((await bench.ended(asked.runId)).state).toMatch(/cancelled|finished/)
  } finally {
    holder.release()
  }
  expect(await bench.run()).toMatchObject({ state: 'finished' })
  expect(await numbers()).toEqual([])
})
