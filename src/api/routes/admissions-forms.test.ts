import { afterAll, beforeAll, expect, test } from 'vitest'
import { addApplication, addFormation, addPerson, addScene } from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { type LimeSurveyServer, startLimeSurvey } from '../../../test/support/limesurvey-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let server: LimeSurveyServer
let node: ApiNode
let administrator: ApiClient
let operator: ApiClient
let reader: ApiClient
let formId: number
let applicationId: number
let accountId: number

const base = '/api/admissions/forms'

beforeAll(async () => {
  database = await createTestDatabase()
  server = await startLimeSurvey()
  node = await startApiServer(database, {
    realApplications: true,
    clock: '2026-03-02T21:00:00Z',
    connections: { surveys: server.connection },
  })
  administrator = await node.signIn({ roles: { admissions: 'administrator' } })
  operator = await node.signIn({ roles: { admissions: 'operator' } })
  reader = await node.signIn({ roles: { admissions: 'reader' } })
  const scene = await addScene(database.pool)
  const formationId = await addFormation(database.pool, scene, 'L3INFO')
  const zoe = await addPerson(database.pool, scene, 1)
  accountId = zoe.accountId
  applicationId = await addApplication(database.pool, scene, zoe, formationId)
  server.surveys.set(424242, {
    title: 'Projet d’études',
    responses: new Map([
      [
        1,
        {
          submitdate: '2026-02-03 10:00:00',
          numDossier: zoe.dossierNo,
          idCandidature: String(applicationId),
          Q1: 'É',
        },
      ],
      [2, { submitdate: '2026-02-03 10:00:00', numDossier: zoe.dossierNo, idCandidature: '', Q1: 'a' }],
      [3, { submitdate: '2026-02-03 10:00:00', numDossier: 'INCONNU1', idCandidature: '' }],
    ]),
  })
})
afterAll(async () => {
  await node?.stop()
  await server?.stop()
  await database?.drop()
})

test('forms are fed by code; the same twice changes nothing; a survey belongs to one form', async () => {
  const form = { code: 'PROJET', surveyId: 424242, label: 'Projet d’études', formations: ['L3INFO'] }
  const first = await administrator.post(base, { items: [form] })
  expect(first.body).toMatchObject({ created: 1, items: [{ outcome: 'created', key: 'PROJET' }] })
  formId = first.body.items[0].id
  expect((await administrator.post(base, { items: [form] })).body).toMatchObject({ unchanged: 1 })
  const refused = await administrator.post(base, {
    items: [
      { code: 'AUTRE', surveyId: 424242, label: 'x' },
      { code: 'TIERS', surveyId: 7, label: 'x', formations: ['NEANT'] },
    ],
  })
  expect(refused.body).toMatchObject({ rejected: 2, items: [{ path: 'surveyId' }, { path: 'formations' }] })
  expect((await reader.get(base)).body).toMatchObject({
    configured: true,
    items: [{ code: 'PROJET', formations: ['L3INFO'], answers: 0, lastSync: null }],
  })
  expect((await operator.post(base, { items: [form] })).status).toBe(403)
})

test('a form changes under its version; a stale one is refused', async () => {
  const { version } = (await reader.get(`${base}/${formId}`)).body
  const changed = await administrator.patch(`${base}/${formId}`, {
    version,
    url: 'https://enquetes.example.org/424242',
  })
  expect(changed.body).toMatchObject({ url: 'https://enquetes.example.org/424242', version: version + 1 })
  const stale = await administrator.patch(`${base}/${formId}`, { version, label: 'x' })
  expect([stale.status, stale.body.code]).toEqual([409, 'STALE_VERSION'])
  const unknown = await administrator.patch(`${base}/${formId}`, {
    version: version + 1,
    formations: ['NEANT'],
  })
  expect([unknown.status, unknown.body.errors[0].path]).toEqual([422, 'formations'])
})

test('« Vérifier dans LimeSurvey »: title and state, or that it is not there; a failure is told', async () => {
  const check = (surveyId: number) => administrator.post(`${base}/survey-checks`, { surveyId })
  expect((await check(424242)).body).toEqual({
    found: true,
    title: 'Projet d’études',
    active: true,
    expires: null,
  })
  expect((await check(1)).body).toMatchObject({ found: false, title: null })
  const { rows } = await database.pool.query(
    `select detail from audit_event where action = 'survey-form.checked' order by id`,
  )
  expect(rows.map(({ detail }) => detail.surveyId)).toEqual([424242, 1])
  server.faults.set('list_surveys', 'html-500')
  const failed = await check(424242)
  expect([failed.status, failed.body.code]).toEqual([409, 'REQUEST_REFUSED'])
  server.faults.clear()
  expect(server.openSessions.size).toBe(0)
})

