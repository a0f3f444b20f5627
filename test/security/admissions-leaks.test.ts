import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addApplication,
  addDecision,
  addFormation,
  addPerson,
  addRow,
  addScene,
} from '../support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { type LdapServer, startLdap } from '../support/ldap-server.ts'
import { type LimeSurveyServer, startLimeSurvey } from '../support/limesurvey-server.ts'
import { type MoodyServer, openMoodyServer } from '../support/smtp-moods.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// Admissions.md 3.0, R7: what batches and acts leave behind names nobody. A candidate whose every value is a secret goes through
// them, beside systems that quote them back; then everything that is kept of runs and acts, and all that a reader can ask for,
// is searched.

const secrets =
  /TESTSECRET|Philomène|zoe\.secret|0999077777S|loginsecret|IMPASSE DU SECRET|SECRETVILLE|2005-04-23|23\/04\/2005|réponse intime|commentaire intime|mot-de-passe-inventé/i

let database: TestDatabase
let node: ApiNode
let smtp: MoodyServer
let directory: LdapServer
let surveys: LimeSurveyServer
let administrator: ApiClient
let operator: ApiClient
let reader: ApiClient
let accountId: number
const runs: number[] = []

async function run(code: string): Promise<void> {
  await database.pool.query('update batch set enabled = true where code = $1', [code])
  const asked = await node.engine.requestRun({
    code,
    trigger: 'cli',
    requestedBy: 'cli:test',
    confirmCode: code,
  })
  if (!asked.ok) throw new Error(`${code}: ${asked.refusal.message.en}`)
  await node.engine.waitForRun(asked.runId)
  runs.push(asked.runId)
}

async function load(kind: string, text: string): Promise<void> {
  const form = new FormData()
  form.append('file', new Blob([text]), 'envoi.csv')
  const path = `/api/admissions/loads?kind=${kind}&dryRun=false`
  const answer = await operator.fetch(path, { method: 'POST', body: form })
  const { runId } = (await answer.json()) as { runId: number }
  expect(answer.status).toBe(201)
  await node.engine.waitForRun(runId)
  runs.push(runId)
}

beforeAll(async () => {
  smtp = await openMoodyServer()
  smtp.meet({ at: 'rcpt', say: '550 5.1.1 <zoe.secret@example.org>: Philomène TESTSECRET is unknown here' })
  directory = await startLdap()
  surveys = await startLimeSurvey()
  database = await createTestDatabase()
  const { pool } = database
  // The target refuses the candidate, and quotes the whole row.
  await pool.query(readFileSync('docs/opi-target/postgresql.sql', 'utf8'))
  await pool.query(`alter table ind_opi add check (lib_nom_pat_ind_opi <> 'TESTSECRET')`)
  const scene = await addScene(pool)
  node = await startApiServer(database, {
    realApplications: true,
    clock: '2026-06-29T10:00:00Z',
    configuration: { smtpUrl: smtp.url, mailFrom: 'admissions@example.org' },
    connections: { opiUrl: database.url, surveys: surveys.connection, directory: directory.connection },
  })
  await node.listen()
  administrator = await node.signIn({ roles: { admissions: 'administrator' } })
  operator = await node.signIn({ roles: { admissions: 'operator' } })
  reader = await node.signIn({ roles: { admissions: 'reader', core: 'reader' } })
  const account = {
    last_name: 'TESTSECRET',
    first_name: 'Philomène',
    mail: 'zoe.secret@example.org',
    login: 'loginsecret',
  }
  const candidate = {
    birth_name: 'TESTSECRET',
    first_name: 'Philomène',
    born_on: '2005-04-23',
    ine: '0999077777',
    ine_key: 'S',
    address_line3: '7 IMPASSE DU SECRET',
    birth_city: 'SECRETVILLE',
  }
  const person = await addPerson(pool, scene, 1, { account, candidate })
  accountId = person.accountId
  const applications: number[] = []
  for (const code of ['L1INFO', 'L1MATH', 'L1PHYS']) {
    const formation = await addFormation(
      pool,
      scene,
      code,
      code === 'L1MATH' ? { confirm_by: '2026-06-20' } : {},
    )
    const id = await addApplication(pool, scene, person, formation)
    await addDecision(pool, id, code === 'L1PHYS' ? scene.waitingListId : scene.favourableId, {
      comment: 'commentaire intime',
    })
    applications.push(id)
  }
  await node.installation.settings.set('admissions.opi.used', true, 'test')
  await node.installation.settings.set('admissions.opi.immediate', false, 'test')
  await node.installation.settings.set(
    'admissions.mail.functional-administrators',
    ['chef@example.org'],
    'test',
  )
  await addRow(pool, 'form', { code: 'FORM', survey_id: 111111, label: 'Formulaire' })
  const response = { submitdate: '2026-02-03 10:00:00', numDossier: person.dossierNo, Q1: 'réponse intime' }
  surveys.surveys.set(111111, {
    title: 'Enquête',
    responses: new Map([
      [1, response],
      [2, { ...response, numDossier: 'TESTSECRET' }],
    ]),
  })
  await pool.query(
    `insert into admissions.person (login, label, mail) values ('loginsecret', 'TESTSECRET', 'zoe.secret@example.org')`,
  )

  const link = await operator.post(`/api/admissions/accounts/${accountId}/validation-link`)
  expect(link.status).toBe(201)
  for (const answer of [
    await operator.get('/api/admissions/dossiers?search=TESTSECRET'),
    await operator.get(`/api/admissions/dossiers/${accountId}`),
    await operator.get('/api/admissions/managers?q=TESTSECRET'),
    await operator.post(`/api/admissions/applications/${applications[0]}/answer`, { accepted: true }),
    await operator.post('/api/admissions/dossiers', {
      items: [
        {
          dossierNo: person.dossierNo,
          lastName: 'TESTSECRET',
          firstName: 'Philomène',
          mail: 'zoe.secret@example.org',
        },
      ],
    }),
  ])
    expect(answer.status, answer.text).toBe(200)
  const guess = { dossierNo: 'TESTSECRET', password: 'zoe.secret@example.org' }
  expect((await node.nobody.post('/api/candidate/session', guess)).status).toBe(401)

  await load(
    'comptes',
    'NOM;PRENOM;MAIL;NE_LE;NATIONALITE\nTESTSECRET;Philomène;zoe.secret;23/04/2005;SECRETVILLE\n',
  )
  await load(
    'comptes',
    'NOM;PRENOM;MAIL;NE_LE;PAYS\nTESTSECRET;zoe.secret@example.org;Philomène;SECRETVILLE;1\n',
  )
  await load('candidatures', 'DOSSIER;FORMATION\nTESTSECRET;Philomène\n')
  await load('decisions', 'Philomène TESTSECRET;23/04/2005\n')
  for (const code of [
    'BATCH_ASYNC_OPI',
    'BATCH_SYNC_LIMESURVEY',
    'BATCH_MAJ_GESTIONNAIRE',
    'BATCH_RELANCE_FAVO',
    'BATCH_DESIST_AUTO',
    'BATCH_CALCUL_RANG_LC',
    'BATCH_NETTOYAGE_CPT',
  ])
    await run(code)
  surveys.faults.set('export_responses', 'sql-error')
  await run('BATCH_SYNC_LIMESURVEY')
  directory.fault = 'refuse-bind'
  await run('BATCH_MAJ_GESTIONNAIRE')
}, 120_000)
afterAll(async () => {
  await node?.stop()
  await Promise.all([smtp?.close(), directory?.stop(), surveys?.stop()])
  await database?.drop()
})

