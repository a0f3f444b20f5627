import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openSmtpInbox } from '../../../test/support/smtp-inbox.ts'
import { startTestApi, type TestApi, type TestApiOptions } from '../../../test/support/test-api.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, until } from '../../../test/support/test-engine.ts'
import { administrator, operator, visitor } from '../../../test/support/visitor.ts'
import type { Application } from '../../batch/application.ts'
import { nightBeginsAt } from '../../batch/night/settings.ts'
import { healthSettings } from '../../health/settings.ts'
import { defineSetting } from '../../platform/settings.ts'

let database: TestDatabase
let api: TestApi
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  await api.stop()
  await forgetEngine(database)
  await database.pool.query('truncate setting, setting_change')
})

const secret = defineSetting({
  key: 'health.remote.token',
  label: { fr: 'Jeton', en: 'Token' },
  schema: z.string().nullable(),
  default: null as string | null,
  secret: true,
})
const applications: Application[] = [
  { code: 'core', label: { fr: 'Nocturne', en: 'Nocturne' }, batches: [], settings: [nightBeginsAt] },
  {
    code: 'health',
    label: { fr: 'Santé', en: 'Health' },
    batches: [],
    settings: [...healthSettings, secret],
  },
]
const doctor = visitor('testun-sante', { health: 'administrator', core: 'reader' })

async function start(options: TestApiOptions = {}): Promise<void> {
  api = await startTestApi(database, [], { applications, ...options })
}

async function lastAudit(action: string) {
  const { rows } = await database.pool.query(
    'select actor, subject, application, detail from audit_event where action = $1 order by id desc limit 1',
    [action],
  )
  return rows[0]
}

describe('settings', () => {
  test('are listed with the form that draws them', async () => {
    await start()
    const { body } = await api.get('/api/settings')
    const share = body.items.find((one: { key: string }) => one.key === 'health.import.guard.rejected-share')
    expect(share).toMatchObject({
      application: 'health',
      group: 'import',
      schema: { type: 'number', minimum: 0, maximum: 1 },
      value: 0.3,
      default: 0.3,
      changedAt: null,
      editable: true,
    })
  })

  test('of other applications are not shown, nor are secrets to those who only read', async () => {
    await start()
    const keys = async () =>
      (await api.get('/api/settings')).body.items.map((one: { key: string }) => one.key)
    api.actAs(visitor('testun-a', { admissions: 'administrator' }))
    expect(await keys()).toEqual([])
    api.actAs(operator)
    const read = (await api.get('/api/settings')).body
    expect(read.items.every((one: { editable: boolean }) => !one.editable)).toBe(true)
    expect(await keys()).not.toContain('health.remote.token')
    api.actAs(doctor)
    expect(await keys()).toContain('health.remote.token')
  })

  test('what the program was started with is for administrators of the installation, secrets masked', async () => {
    await start({ smtpUrl: 'smtp://user:password@127.0.0.1:1' })
    const { body } = await api.get('/api/settings')
    expect(body.configuration).toContainEqual(
      expect.objectContaining({ key: 'smtpUrl', variable: 'NOCTURNE_SMTP_URL', value: '••••••' }),
    )
    api.actAs(doctor)
    expect((await api.get('/api/settings')).body.configuration).toBeNull()
  })

  test('are changed by the administrators of their application, and put back', async () => {
    await start()
    api.actAs(doctor)
    const changed = await api.put('/api/settings/health.import.file', { value: 'Etudiants.csv' })
    expect(changed).toMatchObject({
      status: 200,
      body: { value: 'Etudiants.csv', changedBy: 'testun-sante', default: 'Calcium.csv' },
    })
    expect(await lastAudit('setting.changed')).toMatchObject({
      actor: 'testun-sante',
      subject: 'setting:health.import.file',
      application: 'health',
      detail: { to: 'Etudiants.csv' },
    })
    const back = await api.delete('/api/settings/health.import.file')
    expect(back).toMatchObject({ status: 200, body: { value: 'Calcium.csv', changedBy: null } })
    expect((await api.put('/api/settings/core.night.begins-at', { value: '13:00' })).status).toBe(403)
    api.actAs(administrator)
    expect((await api.put('/api/settings/core.night.begins-at', { value: '13:00' })).status).toBe(200)
    api.actAs(operator)
    expect((await api.put('/api/settings/health.import.file', {})).status).toBe(403)
    expect((await api.delete('/api/settings/health.import.file')).status).toBe(403)
  })

  test('refuse a value in the language of whoever gives it', async () => {
    await start()
    api.actAs(doctor)
    const refused = await api.put('/api/settings/health.import.file', { value: 'a/b.csv' })
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'INVALID_SETTING',
        detail: 'Un nom de fichier, sans dossier',
        errors: [{ path: 'value', message: 'Un nom de fichier, sans dossier' }],
      },
    })
    api.actAs({ ...doctor, locale: 'en' })
    expect(
      (await api.put('/api/settings/health.import.guard.rejected-share', { value: 2 })).body.detail,
    ).toBe('At most 1')
    expect(await api.put('/api/settings/health.nothing', { value: 1 })).toMatchObject({
      status: 404,
      body: { code: 'UNKNOWN_SETTING' },
    })
  })

  test('keep secrets out of answers and of the audit trail', async () => {
    await start()
    api.actAs(doctor)
    const { body } = await api.put('/api/settings/health.remote.token', { value: 'very secret' })
    expect(body).toMatchObject({ value: '••••••', secret: true })
    const { rows } = await database.pool.query('select detail::text from audit_event')
    expect(rows.map((row: { detail: string }) => row.detail).join()).not.toContain('very secret')
  })
})

