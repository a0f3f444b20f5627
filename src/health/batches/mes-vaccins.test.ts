import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { RunDetail } from '../../batch/define-batch.ts'
import { vaccineFilePath } from '../vaccines/sources/given-file.ts'

let database: TestDatabase
let node: ApiNode
let chief: ApiClient
let operator: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  chief = await node.signIn({ administrator: true })
  operator = await node.signIn({ roles: { health: 'operator' } })
  await node.installation.settings.set('health.vaccines.source', 'file', 'test')
  await database.pool.query(`update batch set enabled = true where code = 'MES_VACCINS'`)
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

/** Vaccines 1 to `count`, with what is to differ. */
function vaccines(count: number, more: Record<number, object> = {}): object[] {
  return Array.from({ length: count }, (_, at) => ({
    id: at + 1,
    name: `VACCIN TEST ${String(at + 1).padStart(2, '0')}`,
    diseases: [{ id: 1, name: 'Maladie inventée' }],
    ...more[at + 1],
  }))
}

async function imported(
  list: unknown,
): Promise<{ state: string; detail: RunDetail | null; error: string | null }> {
  const path = vaccineFilePath(node.installation.place.dataDirectory)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify(list))
  const asked = await node.engine.requestRun({ code: 'MES_VACCINS', trigger: 'cli', requestedBy: 'test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  const { state, detail, error } = await node.engine.waitForRun(asked.runId)
  return { state, detail, error }
}

const counts = (
  recus: number,
  nouveaux: number,
  modifies: number,
  inchanges: number,
  desactives: number,
) => ({
  state: 'finished',
  detail: { recus, nouveaux, modifies, inchanges, desactives },
  error: null,
})

async function table(): Promise<unknown[]> {
  const { rows } = await database.pool.query('select * from vaccine order by id')
  return rows
}
const inUse = async () =>
  (await database.pool.query(`select count(*)::int as n from vaccine where active`)).rows[0].n

test('the first list creates, the same again changes nothing, another changes what differs', async () => {
  expect(await imported(vaccines(10))).toEqual(counts(10, 10, 0, 0, 0))
  const before = await table()
  expect(await imported(vaccines(10))).toEqual(counts(10, 0, 0, 10, 0))
  expect(await table()).toEqual(before)
  expect(await imported(vaccines(10, { 3: { short_description: 'Nouveau' } }))).toEqual(
    counts(10, 0, 1, 9, 0),
  )
})

test('20: the source answers an empty list: error, no deactivation', async () => {
  const before = await table()
  expect(await imported([])).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('la liste est vide'),
  })
  expect(await table()).toEqual(before)
})

test('20: duplicate external id in the list: error, nothing written', async () => {
  const before = await table()
  const list = [...vaccines(12), { id: 2, name: 'VACCIN TEST BIS' }]
  expect(await imported(list)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('deux fois le vaccin 2'),
  })
  expect(await table()).toEqual(before)
})

test('a vaccine absent from a complete list goes out of use, if the list has 80 % of the known; it comes back', async () => {
  expect(await imported(vaccines(8))).toEqual(counts(8, 0, 1, 7, 2))
  expect(await inUse()).toBe(8)
  // 6 of 8 known: not believed.
  expect(await imported(vaccines(6))).toEqual(counts(6, 0, 0, 6, 0))
  expect(await inUse()).toBe(8)
  expect(await imported({ vaccines: vaccines(7), complete: false })).toEqual(counts(7, 0, 0, 7, 0))
  expect(await inUse()).toBe(8)
  expect(await imported(vaccines(10))).toEqual(counts(10, 0, 2, 8, 0))
  expect(await inUse()).toBe(10)
})

test('what the service edited stays through imports, until it goes back to the source', async () => {
  const [one] = (await operator.get('/api/health/vaccines?search=TEST%2001')).body.items
  const edited = await operator.patch(`/api/health/vaccines/${one.id}`, {
    version: one.version,
    values: { name: 'VACCIN TEST LOCAL', active: false },
  })
  expect(edited.body).toMatchObject({
    localFields: ['name', 'active'],
    fromSource: { name: 'VACCIN TEST 01', active: true },
  })
  expect(await imported(vaccines(10, { 1: { name: 'VACCIN TEST 01 B', ucd_code: 'X' } }))).toEqual(
    counts(10, 0, 1, 9, 0),
  )
  const [kept] = (await operator.get('/api/health/vaccines?search=LOCAL')).body.items
  expect(kept).toMatchObject({ name: 'VACCIN TEST LOCAL', active: false, ucdCode: 'X' })
  expect(
    (await operator.patch(`/api/health/vaccines/${one.id}`, { version: 0, revert: ['name'] })).body,
  ).toMatchObject({
    code: 'STALE_VERSION',
  })
  const back = await operator.patch(`/api/health/vaccines/${one.id}`, {
    version: kept.version,
    revert: ['name', 'active'],
  })
  expect(back.body).toMatchObject({ name: 'VACCIN TEST 01 B', active: true, localFields: [], fromSource: {} })
  const { rows } = await database.pool.query(
    `select count(*)::int as n from audit_event where action = 'vaccine.changed' and subject = $1`,
    [`vaccine:${one.id}`],
  )
  expect(rows[0].n).toBe(2)
})

