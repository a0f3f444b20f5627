import { existsSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteUnitFailure } from '../../src/batch/unit-failures.ts'
import { defaultTemplates } from '../../src/health/letters/template/letter-template.ts'
import { inviteAccount } from '../../src/platform/accounts/account-link.ts'
import { hashPassword } from '../../src/platform/accounts/password.ts'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { addCandidateDesk, type CandidateDesk } from '../support/candidate-desk.ts'
import { sendFile } from '../support/command-files.ts'
import { addDuplicateScene } from '../support/duplicate-scene.ts'
import { addFollowUp, addMotive, addStudent } from '../support/follow-ups.ts'
import { insertStudents } from '../support/health-people.ts'
import { addItems, file, line } from '../support/student-import.ts'
import { upload } from '../support/student-upload.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { until } from '../support/test-engine.ts'

/**
 * The inventory of what the API changes, launches or hands out: each act leaves its entry in the audit trail, and what
 * cannot be written down is not done. Acts of the table follow each other; some need what an earlier one made.
 */

let database: TestDatabase
let node: ApiNode
let chief: ApiClient
let owner: ApiClient
let physician: ApiClient
let operations: string[]
let candidate: CandidateDesk
/** What IMP_QUO imports. */
let nightlyFile: string
/** What acts make for later ones. */
const made = {
  followUp: 0,
  student: 0,
  account: 0,
  token: 0,
  upload: '',
  run: 0,
  item: 0,
  held: [0, 0],
  ended: 0,
  exchange: 0,
  merge: 0,
  vaccine: 0,
  load: 0,
  campaign: 0,
  form: 0,
}

/** Of a system that no other act has a campaign of. */
const aCampaign = (code: string) => ({
  code,
  sisKind: 'D',
  label: 'Actes',
  startOn: '2030-01-01',
  endOn: '2030-12-31',
})
const campaignVersion = async () =>
  (await chief.get(`/api/admissions/campaigns/${made.campaign}`)).body.version as number

const password = 'quatre chevaux agrafent bien'

beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
  node = await startApiServer(database, {
    realApplications: true,
    connections: { siscolUrl: 'postgres://127.0.0.1:1/apogee', candidateFiles: candidateFiles() },
    configuration: { encryptionKeys: [Buffer.alloc(32, 3).toString('base64')] },
  })
  await node.listen()
  chief = await node.signIn({ administrator: true, login: 'testun-chef' })
  owner = await node.signIn({ login: 'testun-soi' })
  physician = await node.signIn({
    login: 'testun-medecin',
    roles: { health: 'operator' },
    rights: ['medical'],
  })
  await database.pool.query('update account set password_hash = $2 where id = $1', [
    owner.accountId,
    await hashPassword(password),
  ])
  candidate = await addCandidateDesk(node)
  const { settings } = node.installation
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-acts-'))
  nightlyFile = join(directory, 'Calcium.csv')
  writeFileSync(nightlyFile, file(line()))
  await settings.set('health.import.directory', directory, 'test')
  await settings.set('health.import.guard.minimum-lines', 4, 'test')
  await database.pool.query(`update import_model set nightly = code = 'APOGEE'`)
  made.held = [await heldImport(), await heldImport()]
  made.ended = made.held[0]!
  const description = await node.nobody.get('/api/docs/json')
  operations = Object.entries(description.body.paths as Record<string, Record<string, unknown>>).flatMap(
    ([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
})
afterAll(async () => {
  // The trail is broken on purpose: internal errors are what comes of it.
  await node?.stop().catch(() => {})
  await database?.drop()
})

/** Its import waits for it to rest, for ten seconds: long enough to be cancelled. */
function touchNightlyFile(): void {
  const now = new Date()
  utimesSync(nightlyFile, now, now)
}

async function heldImport(): Promise<number> {
  const path = join(mkdtempSync(join(tmpdir(), 'nocturne-acts-')), 'envoi.csv')
  writeFileSync(
    path,
    file(...['A', 'B', 'C', 'D'].map((NOM) => line({ NOM, CODE_NATIO: NOM < 'C' ? '' : '100' }))),
  )
  const asked = await node.engine.requestRun({
    code: 'IMP_MAN',
    trigger: 'cli',
    requestedBy: 'cli:test',
    parameters: { path, fileName: 'envoi.csv', model: 'APOGEE' },
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  expect(await node.engine.waitForRun(asked.runId)).toMatchObject({ detail: { state: 'held' } })
  return asked.runId
}

async function invitation(): Promise<string> {
  const now = node.engine.clock.now()
  return (await inviteAccount(database, made.account, { author: 'test', address: null, now }))!.secret
}

/** Of the acts on consultations and scanned documents. */
const desk = { student: 0, consultation: 0, scan: 0 }

/** An empty store that says so. */
function candidateFiles(): string {
  const root = mkdtempSync(join(tmpdir(), 'nocturne-acts-'))
  writeFileSync(join(root, '.nocturne-store'), '')
  return root
}

/** Sends a small file as the forms do. */
async function sendForm(path: string, text: string): Promise<{ status: number; body: unknown }> {
  const form = new FormData()
  form.append('file', new Blob([text]), 'testun.csv')
  const answer = await chief.fetch(path, { method: 'POST', body: form })
  return { status: answer.status, body: await answer.json() }
}

type Ask = () => Promise<{ readonly status: number; readonly body?: unknown }>

interface Act {
  readonly operation: string
  /** How its entry begins. */
  readonly action: string
  /** Makes ready what the act needs, and gives the request. */
  readonly ask: () => Promise<Ask> | Ask
  /** Looks at what came of it. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the act looks at
  readonly after?: (body: any) => unknown
}

const version = async () => (await chief.get('/api/batches/IMP_QUO')).body.batch.version as number

const acts: readonly Act[] = [
  {
    operation: 'POST /api/accounts',
    action: 'account.created',
    ask: () => () =>
      chief.post('/api/accounts', { login: 'testun-autre', name: 'Testun Autre', email: null, grants: {} }),
    after: (body) => {
      made.account = body.account.id
    },
  },
  {
    operation: 'PATCH /api/accounts/{id}',
    action: 'account.changed',
    ask: () => () =>
      chief.patch(`/api/accounts/${made.account}`, { version: 1, grants: { health: 'reader' } }),
  },
  {
    operation: 'POST /api/accounts/{id}/invitation',
    action: 'account.invited',
    ask: () => () => chief.post(`/api/accounts/${made.account}/invitation`),
  },
  {
    operation: 'POST /api/invitations/{token}',
    action: 'account.password-changed',
    ask: async () => {
      const secret = await invitation()
      return () => node.nobody.post(`/api/invitations/${secret}`, { password })
    },
  },
  {
    operation: 'POST /api/session',
    action: 'sign-in.succeeded',
    ask: () => () => node.nobody.post('/api/session', { login: 'testun-autre', password }),
  },
  {
    operation: 'DELETE /api/accounts/{id}/sessions',
    action: 'account.sessions-ended',
    ask: () => () => chief.delete(`/api/accounts/${made.account}/sessions`),
  },
  {
    operation: 'PATCH /api/account',
    action: 'account.changed',
    ask: () => () => owner.patch('/api/account', { name: 'Testun Soi' }),
  },
  {
    operation: 'PUT /api/account/password',
    action: 'account.password-changed',
    ask: () => () =>
      owner.put('/api/account/password', { current: password, new: 'six girafes dansent sur la lune' }),
  },
  {
    operation: 'POST /api/account/tokens',
    action: 'token.created',
    ask: () => () => owner.post('/api/account/tokens', { name: 'test' }),
    after: (body) => {
      made.token = body.token.id
    },
  },
  {
    operation: 'DELETE /api/account/tokens/{id}',
    action: 'token.revoked',
    ask: () => () => owner.delete(`/api/account/tokens/${made.token}`),
  },
  {
    operation: 'PUT /api/account/subscription',
    action: 'subscription.changed',
    ask: () => () =>
      owner.put('/api/account/subscription', {
        kinds: ['failed'],
        applications: null,
        summary: true,
        summaryTime: '07:30',
        summaryWhenQuiet: false,
      }),
  },
  {
    operation: 'DELETE /api/account/sessions/{id}',
    action: 'session.ended',
    ask: async () => {
      const { items } = (await owner.get('/api/account/sessions')).body
      const other = items.find((one: { current: boolean }) => !one.current) ?? items[0]
      return () => owner.delete(`/api/account/sessions/${other.id}`)
    },
  },
  {
    operation: 'DELETE /api/session',
    action: 'session.ended',
    ask: async () => {
      const leaving = await node.signIn()
      return () => leaving.delete('/api/session')
    },
  },
  {
    operation: 'PUT /api/maintenance',
    action: 'maintenance.on',
    ask: () => () => chief.put('/api/maintenance', { on: true }),
    after: () => chief.put('/api/maintenance', { on: false }),
  },
  {
    operation: 'PUT /api/admissions/maintenance',
    action: 'maintenance.on',
    ask: () => () => chief.put('/api/admissions/maintenance', { on: true }),
    after: () => chief.put('/api/admissions/maintenance', { on: false }),
  },
  {
    operation: 'POST /api/admissions/campaigns',
    action: 'campaign.created',
    ask: () => () => chief.post('/api/admissions/campaigns', aCampaign('ACTES')),
    after: async () => {
      const { body } = await chief.get('/api/admissions/campaigns')
      made.campaign = body.items.find((one: { code: string }) => one.code === 'ACTES').id
    },
  },
  {
    operation: 'PATCH /api/admissions/campaigns/{id}',
    action: 'campaign.changed',
    ask: async () => {
      const version = await campaignVersion()
      return () => chief.patch(`/api/admissions/campaigns/${made.campaign}`, { version, label: 'Autre nom' })
    },
  },
  {
    operation: 'PUT /api/admissions/campaigns/by-code/{sisKind}/{code}',
    action: 'campaign.created',
    ask: () => () =>
      chief.put('/api/admissions/campaigns/by-code/P/ACTES', {
        label: 'Actes',
        startOn: '2030-01-01',
        endOn: '2030-12-31',
      }),
  },
  {
    operation: 'PUT /api/admissions/campaigns/{id}/activation',
    action: 'campaign.activation-requested',
    ask: async () => {
      const version = await campaignVersion()
      return () =>
        chief.put(`/api/admissions/campaigns/${made.campaign}/activation`, {
          version,
          at: '2030-01-01T00:00:00Z',
          archivesId: null,
        })
    },
  },
  {
    operation: 'DELETE /api/admissions/campaigns/{id}/activation',
    action: 'campaign.activation-withdrawn',
    ask: async () => {
      const version = await campaignVersion()
      return () => chief.delete(`/api/admissions/campaigns/${made.campaign}/activation?version=${version}`)
    },
  },
  {
    operation: 'POST /api/admissions/applications/{id}/answer',
    action: 'application-answer.withdrawn',
    ask: () => () =>
      chief.post(`/api/admissions/applications/${candidate.applications[0]}/answer`, { accepted: false }),
  },
  {
    operation: 'PATCH /api/admissions/mail-templates/{code}',
    action: 'mail-template.changed',
    ask: () => () =>
      chief.patch('/api/admissions/mail-templates/DECISION_FAVORABLE', {
        version: 0,
        fr: { subject: 'Objet', body: 'Texte' },
      }),
  },
  {
    operation: 'POST /api/admissions/mail-templates/{code}/reset',
    action: 'mail-template.changed',
    ask: () => () => chief.post('/api/admissions/mail-templates/DECISION_FAVORABLE/reset', { version: 1 }),
  },
  {
    operation: 'POST /api/admissions/mail-templates/{code}/test',
    action: 'mail-template.tested',
    ask: () => () =>
      chief.post('/api/admissions/mail-templates/DECISION_FAVORABLE/test', {
        language: 'fr',
        subject: 'Objet',
        body: 'Texte',
      }),
  },
  {
    operation: 'POST /api/admissions/accounts/{id}/validation-link',
    action: 'candidate-account.link-made',
    ask: () => () => chief.post(`/api/admissions/accounts/${candidate.accountId}/validation-link`),
  },
  {
    operation: 'POST /api/candidate/applications/{id}/answer',
    action: 'application-answer.confirmed',
    ask: () => () =>
      candidate.ask('POST', `/api/candidate/applications/${candidate.applications[1]}/answer`, {
        accepted: true,
      }),
  },
  {
    operation: 'POST /api/admissions/opi/retry',
    action: 'opi.retried',
    ask: async () => {
      const applicationId = candidate.applications[1]!
      await database.pool.query(
        `insert into admissions.opi (application_id, state, cause) values ($1, 'error', 'no-cge')
         on conflict (application_id) do update set state = 'error', cause = 'no-cge'`,
        [applicationId],
      )
      return () => chief.post('/api/admissions/opi/retry', { applicationIds: [applicationId] })
    },
  },
  {
    operation: 'GET /api/admissions/opi/attachments',
    action: 'opi.attachments-listed',
    ask: () => () => chief.get('/api/admissions/opi/attachments'),
  },
  {
    operation: 'POST /api/admissions/opi/attachments/retry',
    action: 'opi.attachments-retried',
    ask: async () => {
      await database.pool.query(
        `insert into admissions.opi_attachment (application_id, opi_code, sis_code, file_id, state)
         values ($1, 'EC1', 'CNI', 1, 'error') on conflict do nothing`,
        [candidate.applications[1]!],
      )
      return () => chief.post('/api/admissions/opi/attachments/retry', { state: 'error' })
    },
  },
  {
    operation: 'POST /api/admissions/opi/reload',
    action: 'opi.reloaded',
    ask: () => () => chief.post('/api/admissions/opi/reload', { confirm: '2026' }),
  },
  {
    operation: 'POST /api/admissions/opi/cancel',
    action: 'opi.cancelled',
    ask: () => () => chief.post('/api/admissions/opi/cancel', { confirm: '2026' }),
  },
  {
    operation: 'POST /api/candidate/session',
    action: 'candidate-account.signed-in',
    ask: () => () =>
      candidate.ask('POST', '/api/candidate/session', {
        dossierNo: candidate.dossierNo,
        password: candidate.password,
      }),
  },
  {
    operation: 'DELETE /api/candidate/session',
    action: 'candidate-account.signed-out',
    ask: () => () => candidate.ask('DELETE', '/api/candidate/session'),
  },
  {
    operation: 'POST /api/candidate/validations/{key}',
    action: 'candidate-account.password-changed',
    ask: async () => {
      const key = await candidate.key()
      return () =>
        candidate.ask('POST', `/api/candidate/validations/${key}`, { password: 'trois poules couvent là' })
    },
  },
  {
    operation: 'PUT /api/settings/{key}',
    action: 'setting.changed',
    ask: () => () => chief.put('/api/settings/health.import.log-days', { value: 10 }),
  },
  {
    operation: 'DELETE /api/settings/{key}',
    action: 'setting.changed',
    ask: () => () => chief.delete('/api/settings/health.import.log-days'),
  },
  {
    operation: 'PUT /api/batches/{code}/plan',
    action: 'batch.',
    ask: async () => {
      const seen = await version()
      return () => chief.put('/api/batches/IMP_QUO/plan', { version: seen, enabled: true })
    },
  },
  {
    operation: 'POST /api/batches/{code}/revisions/{version}/restoration',
    action: 'batch.',
    ask: async () => {
      await chief.put('/api/batches/IMP_QUO/plan', { version: await version(), catchUp: { policy: 'skip' } })
      const seen = await version()
      return () => chief.post(`/api/batches/IMP_QUO/revisions/${seen - 1}/restoration`, { version: seen })
    },
  },
  {
    operation: 'POST /api/batches/{code}/runs',
    action: 'batch.launched',
    ask: () => {
      touchNightlyFile()
      return () => chief.post('/api/batches/IMP_QUO/runs', {})
    },
    after: async (body) => {
      made.run = body.runId
      await until(async () => (await chief.get(`/api/runs/${made.run}`)).body.run.state === 'running')
    },
  },
  {
    operation: 'POST /api/runs/{id}/cancellation',
    action: 'run.cancelled',
    ask: () => () => chief.post(`/api/runs/${made.run}/cancellation`),
    after: () => node.engine.waitForRun(made.run),
  },
  {
    operation: 'POST /api/runs/{id}/repetition',
    action: 'batch.launched',
    ask: () => {
      touchNightlyFile()
      return () => chief.post(`/api/runs/${made.run}/repetition`, {})
    },
    after: async ({ runId }) => {
      await until(async () => (await chief.get(`/api/runs/${runId}`)).body.run.state === 'running')
      await chief.post(`/api/runs/${runId}/cancellation`)
      await node.engine.waitForRun(runId)
    },
  },
  {
    operation: 'PUT /api/runs/{id}/acknowledgement',
    action: 'run.acknowledged',
    ask: () => () => chief.put(`/api/runs/${made.run}/acknowledgement`),
  },
  {
    operation: 'DELETE /api/runs/{id}/acknowledgement',
    action: 'run.acknowledgement-withdrawn',
    ask: () => () => chief.delete(`/api/runs/${made.run}/acknowledgement`),
  },
  {
    operation: 'GET /api/runs/{id}/log',
    action: 'log.downloaded',
    ask: () => () => chief.get(`/api/runs/${made.run}/log`),
  },
  {
    operation: 'GET /api/runs/{id}/files/{fileId}',
    action: 'file.downloaded',
    ask: async () => {
      const [first] = (await chief.get(`/api/runs/${made.ended}`)).body.files
      return () => chief.get(`/api/runs/${made.ended}/files/${first.id}`)
    },
  },
  {
    operation: 'GET /api/runs.csv',
    action: 'history.exported',
    ask: () => () => chief.get('/api/runs.csv'),
  },
  {
    operation: 'POST /api/health/statistics/previews',
    action: 'statistics.previewed',
    ask: () => () => chief.post('/api/health/statistics/previews', {}),
  },
  {
    operation: 'POST /api/health/statistics/{id}/approval',
    action: 'statistics.approved',
    ask: async () => {
      const { id } = (await chief.post('/api/health/statistics/previews', {})).body
      return () => chief.post(`/api/health/statistics/${id}/approval`, {})
    },
  },
  { operation: 'GET /api/audit', action: 'audit.searched', ask: () => () => chief.get('/api/audit?actor=a') },
  { operation: 'GET /api/audit.csv', action: 'audit.exported', ask: () => () => chief.get('/api/audit.csv') },
  {
    operation: 'POST /api/runs/{id}/approval',
    action: 'import.approved',
    ask: () => () => chief.post(`/api/runs/${made.held[0]}/approval`),
    after: ({ runId }) => node.engine.waitForRun(runId),
  },
  {
    operation: 'POST /api/runs/{id}/discard',
    action: 'import.discarded',
    ask: () => () => chief.post(`/api/runs/${made.held[1]}/discard`),
  },
  {
    operation: 'POST /api/uploads',
    action: 'upload.received',
    ask: () => async () => {
      const form = new FormData()
      form.append('file', new Blob([new Uint8Array(file(line()))]), 'a.csv')
      const answer = await chief.fetch('/api/uploads', { method: 'POST', body: form })
      return { status: answer.status, body: await answer.json() }
    },
    after: (body) => {
      made.upload = body.id
    },
  },
  {
    operation: 'DELETE /api/uploads/{id}',
    action: 'upload.forgotten',
    ask: () => () => chief.delete(`/api/uploads/${made.upload}`),
  },
  {
    operation: 'POST /api/imports',
    action: 'batch.launched',
    ask: async () => {
      const id = await upload(chief, file(line()))
      return () =>
        chief.post('/api/imports', { uploadId: id, model: 'APOGEE', dryRun: true, simulation: null })
    },
    after: ({ runId }) => node.engine.waitForRun(runId),
  },
  {
    operation: 'POST /api/import-models',
    action: 'import-model.',
    ask: () => () => chief.post('/api/import-models', { code: 'TESTUN', label: 'Essai' }),
  },
  {
    operation: 'PATCH /api/import-models/{code}',
    action: 'import-model.',
    ask: () => () => chief.patch('/api/import-models/TESTUN', { label: 'Autre' }),
  },
  {
    operation: 'PUT /api/health/letter-templates/{kind}',
    action: 'letter-template.changed',
    ask: () => () =>
      chief.put('/api/health/letter-templates/follow-up', {
        version: 0,
        content: { ...defaultTemplates['follow-up'], place: 'Essaiville' },
      }),
  },
  {
    operation: 'POST /api/nomenclatures/{code}/items',
    action: 'nomenclature.',
    ask: () => () =>
      chief.post('/api/nomenclatures/PAYS/items', { code: 'XZ', label: 'Essai', parent: null }),
    after: (body) => {
      made.item = body.id
    },
  },
  {
    operation: 'PATCH /api/nomenclatures/{code}/items/{id}',
    action: 'nomenclature.',
    ask: () => () => chief.patch(`/api/nomenclatures/PAYS/items/${made.item}`, { label: 'Autre' }),
  },
  {
    operation: 'POST /api/nomenclatures/{code}/items/import',
    action: 'nomenclature.imported',
    ask: () => () =>
      chief.post('/api/nomenclatures/PAYS/items/import', Buffer.from('code;label;parent\r\nXY;Essai;\r\n'), {
        headers: { 'content-type': 'text/csv' },
      }),
  },
  {
    operation: 'POST /api/import-models/{code}/codes',
    action: 'import-model.',
    ask: () => () =>
      chief.post('/api/import-models/TESTUN/codes', {
        nomenclature: 'PAYS',
        sourceCode: '999',
        itemId: made.item,
      }),
  },
  {
    operation: 'DELETE /api/import-models/{code}/codes/{nomenclature}/{sourceCode}/{itemId}',
    action: 'import-model.',
    ask: () => () => chief.delete(`/api/import-models/TESTUN/codes/PAYS/999/${made.item}`),
  },
  {
    operation: 'DELETE /api/import-models/{code}',
    action: 'import-model.',
    ask: () => () => chief.delete('/api/import-models/TESTUN'),
  },
  {
    operation: 'GET /api/health/duplicates/{id}',
    action: 'duplicate.viewed',
    ask: async () => {
      const { pair } = await addDuplicateScene(database)
      return () => physician.get(`/api/health/duplicates/${pair}`)
    },
  },
  {
    operation: 'GET /api/health/duplicates',
    action: 'duplicates.listed',
    ask: () => () => physician.get('/api/health/duplicates?state=later'),
  },
  {
    operation: 'POST /api/health/merge-previews',
    action: 'merge.previewed',
    ask: async () => {
      const { kept, absorbed } = await addDuplicateScene(database)
      return () => physician.post('/api/health/merge-previews', { keptId: kept, absorbedId: absorbed })
    },
  },
  {
    operation: 'POST /api/health/duplicates/{id}/decision',
    action: 'duplicate.later',
    ask: async () => {
      const { pair } = await addDuplicateScene(database)
      return () =>
        physician.post(`/api/health/duplicates/${pair}/decision`, { decision: 'later', version: 0 })
    },
  },
  {
    operation: 'POST /api/health/merges',
    action: 'records.merged',
    ask: async () => {
      const { kept, absorbed } = await addDuplicateScene(database)
      const wanted = { keptId: kept, absorbedId: absorbed }
      const { fingerprint } = (await physician.post('/api/health/merge-previews', wanted)).body
      return () => physician.post('/api/health/merges', { ...wanted, fingerprint, samePerson: true })
    },
    after: (body) => {
      made.merge = body.mergeId
    },
  },
  {
    operation: 'GET /api/health/merges',
    action: 'merges.listed',
    ask: () => () => physician.get('/api/health/merges'),
  },
  {
    operation: 'GET /api/health/merges/{id}',
    action: 'merge.viewed',
    ask: () => () => physician.get(`/api/health/merges/${made.merge}`),
  },
  {
    operation: 'GET /api/health/students',
    action: 'students.searched',
    ask: () => () => physician.get('/api/health/students?search=TESTUN'),
  },
  {
    operation: 'POST /api/admissions/centres',
    action: 'admissions-data.fed',
    ask: () => () => chief.post('/api/admissions/centres', { items: [{ code: 'ACTES', label: 'Actes' }] }),
  },
  {
    operation: 'POST /api/admissions/commissions',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/commissions', {
        items: [{ code: 'ACTES', centre: 'ACTES', label: 'Actes' }],
      }),
  },
  {
    operation: 'POST /api/admissions/decision-types',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/decision-types', {
        items: [{ code: 'ACTES', label: 'Actes', kind: 'FA' }],
      }),
  },
  {
    operation: 'POST /api/admissions/attachment-models',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/attachment-models', { items: [{ code: 'ACTES', label: 'Actes' }] }),
  },
  {
    operation: 'POST /api/admissions/formations',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/formations', {
        items: [{ code: 'ACTES', commission: 'ACTES', label: 'Actes' }],
      }),
  },
  {
    operation: 'POST /api/admissions/dossiers',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/dossiers', {
        items: [{ dossierNo: 'ACTES001', lastName: 'TESTUN', firstName: 'Zoé', mail: 'testun@example.org' }],
      }),
  },
  {
    operation: 'POST /api/admissions/applications',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/applications', {
        items: [{ dossierNo: candidate.dossierNo, formation: 'ACTES' }],
      }),
  },
  {
    operation: 'POST /api/admissions/decisions',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/decisions', {
        items: [
          {
            reference: 'ACTES',
            dossierNo: candidate.dossierNo,
            formation: 'ACTES',
            type: 'ACTES',
          },
        ],
      }),
  },
  {
    operation: 'POST /api/admissions/attachments',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/attachments', {
        items: [{ dossierNo: candidate.dossierNo, formation: 'ACTES', model: 'ACTES' }],
      }),
  },
  {
    operation: 'POST /api/admissions/attachment-files',
    action: 'admissions-data.file-received',
    ask: () => () =>
      sendForm(
        `/api/admissions/attachment-files?dossierNo=${candidate.dossierNo}&formation=ACTES&model=ACTES`,
        `essai ${Math.random()}`,
      ),
  },
  {
    operation: 'GET /api/admissions/dossiers',
    action: 'dossiers.listed',
    ask: () => () => chief.get('/api/admissions/dossiers?search=T0000'),
  },
  {
    operation: 'GET /api/admissions/dossiers/{id}',
    action: 'dossier.seen',
    ask: () => () => chief.get(`/api/admissions/dossiers/${candidate.accountId}`),
  },
  {
    operation: 'GET /api/admissions/opi',
    action: 'opi.listed',
    ask: () => () => chief.get('/api/admissions/opi'),
  },
  {
    operation: 'GET /api/admissions/set-aside',
    action: 'set-aside.listed',
    ask: () => () => chief.get('/api/admissions/set-aside'),
  },
  {
    operation: 'POST /api/admissions/set-aside/release',
    action: 'set-aside.released',
    ask: async () => {
      const unit = { batch: 'BATCH_ASYNC_OPI', unit: `account:${candidate.accountId}` }
      await noteUnitFailure(database.pool, {
        batchCode: unit.batch,
        unit: unit.unit,
        error: 'essai',
        runId: 1,
        now: node.engine.clock.now(),
      })
      return () => chief.post('/api/admissions/set-aside/release', unit)
    },
  },
  {
    operation: 'GET /api/admissions/reference-tables/{table}',
    action: 'siscol.users-listed',
    ask: () => () => chief.get('/api/admissions/reference-tables/user'),
  },
  {
    operation: 'GET /api/health/appointments',
    action: 'appointments.listed',
    ask: () => () => physician.get('/api/health/appointments'),
  },
  {
    operation: 'GET /api/health/follow-ups',
    action: 'follow-ups.listed',
    ask: () => () => physician.get('/api/health/follow-ups?search=TESTUN'),
  },
  {
    operation: 'POST /api/health/merges/{id}/undo',
    action: 'records.merge-undone',
    ask: () => () => physician.post(`/api/health/merges/${made.merge}/undo`),
  },
  {
    operation: 'PUT /api/health/consultations/by-reference/{reference}',
    action: 'consultation.opened',
    ask: async () => {
      desk.student = (await insertStudents(database.pool, 1))[0]!
      const openedAt = '2026-06-15T08:00:00Z'
      const fed = { student: { studentId: desk.student }, practitioner: 'testun-chef', openedAt }
      return () => chief.put('/api/health/consultations/by-reference/essai', fed)
    },
    after: ({ consultation }) => {
      desk.consultation = consultation.id
    },
  },
  {
    operation: 'POST /api/health/consultations/by-reference/{reference}/closure',
    action: 'consultation.closed',
    ask: () => () => chief.post('/api/health/consultations/by-reference/essai/closure', {}),
  },
  {
    operation: 'GET /api/health/consultations/{id}',
    action: 'consultation.read',
    ask: () => () => physician.get(`/api/health/consultations/${desk.consultation}`),
  },
  {
    operation: 'POST /api/health/consultations/closed-automatically/reading',
    action: 'consultation.told',
    ask: () => () => chief.post('/api/health/consultations/closed-automatically/reading'),
  },
  {
    operation: 'POST /api/health/scan-files',
    action: 'scan.dropped',
    ask: () => async () => {
      const form = new FormData()
      form.append('file', new Blob(['%PDF-1.4']), 'essai.pdf')
      const answer = await chief.fetch('/api/health/scan-files', { method: 'POST', body: form })
      return { status: answer.status, body: await answer.json() }
    },
    after: ({ id }) => {
      desk.scan = id
    },
  },
  {
    operation: 'GET /api/health/scan-files/{id}/content',
    action: 'scan.downloaded',
    ask: () => () => chief.get(`/api/health/scan-files/${desk.scan}/content`),
  },
  {
    operation: 'PUT /api/health/scan-files/{id}/lock',
    action: 'scan.reserved',
    ask: () => () => chief.put(`/api/health/scan-files/${desk.scan}/lock`),
  },
  {
    operation: 'DELETE /api/health/scan-files/{id}/lock',
    action: 'scan.released',
    ask: () => () => chief.delete(`/api/health/scan-files/${desk.scan}/lock`),
  },
  {
    operation: 'DELETE /api/health/scan-files/{id}',
    action: 'scan.removed',
    ask: () => () => chief.delete(`/api/health/scan-files/${desk.scan}`),
  },
  {
    operation: 'PUT /api/health/scan-files/{id}/student',
    action: 'scan.attached',
    ask: async () => {
      const { rows } = await database.pool.query<{ id: number }>(
        `insert into scan_file (owner, storage_key, name, media_type, bytes, sha256)
         values ('testun-chef', 'essai', 'essai.pdf', 'application/pdf', 1, 'x') returning id`,
      )
      const student = { studentId: desk.student }
      return () => chief.put(`/api/health/scan-files/${rows[0]!.id}/student`, { student })
    },
  },
  {
    operation: 'POST /api/learning/files',
    action: 'file.received',
    ask: () => async () => {
      const answer = await sendFile(chief, 'username;idnumber;firstname;lastname;email\n', 'userimport.csv')
      return { status: answer.status, body: await answer.json() }
    },
  },
  {
    operation: 'GET /api/learning/files/content',
    action: 'file.downloaded',
    ask: () => () => chief.get('/api/learning/files/content?shelf=commands&name=userimport.csv'),
  },
  {
    operation: 'GET /api/learning/files/preview',
    action: 'file.previewed',
    ask: () => () => chief.get('/api/learning/files/preview?shelf=commands&name=userimport.csv'),
  },
  {
    operation: 'GET /api/learning/files/search',
    action: 'report.searched',
    ask: () => () => chief.get('/api/learning/files/search?text=testun'),
  },
  {
    operation: 'POST /api/learning/tools/{tool}/runs',
    action: 'batch.launched',
    ask: () => () =>
      chief.post('/api/learning/tools/users/runs', {
        file: { shelf: 'commands', name: 'userimport.csv' },
        dryRun: true,
      }),
    after: async ({ runId }) => {
      await node.engine.waitForRun(runId)
      made.exchange = (await chief.get(`/api/learning/exchanges?run=${runId}`)).body.items[0].id
    },
  },
  {
    operation: 'GET /api/learning/exchanges/{id}/lines',
    action: 'journal.read',
    ask: () => () => chief.get(`/api/learning/exchanges/${made.exchange}/lines`),
  },
  {
    operation: 'POST /api/learning/files/move',
    action: 'file.moved',
    ask: () => () =>
      chief.post('/api/learning/files/move', { shelf: 'commands', name: 'userimport.csv', to: 'vieux.csv' }),
  },
  {
    operation: 'DELETE /api/learning/files',
    action: 'file.deleted',
    ask: () => () => chief.delete('/api/learning/files?shelf=commands&name=vieux.csv'),
  },
  {
    operation: 'POST /api/learning/generated-files',
    action: 'file.generated',
    ask: async () => {
      const { rows } = await database.pool.query<{ id: number }>(
        `insert into learning.course (category_id, shortname, idnumber, fullname, format)
         select min(id), 'TESTUN101', 'T101', 'Essai', 'topics' from learning.course_category returning id`,
      )
      return () => chief.post('/api/learning/generated-files', { kind: 'delete', courseIds: [rows[0]!.id] })
    },
  },
  {
    operation: 'POST /api/learning/categories/delete',
    action: 'category.deleted',
    ask: async () => {
      const { rows } = await database.pool.query<{ id: number }>(
        `insert into learning.course_category (name) values ('Vide') returning id`,
      )
      return () => chief.post('/api/learning/categories/delete', { ids: [rows[0]!.id] })
    },
  },
  {
    operation: 'POST /api/learning/drop/pull',
    action: 'batch.launched',
    ask: () => () => chief.post('/api/learning/drop/pull'),
    after: ({ runId }) => node.engine.waitForRun(runId),
  },
  {
    operation: 'POST /api/test-mails',
    action: 'mail.tested',
    ask: () => () => chief.post('/api/test-mails', { to: 'testun@example.org' }),
  },
  {
    operation: 'POST /api/admissions/reference-tables/connection-tests',
    action: 'siscol.tested',
    ask: () => () => chief.post('/api/admissions/reference-tables/connection-tests'),
  },
  {
    operation: 'POST /api/test-webhooks',
    action: 'webhook.tested',
    ask: () => () => chief.post('/api/test-webhooks'),
  },
  {
    operation: 'POST /api/health/appointment-motives',
    action: 'appointment-motive.created',
    ask: () => () => chief.post('/api/health/appointment-motives', { label: 'Dépistage', reference: 'DEP' }),
  },
  {
    operation: 'PATCH /api/health/appointment-motives/{id}',
    action: 'appointment-motive.changed',
    ask: async () => {
      const motives = (await chief.get('/api/health/appointment-motives')).body.items as Fed[]
      const { id, version } = motives.find(({ reference }) => reference === 'DEP')!
      return () => chief.patch(`/api/health/appointment-motives/${id}`, { version, reminderDays: 3 })
    },
  },
  {
    operation: 'PUT /api/health/appointment-motives/by-reference/{reference}',
    action: 'appointment-motive.changed',
    ask: () => () =>
      chief.put('/api/health/appointment-motives/by-reference/DEP', { label: 'Dépistage', minutes: 30 }),
  },
  {
    operation: 'PUT /api/health/appointments/by-reference/{reference}',
    action: 'appointments.fed',
    ask: async () => {
      const student = { studentId: await anyStudent() }
      const appointment = { student, motive: 'DEP', startsAt: '2030-03-11T14:30:00Z' }
      return () => chief.put('/api/health/appointments/by-reference/RDV-1', appointment)
    },
  },
  {
    operation: 'POST /api/health/appointments',
    action: 'appointments.fed',
    ask: async () => {
      const student = { studentId: await anyStudent() }
      const appointment = { reference: 'RDV-2', student, motive: 'DEP', startsAt: '2030-03-11T14:30:00Z' }
      return () => chief.post('/api/health/appointments', { items: [appointment] })
    },
  },
  {
    operation: 'PATCH /api/health/appointments/{id}',
    action: 'appointment.changed',
    ask: async () => {
      const fed = (await chief.get('/api/health/appointments')).body.items as Fed[]
      const { id, version } = fed.find(({ reference }) => reference === 'RDV-2')!
      return () => chief.patch(`/api/health/appointments/${id}`, { version, state: 'cancelled' })
    },
  },
  {
    operation: 'POST /api/health/follow-ups',
    action: 'follow-ups.fed',
    ask: async () => {
      await addMotive(database)
      const student = { studentId: await anyStudent() }
      return () =>
        chief.post('/api/health/follow-ups', { items: [{ student, motive: 'VACCIN', dueOn: '2026-03-05' }] })
    },
  },
  {
    operation: 'PUT /api/health/follow-ups/by-reference/{reference}',
    action: 'follow-ups.fed',
    ask: async () => {
      const student = { studentId: await anyStudent() }
      return () =>
        chief.put('/api/health/follow-ups/by-reference/SRV', {
          student,
          motive: 'VACCIN',
          dueOn: '2026-03-05',
        })
    },
    after: (body) => {
      made.followUp = body.id
    },
  },
  {
    operation: 'GET /api/health/follow-ups/{id}',
    action: 'follow-up.read',
    ask: () => () => chief.get(`/api/health/follow-ups/${made.followUp}`),
  },
  {
    operation: 'PATCH /api/health/follow-ups/{id}',
    action: 'follow-up.changed',
    ask: () => () => chief.patch(`/api/health/follow-ups/${made.followUp}`, { version: 0, comment: 'essai' }),
  },
  {
    operation: 'POST /api/health/follow-ups/{id}/closing',
    action: 'follow-up.closed',
    ask: () => () =>
      chief.post(`/api/health/follow-ups/${made.followUp}/closing`, { version: 1, reason: 'essai' }),
  },
  {
    operation: 'POST /api/health/follow-ups/{id}/reopening',
    action: 'follow-up.reopened',
    ask: () => () => chief.post(`/api/health/follow-ups/${made.followUp}/reopening`, { version: 2 }),
  },
  {
    operation: 'PUT /api/health/students/{id}/returned-mail',
    action: 'follow-ups.returned-mail-noted',
    ask: async () => {
      made.student = await addStudent(database)
      return () => chief.put(`/api/health/students/${made.student}/returned-mail`)
    },
  },
  {
    operation: 'DELETE /api/health/students/{id}/returned-mail',
    action: 'follow-ups.returned-mail-forgotten',
    ask: () => () => chief.delete(`/api/health/students/${made.student}/returned-mail`),
  },
  {
    operation: 'GET /api/health/follow-up-editions/{id}/content',
    action: 'file.downloaded',
    ask: async () => {
      const edition = await letterEdition()
      return () => chief.get(`/api/health/follow-up-editions/${edition}/content`)
    },
  },
  {
    operation: 'POST /api/health/follow-up-editions/{id}/cancellation',
    action: 'follow-ups.edition-cancelled',
    ask: async () => {
      const edition = await letterEdition()
      return () => chief.post(`/api/health/follow-up-editions/${edition}/cancellation`)
    },
  },
  {
    operation: 'POST /api/health/vaccines/list',
    action: 'vaccines.list-received',
    ask: async () => {
      await database.pool.query(`update batch set enabled = true where code = 'MES_VACCINS'`)
      return () => sendForm('/api/health/vaccines/list', '[{"id": "T1", "name": "VACCIN TEST T"}]')
    },
    after: async ({ runId }) => {
      await node.engine.waitForRun(runId)
      made.vaccine = (await chief.get('/api/health/vaccines')).body.items[0].id
    },
  },
  {
    operation: 'PATCH /api/health/vaccines/{id}',
    action: 'vaccine.changed',
    ask: () => () =>
      chief.patch(`/api/health/vaccines/${made.vaccine}`, { version: 0, values: { name: 'VACCIN TEST TT' } }),
  },
  {
    operation: 'PUT /api/health/vaccinations/by-reference/{reference}',
    action: 'vaccination.fed',
    ask: async () => {
      const student = { studentId: await anyStudent() }
      return () =>
        chief.put('/api/health/vaccinations/by-reference/V1', { student, vaccine: { id: made.vaccine } })
    },
  },
  {
    operation: 'POST /api/health/vaccinations',
    action: 'vaccinations.fed',
    ask: async () => {
      const student = { studentId: await anyStudent() }
      return () =>
        chief.post('/api/health/vaccinations', {
          items: [{ reference: 'V2', student, vaccine: { id: made.vaccine } }],
        })
    },
  },
  {
    operation: 'POST /api/health/loads',
    action: 'load.received',
    ask: () => () =>
      sendForm('/api/health/loads?kind=appointment-motives', 'REFERENCE;LIBELLE\nT1;Motif inventé\n'),
    after: async ({ runId }) => {
      await node.engine.waitForRun(runId)
      made.load = runId
    },
  },
  {
    operation: 'POST /api/health/loads/{id}/application',
    action: 'batch.launched',
    ask: () => () => chief.post(`/api/health/loads/${made.load}/application`),
    after: ({ runId }) => node.engine.waitForRun(runId),
  },
  {
    operation: 'POST /api/admissions/forms',
    action: 'admissions-data.fed',
    ask: () => () =>
      chief.post('/api/admissions/forms', { items: [{ code: 'TESTUN', surveyId: 990001, label: 'Testun' }] }),
    after: (body) => {
      made.form = body.items[0].id
    },
  },
  {
    operation: 'PATCH /api/admissions/forms/{id}',
    action: 'survey-form.changed',
    ask: () => () =>
      chief.patch(`/api/admissions/forms/${made.form}`, {
        version: 0,
        label: 'Testun bis',
        inService: false,
      }),
  },
  {
    operation: 'GET /api/admissions/forms/{id}/answers',
    action: 'survey-form.answers-listed',
    ask: () => () => chief.get(`/api/admissions/forms/${made.form}/answers`),
  },
  {
    operation: 'POST /api/admissions/managers',
    action: 'managers.fed',
    ask: () => () =>
      chief.post('/api/admissions/managers', { items: [{ login: 'testun', label: 'Testun' }] }),
  },
  {
    operation: 'PATCH /api/admissions/managers/{login}',
    action: 'manager.changed',
    ask: () => () => chief.patch('/api/admissions/managers/testun', { version: 1, label: 'Testun bis' }),
  },
  {
    operation: 'GET /api/admissions/managers',
    action: 'managers.listed',
    ask: () => () => chief.get('/api/admissions/managers'),
  },
  {
    operation: 'POST /api/admissions/loads',
    action: 'load.received',
    ask: () => () => sendForm('/api/admissions/loads?kind=centres', 'CODE;LIBELLE\nT1;Centre inventé\n'),
    after: async ({ runId }) => {
      await node.engine.waitForRun(runId)
      made.load = runId
    },
  },
  {
    operation: 'POST /api/admissions/loads/{id}/application',
    action: 'batch.launched',
    ask: () => () => chief.post(`/api/admissions/loads/${made.load}/application`),
    after: ({ runId }) => node.engine.waitForRun(runId),
  },
]

/** Prints a letter; returns its edition. */
async function letterEdition(): Promise<number> {
  await addFollowUp(database, { student_id: await addStudent(database), due_on: '2026-03-05' })
  const asked = await node.engine.requestRun({ code: 'REL_COU', trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  await node.engine.waitForRun(asked.runId)
  return (await chief.get('/api/health/follow-up-editions')).body.items[0].id
}

interface Fed {
  readonly id: number
  readonly version: number
  readonly reference: string | null
}

async function anyStudent(): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into student (family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code)
     values ('TESTUN', 'Zoé', 'TESTUN', 'ZOE', 'F', '2005-03-14', '100') returning id`,
  )
  return rows[0]!.id
}

/** Changes nothing that concerns anybody else, or is recorded elsewhere. */
const others = [
  // What one likes to see.
  'PUT /api/preferences/{key}',
  // Nothing is saved.
  'POST /api/schedule-previews',
  'POST /api/health/appointment-motives/mail-preview',
  'POST /api/admissions/mail-templates/{code}/preview',
  'POST /api/health/letter-templates/{kind}/preview',
  'POST /api/health/letter-templates/{kind}/preview-pdf',
  // src/api/routes/admissions-opi.test.ts: it needs the establishment's tables.
  'PUT /api/admissions/opi/{applicationId}/identity',
  // src/api/routes/admissions-opi-files.test.ts: it needs files in a folder.
  'DELETE /api/admissions/opi/files/days/{day}',
  // src/api/routes/admissions-forms.test.ts: it needs LimeSurvey.
  'POST /api/admissions/forms/survey-checks',
  // src/api/sign-in/cas.test.ts
  'POST /api/sign-in/cas/logout',
  'POST /api/sign-in/cas/callback',
  // That somebody is at it comes every minute, and tells nothing that its closing does not.
  'POST /api/health/consultations/by-reference/{reference}/activity',
]

test('every route that is not a mere question is in the inventory', () => {
  const known = [...acts.map(({ operation }) => operation), ...others]
  expect(operations.filter((one) => !one.startsWith('GET ') && !known.includes(one))).toEqual([])
  expect(known.filter((one) => !operations.includes(one))).toEqual([])
})

/** Looks that show nobody: figures, words, one's own, what a batch left without what it holds. */
const namesNobody = [
  'GET /api/admissions/campaigns',
  'GET /api/admissions/campaigns/{id}',
  'GET /api/admissions/destructions',
  'GET /api/admissions/destructions/{id}',
  'GET /api/admissions/dossier-choices',
  'GET /api/admissions/forms',
  'GET /api/admissions/forms/{id}',
  'GET /api/admissions/forms/{id}/rejections',
  'GET /api/admissions/load-kinds',
  'GET /api/admissions/load-kinds/{kind}/template',
  'GET /api/admissions/loads',
  'GET /api/admissions/loads/{id}',
  'GET /api/admissions/mail-templates',
  'GET /api/admissions/mail-templates/{code}',
  'GET /api/admissions/maintenance',
  'GET /api/admissions/opi/attachments/summary',
  'GET /api/admissions/opi/bulk-preview',
  'GET /api/admissions/opi/files',
  'GET /api/admissions/opi/summary',
  'GET /api/admissions/reference-tables',
  'GET /api/admissions/reference-tables/{table}/template',
  'GET /api/admissions/status',
  'GET /api/health/load-kinds',
  'GET /api/health/load-kinds/{kind}/template',
  'GET /api/health/loads',
  'GET /api/health/loads/{id}',
  'GET /api/health/statistics',
  'GET /api/health/statistics/{id}',
  'GET /api/health/vaccines',
  'GET /api/health/appointment-motives',
  // Without names: what they say is read one by one.
  'GET /api/health/consultations',
  'GET /api/health/consultations/closed-automatically',
  'GET /api/health/letter-templates',
  'GET /api/health/letter-templates/{kind}',
  // The names of one's own files; of others, owners and sizes.
  'GET /api/health/scan-files',
  'GET /api/health/scan-baskets',
  'GET /api/health/follow-ups/summary',
  'GET /api/health/follow-up-editions',
]

/** Looks at people that their own tests ask for, because of what they need. */
const seenElsewhere = [
  // src/api/routes/admissions-opi.test.ts: the establishment's tables.
  'GET /api/admissions/opi/{applicationId}/matches',
  // src/api/routes/admissions-opi-files.test.ts: files in a folder.
  'GET /api/admissions/opi/files/{id}',
  'GET /api/admissions/opi/files/days/{day}/archive',
  // src/api/routes/admissions-forms.test.ts: an answer.
  'GET /api/admissions/forms/{id}/answers/{level}/{target}',
]

test('every look at people of the health service and of admissions is in the inventory', () => {
  const known = [...acts.map(({ operation }) => operation), ...namesNobody, ...seenElsewhere]
  const looks = operations.filter((one) => /^GET \/api\/(health|admissions)\//.test(one))
  expect(looks.filter((one) => !known.includes(one))).toEqual([])
  expect(namesNobody.filter((one) => !looks.includes(one))).toEqual([])
})

/** Every row, and every file, of what an act could change; what is counted or noted beside it left out. */
async function stateOfEverything(): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'learning', 'admissions') and tablename not like 'audit_%'
       and tablename not in ('candidate_session', 'sign_in_attempt', 'node', 'outgoing_mail', 'alert')
     order by 1`,
  )
  const texts: string[] = []
  for (const { name } of rows) {
    const found = await database.pool.query<{ text: string }>(
      `select (to_jsonb(row) - 'last_seen_at' - 'heartbeat_at' - 'asked_at')::text as text from ${name} as row order by 1`,
    )
    texts.push(name, ...found.rows.map((row) => row.text))
  }
  const { dataDirectory } = node.installation.place
  return [
    ...texts,
    ...filesBelow(join(dataDirectory, 'learning')),
    ...filesBelow(join(dataDirectory, 'uploads')),
    ...filesBelow(join(dataDirectory, 'scan')),
  ].join('\n')
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

async function breakTrail(broken: boolean): Promise<void> {
  await database.pool.query(
    broken
      ? `create function no_trail() returns trigger language plpgsql as
           $$ begin raise exception 'the trail is out of order'; end $$;
         create trigger no_trail before insert on audit_pending for each row execute function no_trail()`
      : 'drop trigger no_trail on audit_pending; drop function no_trail()',
  )
}

async function entries(): Promise<string[]> {
  const { rows } = await database.pool.query<{ action: string }>('select action from audit_event order by id')
  return rows.map((row) => row.action)
}

test.each(acts)('$operation: without its entry it is not done, done it has one', async (act) => {
  const ask = await act.ask()
  const before = await stateOfEverything()
  await breakTrail(true)
  try {
    expect(await ask()).toMatchObject({ status: 500 })
  } finally {
    await breakTrail(false)
  }
  expect(await stateOfEverything()).toBe(before)

  const known = await entries()
  const answer = await ask()
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  const added = (await entries()).slice(known.length)
  expect(added.filter((action) => action.startsWith(act.action))).not.toEqual([])
  await act.after?.(answer.body)
})
