import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  addApplication,
  addFormation,
  addPerson,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { createOpiTables } from '../../admissions/opi/target/suite/opi-target-suite.ts'
import { openRemoteDatabase } from '../../platform/remote-database.ts'

let database: TestDatabase
let target: TestDatabase
let node: ApiNode
let chief: ApiClient
let scene: Scene
let formation: number
let people = 0

beforeAll(async () => {
  database = await createTestDatabase()
  target = await createTestDatabase()
  const remote = await openRemoteDatabase(target.url)
  await createOpiTables(remote)
  await remote.close()
  node = await startApiServer(database, {
    realApplications: true,
    connections: { sisKind: 'A', opiUrl: target.url },
  })
  chief = await node.signIn({ roles: { admissions: 'administrator' } })
  const day = node.engine.clock.now().toString().slice(0, 10)
  scene = await addScene(database.pool, { campaign: { start_on: day, end_on: day } })
  formation = await addFormation(database.pool, scene, 'L1INFO')
  await node.installation.settings.set('admissions.opi.used', true, 'test')
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
  await target?.drop()
})
beforeEach(() => database.pool.query('truncate admissions.opi'))

async function add(values: Record<string, unknown> = {}): Promise<{ person: Person; id: number }> {
  const person = await addPerson(database.pool, scene, ++people)
  const id = await addApplication(database.pool, scene, person, formation, {
    accepted: true,
    answered_at: '2026-05-02T10:00:00Z',
  })
  const names = ['application_id', ...Object.keys(values)]
  await database.pool.query(
    `insert into admissions.opi (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    [id, ...Object.values(values)],
  )
  return { person, id }
}

const stateOf = async (id: number) =>
  (
    await database.pool.query(
      'select state, attempts, opi_code from admissions.opi where application_id = $1',
      [id],
    )
  ).rows[0]

test('the queue is listed by state, cause, quarantine and dossier, a page at a time, and counted', async () => {
  await add()
  const failed = await add({ state: 'error', cause: 'no-cge', attempts: 2 })
  const aside = await add({ state: 'error', cause: 'refused', attempts: 5, quarantined_at: '2026-05-01' })
  const numbers = async (query: string) =>
    (await chief.get(`/api/admissions/opi?${query}`)).body.items.map(
      (one: { dossierNo: string }) => one.dossierNo,
    )
  expect(await numbers('state=error')).toEqual([aside.person.dossierNo, failed.person.dossierNo])
  expect(await numbers('cause=no-cge')).toEqual([failed.person.dossierNo])
  expect(await numbers('aside=true')).toEqual([aside.person.dossierNo])
  expect(await numbers(`dossier=${aside.person.dossierNo.toLowerCase()}`)).toEqual([aside.person.dossierNo])
  const first = (await chief.get('/api/admissions/opi?size=2')).body
  expect(first.items).toHaveLength(2)
  expect((await chief.get(`/api/admissions/opi?size=2&after=${first.next}`)).body).toMatchObject({
    next: null,
  })
  expect((await chief.get('/api/admissions/opi/summary')).body).toEqual({
    used: true,
    sisKind: 'A',
    targetConfigured: true,
    campaign: { code: '2026', label: 'Campagne 2026' },
    states: { 'to-pour': 1, 'to-withdraw': 0, poured: 0, withdrawn: 0, error: 2 },
    aside: 1,
    causes: [
      { cause: 'no-cge', count: 1, aside: 0 },
      { cause: 'refused', count: 1, aside: 1 },
    ],
  })
})

test('errors are retried one by one or by cause, also those put aside; others are left', async () => {
  const one = await add({ state: 'error', cause: 'no-cge', attempts: 5, quarantined_at: '2026-05-01' })
  const two = await add({ state: 'error', cause: 'refused', wanted: 'withdraw', attempts: 2 })
  const poured = await add({ state: 'poured' })
  expect(
    (await chief.post('/api/admissions/opi/retry', { applicationIds: [one.id, poured.id] })).body,
  ).toEqual({
    retried: 1,
  })
  expect(await stateOf(one.id)).toMatchObject({ state: 'to-pour', attempts: 0 })
  expect((await chief.post('/api/admissions/opi/retry', { cause: 'refused' })).body).toEqual({ retried: 1 })
  expect(await stateOf(two.id)).toMatchObject({ state: 'to-withdraw' })
  expect((await chief.post('/api/admissions/opi/retry', {})).status).toBe(422)
})

test('63: « recharger » and « annuler » say what they touch, and want the campaign typed', async () => {
  const poured = await add({ state: 'poured', poured_at: '2026-05-01', opi_code: 'ECX' })
  const waits = await add()
  const leaving = await add({ state: 'to-withdraw', wanted: 'withdraw' })
  expect((await chief.get('/api/admissions/opi/bulk-preview')).body).toEqual({
    reload: { applications: 2, candidates: 2 },
    cancel: { applications: 2, candidates: 2 },
  })
  expect((await chief.post('/api/admissions/opi/reload', { confirm: '2025' })).body.code).toBe(
    'CONFIRMATION_REQUIRED',
  )
  expect((await chief.post('/api/admissions/opi/reload', { confirm: '2026' })).body).toEqual({
    applications: 2,
  })
  expect(await stateOf(poured.id)).toEqual({ state: 'to-pour', attempts: 0, opi_code: null })
  expect((await chief.post('/api/admissions/opi/cancel', { confirm: '2026' })).body).toEqual({
    applications: 3,
  })
  expect([await stateOf(waits.id), await stateOf(leaving.id)]).toMatchObject([
    { state: 'poured' },
    { state: 'withdrawn' },
  ])
})

test('52: an administrator decides on a namesake: theirs, or somebody else’s', async () => {
  const { person, id } = await add({ state: 'error', cause: 'homonym', attempts: 1 })
  const { rows } = await target.pool.query(
    `insert into ind_opi (cod_opi_int_epo, lib_nom_pat_ind_opi, lib_pr1_ind_opi, date_nai_ind_opi)
     values ('XXTWIN', 'TESTUN${people}', 'ZOE', '2005-03-14') returning cod_ind_opi::text as id`,
  )
  const recordId = rows[0].id
  const path = `/api/admissions/opi/${id}`
  expect((await chief.get(`${path}/matches`)).body).toMatchObject({
    candidate: { dossierNo: person.dossierNo, bornOn: '2005-03-14' },
    records: [{ recordId, opiCode: 'XXTWIN', by: 'name', bornOn: '2005-03-14', wishes: [] }],
  })
  expect((await chief.put(`${path}/identity`, { decision: 'attach', recordId: '424242' })).body.code).toBe(
    'REQUEST_REFUSED',
  )
  expect((await chief.put(`${path}/identity`, { decision: 'attach', recordId })).status).toBe(204)
  expect(await stateOf(id)).toMatchObject({ state: 'to-pour' })
  expect((await chief.put(`${path}/identity`, { decision: 'apart' })).status).toBe(204)
  const { rows: decided } = await database.pool.query(
    'select attached_id, apart_ids from admissions.opi_identity where candidate_id = $1',
    [person.candidateId],
  )
  expect(decided).toEqual([{ attached_id: null, apart_ids: [recordId] }])
  const { rows: trail } = await database.pool.query(
    `select action, detail from audit_event where action in ('opi.identity-decided', 'opi.matches-read') order by id`,
  )
  expect(trail.map(({ action }) => action)).toEqual([
    'opi.matches-read',
    'opi.identity-decided',
    'opi.identity-decided',
  ])
  expect((await chief.get('/api/admissions/opi/999999/matches')).status).toBe(404)
})

test('OPI_IS_IMMEDIAT: a confirmed place is poured at once, and the answer does not wait for it', async () => {
  const person = await addPerson(database.pool, scene, ++people)
  const id = await addApplication(database.pool, scene, person, formation)
  await database.pool.query(
    `insert into admissions.decision (application_id, type_id, validated, validated_at, created_by)
     values ($1, $2, true, now(), 'testun')`,
    [id, scene.favourableId],
  )
  await database.pool.query(`update admissions.formation set confirm_by = '2999-01-01' where id = $1`, [
    formation,
  ])
  expect((await chief.post(`/api/admissions/applications/${id}/answer`, { accepted: true })).status).toBe(200)
  await until(async () => (await stateOf(id))?.state === 'poured')
  const { rowCount } = await target.pool.query('select from ind_opi where cod_opi_int_epo = $1', [
    `EC${person.dossierNo}`,
  ])
  expect(rowCount).toBe(1)
})