describe('a test mail', () => {
  test('is sent to whoever is named', async () => {
    const inbox = await openSmtpInbox()
    await start({ smtpUrl: inbox.url })
    const { body } = await api.post('/api/test-mails', { to: 'testun@example.org' })
    expect(body).toEqual({ sent: true, error: null })
    expect(inbox.mails[0]).toMatchObject({ to: ['testun@example.org'] })
    expect(await lastAudit('mail.tested')).toMatchObject({ actor: 'testun-admin', detail: { sent: true } })
    await inbox.close()
  })

  test('that fails tells the mail server’s own words', async () => {
    await start({ smtpUrl: 'smtp://127.0.0.1:1' })
    const { body } = await api.post('/api/test-mails', { to: 'testun@example.org' })
    expect(body.sent).toBe(false)
    expect(body.error).toContain('ECONNREFUSED')
    expect((await api.post('/api/test-mails', { to: 'nobody' })).status).toBe(422)
    api.actAs(doctor)
    expect((await api.post('/api/test-mails', { to: 'testun@example.org' })).status).toBe(403)
  })
})

describe('the state of the system', () => {
  test('tells nodes, database, queue, disk and what the doctor finds', async () => {
    await start()
    // Which node plans is settled a moment after it has started.
    await until(async () => (await api.get('/api/system')).body.nodes[0]?.scheduler === true)
    const { status, body } = await api.get('/api/system')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      version: 'test',
      nodes: [{ alive: true, scheduler: true, running: 0, endedAt: null }],
      database: { embedded: false },
      queue: { queued: 0, running: 0, oldestQueuedAt: null, places: 20 },
      mail: { configured: false, pending: 0, failed: 0, lastError: null },
    })
    expect(body.database.sizeBytes).toBeGreaterThan(1_000_000)
    expect(body.disk.totalBytes).toBeGreaterThan(body.disk.freeBytes)
    const checks = body.findings.map((one: { check: string }) => one.check)
    expect(checks).toEqual(
      expect.arrayContaining(['node', 'data-folder', 'mail', 'database', 'clock', 'schema', 'nodes']),
    )
    expect(body.findings.find((one: { check: string }) => one.check === 'mail')).toMatchObject({
      level: 'warning',
      name: 'Messagerie',
      advice: 'Réglez NOCTURNE_SMTP_URL',
    })
    api.actAs(doctor)
    expect((await api.get('/api/system')).status).toBe(403)
    expect((await api.get('/api/first-steps')).status).toBe(403)
  })

  test('a node that is alive says so to anyone; without its database it does not', async () => {
    await start()
    api.actAs(null)
    expect(await api.get('/api/alive')).toMatchObject({ status: 200, body: { ok: true } })
    const pool = api.installation.database.pool
    const query = pool.query
    pool.query = (() => Promise.reject(new Error('away'))) as unknown as typeof query
    const answer = await api.get('/api/alive')
    pool.query = query
    expect(answer).toMatchObject({ status: 503, body: { ok: false } })
  })
})

test('first steps are told in order, and done one by one', async () => {
  await start()
  const done = async () =>
    (await api.get('/api/first-steps')).body.steps
      .filter((step: { done: boolean }) => step.done)
      .map((step: { step: string }) => step.step)
  expect(await done()).toEqual([])
  await api.put('/api/settings/health.import.directory', { value: '/tmp' })
  await database.pool.query(
    `insert into account (login, name, administrator, created_at, created_by)
     values ('testun1', 'Testun', true, now(), 'test'), ('testun2', 'Testun', false, now(), 'test')`,
  )
  expect(await done()).toEqual(['administrator', 'import-directory', 'colleagues'])
})