test('answers are listed by dossier, searched, paged and read; each look leaves its trace', async () => {
  await database.pool.query(`update batch set enabled = true where code = 'BATCH_SYNC_LIMESURVEY'`)
  const asked = await node.engine.requestRun({
    code: 'BATCH_SYNC_LIMESURVEY',
    trigger: 'cli',
    requestedBy: 'cli:test',
  })
  if (!asked.ok) throw new Error(asked.refusal.message.fr)
  expect(await node.engine.waitForRun(asked.runId)).toMatchObject({ state: 'finished' })
  expect((await reader.get(`${base}/${formId}`)).body).toMatchObject({
    answers: 2,
    rejections: 1,
    lastSync: { state: 'done', received: 3, inserted: 2, rejected: { 'unknown-dossier': 1 } },
  })
  const first = await operator.get(`${base}/${formId}/answers?size=1`)
  expect(first.body.items).toMatchObject([{ level: 'candidate', responseId: 2, accountId, formation: null }])
  const second = await operator.get(`${base}/${formId}/answers?size=1&after=${first.body.next}`)
  expect(second.body).toMatchObject({ items: [{ level: 'application', formation: 'L3INFO' }], next: null })
  const found = await operator.get(`${base}/${formId}/answers?q=l3`)
  expect(found.body.items).toHaveLength(1)
  const detail = await operator.get(`${base}/${formId}/answers/application/${applicationId}`)
  expect(detail.body).toMatchObject({ dossierNo: 'T0000001', answers: [['Q1', 'É']] })
  expect((await operator.get(`${base}/${formId}/answers/application/999`)).status).toBe(404)
  expect((await reader.get(`${base}/${formId}/answers`)).status).toBe(403)
  const { rows } = await database.pool.query(
    `select distinct action from audit_event where action like 'survey-form.answer%' order by action`,
  )
  expect(rows.map(({ action }) => action)).toEqual(['survey-form.answer-read', 'survey-form.answers-listed'])
})

test('rejected responses are told by cause, without anything of what they answer', async () => {
  const { body } = await reader.get(`${base}/${formId}/rejections?cause=unknown-dossier`)
  expect(body).toEqual({
    items: [
      {
        responseId: 3,
        cause: 'unknown-dossier',
        submittedAt: expect.any(String),
        seenAt: expect.any(String),
      },
    ],
    next: null,
  })
  expect((await reader.get(`${base}/${formId}/rejections?cause=no-dossier`)).body.items).toEqual([])
})

test('managers: fed by login, changed under their version, filtered; profiles need what they are of', async () => {
  const managers = '/api/admissions/managers'
  const items = [
    { login: 'testun1', label: 'Zoé TESTUN', mail: 'zoe@example.org', profiles: [{ kind: 'A' }] },
    { login: 'testun2', label: 'Max TESTUN', profiles: [{ kind: 'G', centre: 'CENTRE' }] },
    { login: 'testun3', profiles: [{ kind: 'G' }] },
    { login: 'testun4', profiles: [{ kind: 'C', commission: 'NEANT' }] },
  ]
  expect((await administrator.post(managers, { items })).body).toMatchObject({ created: 2, rejected: 2 })
  expect((await administrator.post(managers, { items: items.slice(0, 2) })).body).toMatchObject({
    unchanged: 2,
  })
  const listed = await operator.get(`${managers}?profile=G`)
  expect(listed.body).toMatchObject({
    configured: false,
    next: null,
    items: [
      { login: 'testun2', profiles: [{ kind: 'G', centre: 'CENTRE' }], inService: true, lastLook: null },
    ],
  })
  const [{ version }] = listed.body.items
  const changed = await administrator.patch(`${managers}/testun2`, {
    version,
    inService: false,
    profiles: [],
  })
  expect(changed.body).toMatchObject({ inService: false, profiles: [], version: version + 1 })
  expect((await administrator.patch(`${managers}/testun2`, { version, label: 'x' })).body.code).toBe(
    'STALE_VERSION',
  )
  expect((await operator.get(`${managers}?service=out`)).body.items).toHaveLength(1)
  expect((await operator.get(`${managers}?q=zoe%40&size=1`)).body.items).toHaveLength(1)
  expect((await reader.get(managers)).status).toBe(403)
  expect((await operator.patch(`${managers}/testun1`, { version: 0, label: 'x' })).status).toBe(403)
})
