import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { addDemoLetterTemplates } from '../../health/demo/letter-templates.ts'
import { defaultTemplates } from '../../health/letters/template/letter-template.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let administrator: ApiClient

const base = '/api/health/letter-templates'
const url = `${base}/follow-up`
const content = { ...defaultTemplates['follow-up'], place: 'Essaiville' }

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { health: 'reader' } })
  administrator = await node.signIn({ login: 'testun-admin', roles: { health: 'administrator' } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

test('templates hold before anybody has worded them', async () => {
  const { body } = await reader.get(base)
  expect(body.items).toMatchObject([
    { kind: 'follow-up', version: 0, savedBy: null, warnings: 2 },
    { kind: 'follow-up-reminder', version: 0 },
  ])
  expect((await reader.get(url)).body).toMatchObject({ content: defaultTemplates['follow-up'], versions: [] })
})

test('a draft is shown as the pages that it would print, by the sample asked for', async () => {
  const preview = async (sample: string, draft: object = content) =>
    (await reader.post(`${url}/preview`, { content: draft, sample })).body
  const short = await preview('short')
  expect(short).toMatchObject({ page: { width: 210, height: 297 }, faults: [], longAddress: false })
  expect(short.pages).toHaveLength(1)
  expect((await preview('two-pages')).pages).toHaveLength(2)
  expect((await preview('long-address')).longAddress).toBe(true)
  expect(JSON.stringify((await preview('foreign')).pages)).toContain('ALLEMAGNE')
  const faulty = await preview('short', { ...content, subject: '{prenon}', paragraphs: ['Bonjour'] })
  expect(faulty.faults).toMatchObject([
    { path: 'subject', message: { fr: "{prenon} n'existe pas. Utilisez {prenom}, {nom}, {date}" } },
    { path: 'paragraphs' },
  ])
  expect(faulty.pages).toHaveLength(1)
})

test('the same draft as a PDF to save', async () => {
  const answer = await administrator.post(`${url}/preview-pdf`, { content, sample: 'short' })
  expect(answer.status).toBe(200)
  expect(answer.headers['content-disposition']).toContain('attachment; filename="apercu-follow-up.pdf"')
  expect(answer.headers['content-type']).toBe('application/pdf')
})

test('saving makes a version, written down; a stale save is refused with who changed it', async () => {
  expect((await reader.put(url, { version: 0, content })).status).toBe(403)
  const saved = await administrator.put(url, { version: 0, content })
  expect(saved).toMatchObject({ status: 200, body: { version: 1, content } })
  const stale = await administrator.put(url, { version: 0, content })
  expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } })
  expect(stale.body.detail).toContain('testun-admin')
  // The same again is no new version.
  expect((await administrator.put(url, { version: 1, content })).body.version).toBe(1)
  const second = await administrator.put(url, { version: 1, content: { ...content, subject: 'Autre objet' } })
  expect(second.body.versions.map((one: { version: number }) => one.version)).toEqual([2, 1])
  const { rows } = await database.pool.query(
    `select detail -> 'after' ->> 'subject' as subject from audit_event
     where action = 'letter-template.changed' order by id desc limit 1`,
  )
  expect(rows[0]).toEqual({ subject: 'Autre objet' })
})

test('a template with a fault is not saved, and says at which field', async () => {
  const faulty = await administrator.put(url, {
    version: 2,
    content: { ...content, paragraphs: ['{texte}{texte}'] },
  })
  expect(faulty).toMatchObject({
    status: 422,
    body: {
      code: 'INVALID_FIELDS',
      errors: [{ path: 'paragraphs', message: expect.stringContaining('{texte}') }],
    },
  })
})

test('a demonstration words the letters that nobody has worded, once', async () => {
  const now = node.engine.clock.now()
  await addDemoLetterTemplates(database.pool, now)
  await addDemoLetterTemplates(database.pool, now)
  const { items } = (await reader.get(base)).body
  expect(items).toMatchObject([
    { kind: 'follow-up', version: 2, savedBy: 'testun-admin' },
    { kind: 'follow-up-reminder', version: 1, savedBy: 'demo', warnings: 0 },
  ])
})
