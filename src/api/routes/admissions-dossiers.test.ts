import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addAccount,
  addApplication,
  addCampaign,
  addDecision,
  addFormation,
  addPerson,
  addScene,
  type Person,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { noteDossierEvents } from '../../admissions/dossiers/note-events.ts'
import { noteUnitFailure } from '../../batch/unit-failures.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let scene: Scene
let zoe: Person
let old: Person
let favourable: number
const now = Temporal.Instant.from('2026-05-10T08:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase()
  const db = database.pool
  scene = await addScene(db)
  const formation = await addFormation(db, scene, 'L1INFO')
  zoe = await addPerson(db, scene, 1)
  favourable = await addApplication(db, scene, zoe, formation)
  await addDecision(db, favourable, scene.favourableId)
  const bob = await addPerson(db, scene, 2, { account: { validated: false } })
  const waiting = await addApplication(db, scene, bob, formation)
  await addDecision(db, waiting, scene.waitingListId, { rank: 4 })
  await addAccount(db, scene, 3, { validated: false })
  await addAccount(db, scene, 4, { validated: false, valid_until: '2026-06-01T21:00:00Z' })
  const archivedId = await addCampaign(db, {
    code: '2025',
    in_service: false,
    archived_at: '2026-01-01T00:00:00Z',
  })
  old = await addPerson(db, { ...scene, campaignId: archivedId }, 5, { account: { last_name: 'ANCIEN' } })
  const frozen = await addApplication(db, scene, old, formation, {
    frozen_at: '2026-01-01T00:00:00Z',
    frozen_confirm_by: '2025-06-15',
    accepted: true,
    answered_at: '2025-06-01T10:00:00Z',
    answered_by: 'T0000005',
  })
  await addDecision(db, frozen, scene.favourableId)
  await noteDossierEvents(
    db,
    [
      {
        accountId: zoe.accountId,
        applicationId: favourable,
        event: 'reminded',
        detail: { deadline: '2026-06-30' },
      },
    ],
    { author: 'BATCH_RELANCE_FAVO', runId: 7, now },
  )
  node = await startApiServer(database, { realApplications: true, clock: now.toString() })
  const failure = {
    batchCode: 'BATCH_ASYNC_OPI',
    unit: `application:${favourable}`,
    error: 'essai',
    runId: 7,
    now,
  }
  for (let attempt = 1; attempt <= 5; attempt++) await noteUnitFailure(db, failure)
  operator = await node.signIn({ roles: { admissions: 'operator' } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

async function found(query: string): Promise<string[]> {
  const { status, body } = await operator.get(`/api/admissions/dossiers?${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.items.map(({ dossierNo }: { dossierNo: string }) => dossierNo)
}

test.each([
  ['', ['T0000005', 'T0000004', 'T0000003', 'T0000002', 'T0000001']],
  ['search=t0000003', ['T0000003']],
  ['search=testun2', ['T0000002']],
  ['search=testun1@ex', ['T0000001']],
  ['search=%25', []],
  ['search=anc', ['T0000005']],
  ['state=to-validate', ['T0000004']],
  ['state=expired', ['T0000003']],
  ['state=expired-with-data', ['T0000002']],
  ['state=validated&data=true', ['T0000005', 'T0000001']],
  ['data=false', ['T0000004', 'T0000003']],
  ['application=unanswered', ['T0000001']],
  ['application=waiting-list', ['T0000002']],
  ['application=accepted', ['T0000005']],
  ['application=cancelled', []],
  ['failed=any', ['T0000001']],
  ['failed=BATCH_ASYNC_OPI', ['T0000001']],
  ['failed=BATCH_DESIST_AUTO', []],
])('accounts found by "%s"', async (query, numbers) => {
  expect(await found(query)).toEqual(numbers)
})

test('pages follow one another', async () => {
  const first = (await operator.get('/api/admissions/dossiers?size=3')).body
  expect(first.items).toHaveLength(3)
  expect(await found(`size=3&before=${first.next}`)).toEqual(['T0000002', 'T0000001'])
  expect(first.items[0]).toMatchObject({ archived: true, applications: 1, accepted: 1, setAside: 0 })
})

test('a dossier tells its decisions, deadline, answers offered, and what each batch did', async () => {
  const { status, body } = await operator.get(`/api/admissions/dossiers/${zoe.accountId}`)
  expect(status, JSON.stringify(body)).toBe(200)
  expect(body).toMatchObject({
    state: 'validated',
    candidate: {
      birthName: 'TESTUN1',
      nationality: 'FRANCE',
      address: ['1 rue des Essais', '75001 Paris', 'FRANCE'],
    },
    applications: [
      {
        formation: { code: 'L1INFO' },
        deadline: '2026-06-30',
        offered: { confirm: true, withdraw: true },
        decisions: [{ kind: 'FA', validatedAt: '2026-05-01T10:00:00.000Z' }],
      },
    ],
    events: [{ event: 'reminded', author: 'BATCH_RELANCE_FAVO', runId: 7, formation: 'L1INFO' }],
    failures: [{ batch: 'BATCH_ASYNC_OPI', attempts: 5, quarantined: true }],
  })
})

test('37: an archived dossier is readable and shows its frozen dates', async () => {
  const { body } = await operator.get(`/api/admissions/dossiers/${old.accountId}`)
  expect(body).toMatchObject({
    campaign: { archived: true },
    applications: [{ frozen: true, deadline: '2025-06-15', offered: { confirm: false, withdraw: false } }],
  })
})

test('a dossier that is gone says so; looks are written down, readers see none', async () => {
  expect(await operator.get('/api/admissions/dossiers/999999')).toMatchObject({
    status: 404,
    body: { code: 'UNKNOWN_CANDIDATE' },
  })
  const reader = await node.signIn({ roles: { admissions: 'reader' } })
  expect((await reader.get('/api/admissions/dossiers')).status).toBe(403)
  const { rows } = await database.pool.query(
    `select detail from audit_event where action = 'dossier.seen' and application = 'admissions' order by id limit 1`,
  )
  expect(rows).toEqual([{ detail: { account: zoe.accountId } }])
})

test('what was put aside is listed with its dossier, and released once', async () => {
  const list = await operator.get('/api/admissions/set-aside?quarantined=true')
  expect(list.body).toMatchObject({
    items: [{ batch: 'BATCH_ASYNC_OPI', unit: `application:${favourable}`, dossierNo: 'T0000001' }],
    next: null,
  })
  const unit = { batch: 'BATCH_ASYNC_OPI', unit: `application:${favourable}` }
  expect((await operator.post('/api/admissions/set-aside/release', unit)).status).toBe(204)
  expect(await operator.post('/api/admissions/set-aside/release', unit)).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('déjà relancée') },
  })
  expect(await found('failed=any')).toEqual([])
})

test('a pre-registration in error is a failure of its dossier too', async () => {
  await database.pool.query(
    `insert into admissions.opi (application_id, state, quarantined_at, attempts) values ($1, 'error', now(), 5)`,
    [favourable],
  )
  expect(await found('failed=BATCH_ASYNC_OPI')).toEqual(['T0000001'])
  expect(await found('failed=BATCH_ASYNC_OPI_PJ')).toEqual([])
  const { body } = await operator.get('/api/admissions/dossiers?failed=any')
  expect(body.items).toMatchObject([{ failed: 1, setAside: 1 }])
})

test('the choices of the filters', async () => {
  const { body } = await operator.get('/api/admissions/dossier-choices')
  expect(body).toMatchObject({
    campaigns: [{ code: '2026' }, { code: '2025', archived: true }],
    formations: [{ code: 'L1INFO' }],
  })
})
