import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addApplication,
  addCampaign,
  addDecision,
  addFormation,
  addPerson,
  addScene,
  type Scene,
} from '../../../test/support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'
import { candidateIdleMinutes } from '../../admissions/candidates/candidate-session.ts'
import { candidateLogin } from '../../admissions/candidates/sign-in-candidate.ts'
import { beginAttempt } from '../../platform/accounts/sign-in-lock.ts'
import { setMaintenance } from '../../platform/maintenance.ts'

let database: TestDatabase
let node: ApiNode
let scene: Scene
let operator: ApiClient
let applicationId: number
let accountId: number

const password = 'quatre chevaux agrafent bien'
const dossierNo = 'T0000001'

beforeAll(async () => {
  database = await createTestDatabase()
  scene = await addScene(database.pool)
  node = await startApiServer(database, { clock: '2026-06-15T10:00:00Z', realApplications: true })
  operator = await node.signIn({ login: 'testun-gestion', roles: { admissions: 'operator' } })
  const person = await addPerson(database.pool, scene, 1, { account: { validated: false } })
  accountId = person.accountId
  const formation = await addFormation(database.pool, scene, 'L1INFO')
  applicationId = await addApplication(database.pool, scene, person, formation)
  await addDecision(database.pool, applicationId, scene.favourableId)
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

/** A candidate's browser: keeps the cookie, sends the token. */
function browser() {
  let cookie = ''
  let token = ''
  return {
    cookie: () => cookie,
    forgetToken: () => {
      token = ''
    },
    async ask(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, headers = {}) {
      const answer = await node.server.inject({
        method,
        url,
        headers: { ...(cookie && { cookie }), ...(token && { 'x-csrf-token': token }), ...headers },
        ...(body === undefined ? {} : { payload: body }),
      })
      const given = answer.headers['set-cookie']
      if (typeof given === 'string') cookie = given.split(';')[0]!
      const json = answer.payload === '' ? null : JSON.parse(answer.payload)
      if (json?.csrfToken) token = json.csrfToken
      return { status: answer.statusCode, body: json, headers: answer.headers }
    },
  }
}
type Browser = ReturnType<typeof browser>

async function signedIn(): Promise<Browser> {
  const candidate = browser()
  expect((await candidate.ask('POST', '/api/candidate/session', { dossierNo, password })).status).toBe(204)
  expect((await candidate.ask('GET', '/api/candidate/dossier')).status).toBe(200)
  return candidate
}

test('a validation link serves once: the account is validated, the password chosen by the house’s rules', async () => {
  const made = await operator.post(`/api/admissions/accounts/${accountId}/validation-link`)
  expect(made).toMatchObject({ status: 201, body: { mailed: false } })
  const key = made.body.url.split('/').at(-1)
  const candidate = browser()
  const place = `/api/candidate/validations/${key}`
  expect((await candidate.ask('GET', place)).body).toMatchObject({ dossierNo, validated: false })
  const refused = await candidate.ask('POST', place, { password: 'court' })
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'password' }] } })
  expect((await candidate.ask('POST', place, { password })).status).toBe(204)
  expect((await candidate.ask('GET', '/api/candidate/dossier')).body).toMatchObject({
    dossierNo,
    applications: [{ id: applicationId, deadline: '2026-06-30', mayConfirm: true, mayWithdraw: true }],
  })
  expect((await candidate.ask('POST', place, { password })).body.code).toBe('LINK_EXPIRED')
  const { rows } = await database.pool.query(
    `select event, author from admissions.dossier_event where account_id = $1`,
    [accountId],
  )
  expect(rows).toEqual([{ event: 'validated', author: 'candidate' }])
  // Another link replaces the former, and comes to nothing for an account that there is not.
  expect((await operator.post('/api/admissions/accounts/999999/validation-link')).status).toBe(404)
})

