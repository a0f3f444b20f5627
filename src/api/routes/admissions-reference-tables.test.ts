import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { apogeeRows, type CsvFolder, csvFolder } from '../../../test/support/siscol-rows.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let folder: CsvFolder
let reader: ApiClient
let operator: ApiClient
const base = '/api/admissions/reference-tables'

beforeAll(async () => {
  database = await createTestDatabase()
  folder = csvFolder({ ...apogeeRows, mention: [...apogeeRows.mention!, { code: '', label: 'Sans code' }] })
  node = await startApiServer(database, {
    realApplications: true,
    clock: '2026-03-09T22:00:00Z',
    connections: { siscolUrl: folder.url },
  })
  reader = await node.signIn({ roles: { admissions: 'reader' } })
  operator = await node.signIn({ roles: { admissions: 'operator' } })
  await database.pool.query(`update batch set enabled = true where code = 'BATCH_SYNCHRO_SISCOL'`)
  const asked = await node.engine.requestRun({
    code: 'BATCH_SYNCHRO_SISCOL',
    trigger: 'cli',
    requestedBy: 'test',
  })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  await node.engine.waitForRun(asked.runId)
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
  rmSync(folder.path, { recursive: true, force: true })
})

test('every table with its figures, its last synchronisation and where it comes from', async () => {
  const { status, body } = await reader.get(base)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    sisKind: 'A',
    source: { type: 'csv', place: folder.path },
    version: { text: 'Apogée - 6.10' },
    versionSync: { outcome: 'merged' },
  })
  expect(body.tables).toHaveLength(22)
  expect(body.tables.find(({ code }: { code: string }) => code === 'mention')).toMatchObject({
    label: { fr: 'Mentions' },
    ...{ inService: 1, outOfService: 0 },
    sync: {
      outcome: 'merged',
      read: 2,
      inserted: 1,
      rejected: 1,
      rejects: [{ line: 2, code: null, cause: 'code absent' }],
    },
  })
  expect(body.tables.find(({ code }: { code: string }) => code === 'birth_commune').sync).toMatchObject({
    outcome: 'skipped',
    cause: 'absente de cette source',
  })
})

test('rows by code, a page at a time, found by code or label, whatever is typed', async () => {
  const first = await reader.get(`${base}/bac`, { query: { size: '1' } })
  expect(first.body.columns.map(({ name }: { name: string }) => name).slice(0, 3)).toEqual([
    'code',
    'label',
    'short_label',
  ])
  expect(first.body.items).toMatchObject([
    { values: ['NBGE', 'Bac général; depuis 2021', null, '2021', null, false, null] },
  ])
  const second = await reader.get(`${base}/bac`, { query: { size: '1', after: first.body.next } })
  expect(second.body).toMatchObject({
    items: [{ values: ['S', 'Scientifique', null, '1995', null, true, '1995'] }],
    next: null,
  })
  const found = await reader.get(`${base}/bac`, { query: { q: 'GÉNÉRAL' } })
  expect(found.body.items).toHaveLength(1)
  expect((await reader.get(`${base}/bac`, { query: { q: '%' } })).body.items).toEqual([])
  expect((await reader.get(`${base}/bac`, { query: { service: 'out' } })).body.items).toEqual([])
  const links = await reader.get(`${base}/commune_postcode`, { query: { size: '1' } })
  const rest = await reader.get(`${base}/commune_postcode`, { query: { after: links.body.next } })
  expect(rest.body.items).toMatchObject([{ values: ['75056', '75002'] }])
  expect((await reader.get(`${base}/nothing`)).status).toBe(404)
  expect((await reader.get(`${base}/bac`, { query: { after: 'xx' } })).status).toBe(400)
})

test('logins are for operators', async () => {
  expect((await reader.get(`${base}/user`)).status).toBe(403)
  const { body } = await operator.get(`${base}/user`)
  expect(body.items.map(({ values }: { values: string[] }) => values[0])).toEqual(['testun1', 'testun2'])
})

test('the source is tried: it answers with its version, or why it does not, without secrets', async () => {
  expect((await operator.post(`${base}/connection-tests`)).body).toEqual({
    ok: true,
    version: '6.10',
    error: null,
  })
  rmSync(folder.path, { recursive: true })
  const { status, body } = await operator.post(`${base}/connection-tests`)
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { ok: false, error: /* words */ expect.stringMatching(/ENOENT/) },
  })
  expect((await reader.post(`${base}/connection-tests`)).status).toBe(403)
})

test('a file to start from has the header that a folder source reads', async () => {
  const { text, headers } = await reader.get(`${base}/cge/template`)
  expect(text).toBe('code;label;short_label;in_service\nCODE;Libellé;;O\n')
  expect(headers['content-disposition']).toMatch(/cge\.csv/)
})