test('the candidate went through all of it', async () => {
  const { rows } = await database.pool.query(
    `select (select cause from admissions.opi) as opi,
            (select count(*) from admissions.form_answer_candidate) as answers,
            (select count(*) from outgoing_mail where mail::text like '%zoe.secret%') > 0 as mailed,
            (select accepted from admissions.application order by id offset 1 limit 1) as withdrawn`,
  )
  expect(rows).toEqual([
    { opi: expect.stringMatching(/refused/), answers: 1, mailed: true, withdrawn: false },
  ])
})

test('nothing that is kept of runs and acts, and no mail to the staff, names anybody', async () => {
  for (const table of [
    'batch_run',
    'batch_run_line',
    'batch_unit_failure',
    'audit_event',
    'alert',
    'setting_change',
    'admissions.dossier_event',
    'admissions.opi',
    'admissions.form',
    'admissions.form_response',
    'admissions.siscol_sync',
  ]) {
    const { rows } = await database.pool.query<{ text: string }>(
      `select kept::text as text from ${table} as kept`,
    )
    expect(
      rows.map(({ text }) => text).filter((text) => secrets.test(text)),
      table,
    ).toEqual([])
  }
  const { rows } = await database.pool.query<{ text: string }>(
    `select mail::text as text from outgoing_mail where mail -> 'to' ? 'chef@example.org'`,
  )
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.filter(({ text }) => secrets.test(text))).toEqual([])
})

test('a reader, who may see every run and page of counts, sees nobody in any of them', async () => {
  const { paths } = (await node.nobody.get('/api/docs/json')).body as { paths: Record<string, object> }
  const pages = Object.entries(paths)
    .filter(([path, methods]) => /^\/api\/(admissions|candidate)\b/.test(path) && 'get' in methods)
    .flatMap(([path]) => ['1', 'L1INFO', 'user'].map((value) => path.replace(/\{\w+\}/g, value)))
  pages.push(
    '/api/runs',
    '/api/runs.csv',
    '/api/batches',
    '/api/nights/latest',
    '/api/settings',
    '/api/system',
  )
  for (const id of runs) {
    pages.push(
      `/api/runs/${id}`,
      `/api/runs/${id}/lines`,
      `/api/runs/${id}/log`,
      `/api/admissions/loads/${id}`,
    )
    const { files } = (await reader.get(`/api/runs/${id}`)).body
    pages.push(...files.map((file: { id: number }) => `/api/runs/${id}/files/${file.id}`))
  }
  let seen = 0
  for (const page of new Set(pages)) {
    const answer = await reader.get(page)
    if (answer.status === 200) seen++
    expect(secrets.exec(answer.text)?.[0], page).toBeUndefined()
  }
  expect(seen).toBeGreaterThan(40)
})

test('who administers sees no password of another system, whatever went wrong', async () => {
  for (const page of [
    '/api/settings',
    '/api/admissions/reference-tables',
    '/api/admissions/opi/summary',
    '/api/admissions/forms',
  ])
    expect((await administrator.get(page)).text, page).not.toContain('mot-de-passe-inventé')
})