test('a candidate’s session opens nothing of the back-office, and an account of it nothing of the candidates’ space', async () => {
  const candidate = await signedIn()
  expect((await candidate.ask('GET', '/api/batches')).status).toBe(401)
  expect((await operator.get('/api/candidate/dossier')).status).toBe(401)
  // Under https the cookie is the host's own; here its plain name. Never readable by a script.
  const again = await candidate.ask('POST', '/api/candidate/session', { dossierNo, password })
  expect(again.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Strict/)
  const https = { 'x-forwarded-proto': 'https' }
  const secure = await browser().ask('POST', '/api/candidate/session', { dossierNo, password }, https)
  expect(secure.headers['set-cookie']).toMatch(
    /^__Host-nocturne_candidate=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  )
  // Neither secret is worth anything under the other's name.
  const own = candidate.cookie().split('=')[1]!
  const theirs = operator.headers.cookie!.split('=')[1]!
  const asked = async (path: string, cookie: string) =>
    (await browser().ask('GET', path, undefined, { cookie })).status
  expect(await asked('/api/session', `nocturne_session=${own}`)).toBe(401)
  expect(await asked('/api/candidate/dossier', `nocturne_candidate=${theirs}`)).toBe(401)
  // One that a neighbour of the domain has planted is not looked at under https.
  const planted = await browser().ask('GET', '/api/candidate/dossier', undefined, {
    ...https,
    cookie: candidate.cookie(),
  })
  expect(planted.status).toBe(401)
})

test('an answer needs the token of its own session, whatever other session the browser has', async () => {
  const candidate = await signedIn()
  const answer = `/api/candidate/applications/${applicationId}/answer`
  candidate.forgetToken()
  expect((await candidate.ask('POST', answer, { accepted: true })).body.code).toBe('CSRF')
  const token = operator.headers['x-csrf-token']!
  expect((await candidate.ask('POST', answer, { accepted: true }, { 'x-csrf-token': token })).status).toBe(
    403,
  )
})

test('30: in maintenance an answer is refused with 503 and Retry-After, nothing half saved; afterwards it passes', async () => {
  const candidate = await signedIn()
  const answer = `/api/candidate/applications/${applicationId}/answer`
  const switchTo = (on: boolean) =>
    setMaintenance(database.pool, 'admissions', { on, by: 'test', now: node.engine.clock.now() })
  await switchTo(true)
  await until(async () => (await candidate.ask('GET', '/api/candidate/dossier')).status === 503)
  const refused = await candidate.ask('POST', answer, { accepted: true })
  expect(refused).toMatchObject({
    status: 503,
    headers: { 'retry-after': '30' },
    body: { code: 'MAINTENANCE' },
  })
  expect((await browser().ask('POST', '/api/candidate/session', { dossierNo, password })).status).toBe(503)
  const { rows } = await database.pool.query(
    `select accepted, (select count(*)::int from admissions.opi) as opi from admissions.application where id = $1`,
    [applicationId],
  )
  expect(rows).toEqual([{ accepted: null, opi: 0 }])
  await switchTo(false)
  await until(async () => (await candidate.ask('GET', '/api/candidate/dossier')).status === 200)
  const accepted = await candidate.ask('POST', answer, { accepted: true, version: 0 })
  expect(accepted.body.applications).toMatchObject([{ accepted: true, mayConfirm: false, mayWithdraw: true }])
  const stale = await candidate.ask('POST', answer, { accepted: false, version: 0 })
  expect(stale.body.code).toBe('STALE_VERSION')
})

test('an operator answers for a candidate; a withdrawal is final', async () => {
  const person = await addPerson(database.pool, scene, 2)
  const formation = await addFormation(database.pool, scene, 'L1MATH')
  const id = await addApplication(database.pool, scene, person, formation)
  await addDecision(database.pool, id, scene.favourableId)
  const answer = (accepted: boolean) =>
    operator.post(`/api/admissions/applications/${id}/answer`, { accepted })
  expect((await answer(false)).body).toEqual({ accepted: false, changed: true })
  expect((await answer(false)).body).toEqual({ accepted: false, changed: false })
  expect(await answer(true)).toMatchObject({
    status: 409,
    body: { code: 'ANSWER_REFUSED', reason: 'withdrawn' },
  })
  const { rows } = await database.pool.query('select answered_by from admissions.application where id = $1', [
    id,
  ])
  expect(rows).toEqual([{ answered_by: 'testun-gestion' }])
})

test('nobody reads or answers the application of another candidate', async () => {
  const candidate = await signedIn()
  const other = await addPerson(database.pool, scene, 3)
  const formation = await addFormation(database.pool, scene, 'L1PHYS')
  const id = await addApplication(database.pool, scene, other, formation)
  await addDecision(database.pool, id, scene.favourableId)
  const holder = await database.pool.connect()
  await holder.query('begin')
  await holder.query('select from admissions.application where id = $1 for update', [id])
  // Whoever works on it is not waited for, so that nothing of its being there is to be felt either.
  const answered = await candidate.ask('POST', `/api/candidate/applications/${id}/answer`, { accepted: true })
  await holder.query('rollback')
  holder.release()
  expect(answered).toMatchObject({ status: 404, body: { code: 'UNKNOWN_APPLICATION' } })
  expect((await candidate.ask('GET', '/api/candidate/dossier')).body.applications).toHaveLength(1)
})