test('what the service has put back in use stays in use, whatever later lists leave out', async () => {
  await imported(vaccines(9))
  const [gone] = (await operator.get('/api/health/vaccines?search=TEST%2010')).body.items
  expect(gone).toMatchObject({ active: false, listed: false })
  const again = await operator.patch(`/api/health/vaccines/${gone.id}`, {
    version: gone.version,
    values: { active: true },
  })
  expect(again.body).toMatchObject({ active: true, localFields: ['active'], fromSource: { active: false } })
  await imported(vaccines(10))
  expect(await imported(vaccines(9))).toMatchObject({ detail: { desactives: 0 } })
  const [still] = (await operator.get('/api/health/vaccines?search=TEST%2010')).body.items
  expect(still).toMatchObject({ active: true, listed: false })
  await imported(vaccines(10))
})

test('a list sent by an administrator is imported at once; what is none replaces nothing', async () => {
  const form = (json: string) => {
    const boundary = 'x'
    return [
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="l.json"\r\n\r\n${json}\r\n--${boundary}--\r\n`,
      { headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } },
    ] as const
  }
  const list = JSON.stringify(vaccines(11))
  expect((await operator.post('/api/health/vaccines/list', ...form(list))).status).toBe(403)
  expect((await chief.post('/api/health/vaccines/list', ...form('{}'))).body).toMatchObject({
    code: 'INVALID_REQUEST',
  })
  const sent = await chief.post('/api/health/vaccines/list', ...form(list))
  expect(sent.status).toBe(201)
  expect(await node.engine.waitForRun(sent.body.runId)).toMatchObject({
    state: 'finished',
    detail: { nouveaux: 1 },
  })
})

test('vaccinations are fed by reference, one by one or by the list; each is taken or rejected by itself', async () => {
  await database.pool.query(
    `insert into student (id, ine, family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code)
     values (1, '9990000011P', 'TESTUN', 'Zoé', 'TESTUN', 'ZOE', 'F', '2005-03-14', '100')`,
  )
  const one = { student: { ine: '9990000011P' }, vaccine: { externalId: '1' }, givenOn: '2025-11-03' }
  const put = (more: object) => operator.put('/api/health/vaccinations/by-reference/V-1', { ...one, ...more })
  expect(await put({})).toMatchObject({ status: 201, body: { outcome: 'created' } })
  expect(await put({})).toMatchObject({ status: 200, body: { outcome: 'unchanged' } })
  expect(await put({ batchNumber: 'L1' })).toMatchObject({ status: 200, body: { outcome: 'updated' } })
  expect((await put({ student: { ine: '9990000099Z' } })).body).toMatchObject({ code: 'UNKNOWN_STUDENT' })
  expect((await put({ vaccine: { externalId: '999' } })).body).toMatchObject({ code: 'INVALID_FIELDS' })
  await database.pool.query(
    `insert into student (id, ine, family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code)
     values (2, '9990000022B', 'TESTDEUX', 'Paul', 'TESTDEUX', 'PAUL', 'M', '2003-06-12', '100')`,
  )
  expect((await put({ student: { studentId: 2 } })).body).toMatchObject({ code: 'INVALID_FIELDS' })
  const fed = await operator.post('/api/health/vaccinations', {
    items: [
      { ...one, reference: 'V-2' },
      { ...one, reference: 'V-3', student: {} },
      { ...one, reference: 'V-2', booster: true },
    ],
  })
  expect(fed.body).toMatchObject({ created: 1, updated: 1, unchanged: 0, rejected: 1 })
  const { rows } = await database.pool.query(
    'select reference, batch_number, booster from vaccination order by 1',
  )
  expect(rows).toEqual([
    { reference: 'V-1', batch_number: 'L1', booster: null },
    { reference: 'V-2', batch_number: null, booster: true },
  ])
})

test('without a source the batch is not put in service, and a run says what to set', async () => {
  await node.installation.settings.reset('health.vaccines.source', 'test')
  expect(await imported(vaccines(10))).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('health.vaccines.source'),
  })
})