test('wrong passwords make one wait; an unknown number is answered alike; signing out ends the session', async () => {
  const candidate = await signedIn()
  const wrong = (number: string) =>
    browser().ask('POST', '/api/candidate/session', { dossierNo: number, password: 'pas le bon' })
  const [known, unknown] = [await wrong(dossierNo), await wrong('T9999999')]
  expect(known.body).toEqual(unknown.body)
  for (let attempt = 0; attempt < 4; attempt++) await wrong(dossierNo)
  expect(await wrong(dossierNo)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  await database.pool.query('delete from sign_in_attempt')
  expect((await candidate.ask('DELETE', '/api/candidate/session')).status).toBe(204)
  expect((await candidate.ask('GET', '/api/candidate/dossier')).status).toBe(401)
})

test('a school full of candidates who mistype keeps nobody of the back-office out, and itself only for long', async () => {
  const address = '192.0.2.77'
  const now = node.engine.clock.now()
  const attempt = (login: string, candidate: boolean) =>
    beginAttempt(database, { login, address, device: null, now, candidate })
  for (let n = 1; n <= 201; n++)
    expect(await attempt(candidateLogin(`T${String(n).padStart(7, '0')}`), true), String(n)).toBeNull()
  // One password tried on every number of one place: it waits.
  expect(await attempt(candidateLogin('T0000999'), true)).toBe(2)
  expect(await attempt('testun-gestion', false)).toBeNull()
  await database.pool.query('delete from sign_in_attempt')
})

test('a link that is used ends the session that the browser had, and every other of its account', async () => {
  const elsewhere = await signedIn()
  const other = await addPerson(database.pool, scene, 4, { account: { validated: false } })
  const linkOf = async (id: number) =>
    `/api/candidate/validations/${(await operator.post(`/api/admissions/accounts/${id}/validation-link`)).body.url.split('/').at(-1)}`
  const shared = await signedIn()
  const former = { cookie: shared.cookie() }
  expect((await shared.ask('POST', await linkOf(other.accountId), { password })).status).toBe(204)
  expect((await shared.ask('GET', '/api/candidate/dossier')).body.dossierNo).toBe('T0000004')
  expect((await browser().ask('GET', '/api/candidate/dossier', undefined, former)).status).toBe(401)
  expect((await elsewhere.ask('GET', '/api/candidate/dossier')).status).toBe(200)
  // A second link makes the first one nothing; one that is used ends what was open.
  const [first, second] = [await linkOf(accountId), await linkOf(accountId)]
  expect((await browser().ask('POST', first, { password })).body.code).toBe('LINK_EXPIRED')
  const [one, two] = await Promise.all([1, 2].map(() => browser().ask('POST', second, { password })))
  expect([one!.status, two!.status].toSorted()).toEqual([204, 404])
  expect((await elsewhere.ask('GET', '/api/candidate/dossier')).status).toBe(401)
  const late = await linkOf(accountId)
  await database.pool.query(`update admissions.account set validation_key_until = $2 where id = $1`, [
    accountId,
    node.engine.clock.now().toString(),
  ])
  expect((await browser().ask('GET', late)).body.code).toBe('LINK_EXPIRED')
  // Neither key nor link stands anywhere in clear.
  const { rows } = await database.pool.query<{ all: string }>(
    `select concat((select json_agg(a)::text from audit_event a), (select json_agg(a)::text from admissions.account a),
       (select json_agg(m)::text from outgoing_mail m)) as all`,
  )
  for (const link of [first, second, late]) expect(rows[0]!.all).not.toContain(link.split('/').at(-1))
})

test('a session ends by itself when idle, and with its campaign, whose accounts can no longer be used', async () => {
  const idle = await signedIn()
  node.clock!.advanceTo(
    node.engine.clock
      .now()
      .add({ minutes: candidateIdleMinutes + 2 })
      .toString(),
  )
  expect((await idle.ask('GET', '/api/candidate/dossier')).status).toBe(401)
  const candidate = await signedIn()
  await database.pool.query(`update admissions.campaign set in_service = false, archived_at = now()`)
  await addCampaign(database.pool, { code: '2027', start_on: '2026-10-01', end_on: '2027-09-30' })
  expect((await candidate.ask('GET', '/api/candidate/dossier')).status).toBe(401)
  const again = await browser().ask('POST', '/api/candidate/session', { dossierNo, password })
  expect(again.status).toBe(401)
})
