import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { emptyBase } from '../../../test/support/student-base.ts'
import { addItems, file, importBytes, line, students } from '../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let operator: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { health: 'reader' } })
  operator = await node.signIn({ roles: { health: 'operator' } })
  administrator = await node.signIn({ roles: { health: 'administrator' } })
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query(`
    delete from import_model where code not in ('APOGEE', 'CHU');
    update import_model set nightly = false, keep_nir = false, default_establishment = null;
    update import_model set nightly = true where code = 'APOGEE'`)
})
afterEach(() => emptyBase(database))

const models = async () => (await reader.get('/api/import-models')).body.items
const nightly = async () =>
  (await models())
    .filter((model: { nightly: boolean }) => model.nightly)
    .map((model: { code: string }) => model.code)
const itemId = async (code: string, nomenclature = 'BACCAULAUREAT') =>
  (
    await database.pool.query(
      `select item.id from nomenclature_item item join nomenclature on nomenclature.id = nomenclature_id
       where item.code = $1 and nomenclature.code = $2`,
      [code, nomenclature],
    )
  ).rows[0].id as number

test('readers see the models; an administrator adds, changes and removes them, each written down', async () => {
  const values = {
    code: 'STAPS',
    label: 'Sportifs',
    protectedColumns: ['TELEPH', 'MAIL'],
    defaultEstablishment: ' 0990001X ',
  }
  expect((await operator.post('/api/import-models', values)).status).toBe(403)
  const added = await administrator.post('/api/import-models', values)
  expect([added.status, added.body]).toEqual([
    201,
    {
      code: 'STAPS',
      label: 'Sportifs',
      active: true,
      formatVersion: '1.2.1',
      nightly: false,
      emptyErases: false,
      keepNir: false,
      strictCodes: false,
      protectedColumns: ['TELEPH', 'MAIL'],
      defaultEstablishment: '0990001X',
      students: 0,
    },
  ])
  expect(await administrator.post('/api/import-models', values)).toMatchObject({
    status: 409,
    body: { code: 'ALREADY_EXISTS' },
  })
  const changed = await administrator.patch('/api/import-models/STAPS', {
    label: 'STAPS',
    protectedColumns: [],
  })
  expect(changed.body).toMatchObject({
    label: 'STAPS',
    protectedColumns: [],
    defaultEstablishment: '0990001X',
  })
  expect((await models()).map((model: { code: string }) => model.code)).toEqual(['APOGEE', 'CHU', 'STAPS'])
  expect((await administrator.delete('/api/import-models/STAPS')).status).toBe(204)
  expect((await administrator.patch('/api/import-models/STAPS', { label: 'x' })).body.code).toBe(
    'UNKNOWN_MODEL',
  )
  const { rows } = await database.pool.query(
    `select action, detail from audit_event where subject = 'import-model:STAPS' order by id`,
  )
  expect(rows.map((row) => row.action)).toEqual([
    'import-model.created',
    'import-model.changed',
    'import-model.deleted',
  ])
  expect(rows[1].detail).toEqual({
    before: { label: 'Sportifs', protectedColumns: ['TELEPH', 'MAIL'] },
    after: { label: 'STAPS', protectedColumns: [] },
  })
})

test('exactly one model is that of the night', async () => {
  expect(await nightly()).toEqual(['APOGEE'])
  await administrator.patch('/api/import-models/CHU', { nightly: true })
  expect(await nightly()).toEqual(['CHU'])
  await administrator.post('/api/import-models', { code: 'STAPS', label: 'Sportifs', nightly: true })
  expect(await nightly()).toEqual(['STAPS'])
  const refused = async (edit: object) => {
    const { status, body } = await administrator.patch('/api/import-models/STAPS', edit)
    return [status, body.errors?.[0]?.path, body.detail]
  }
  expect(await refused({ nightly: false })).toEqual([
    422,
    'nightly',
    expect.stringContaining('choisissez-en'),
  ])
  expect(await refused({ active: false })).toEqual([422, 'active', expect.stringContaining('actif')])
  expect((await administrator.delete('/api/import-models/STAPS')).body.code).toBe('IN_USE')
  const both = ['APOGEE', 'CHU'].map((code) =>
    administrator.patch(`/api/import-models/${code}`, { nightly: true }),
  )
  expect((await Promise.all(both)).map((answer) => answer.status)).toEqual([200, 200])
  expect(await nightly()).toHaveLength(1)
})

test('a model that brought students is deactivated, never deleted', async () => {
  await administrator.patch('/api/import-models/CHU', { nightly: true })
  await importBytes(database, file(line()))
  expect(await administrator.delete('/api/import-models/APOGEE')).toMatchObject({
    status: 409,
    body: { code: 'IN_USE', detail: expect.stringContaining('désactivez-le') },
  })
  expect((await models())[0]).toMatchObject({ code: 'APOGEE', students: 1 })
  expect((await administrator.patch('/api/import-models/APOGEE', { active: false })).body.active).toBe(false)
})

test('what a model cannot be is refused with what to do', async () => {
  const change = async (edit: object) => {
    const { status, body } = await administrator.patch('/api/import-models/CHU', edit)
    return [status, body.errors?.[0]?.path, body.detail]
  }
  expect(await change({ keepNir: true })).toEqual([
    422,
    'keepNir',
    expect.stringContaining('NOCTURNE_ENCRYPTION_KEYS'),
  ])
  expect(await change({ protectedColumns: ['MAIL', 'DATENAI', 'NUL'] })).toEqual([
    422,
    'protectedColumns',
    'Ces colonnes ne se protègent pas : DATENAI, NUL',
  ])
  expect(await change({ defaultEstablishment: 'x'.repeat(21) })).toMatchObject([
    422,
    'defaultEstablishment',
    {},
  ])
  expect((await administrator.post('/api/import-models', { code: 'petit', label: 'x' })).status).toBe(422)
  expect((await reader.get('/api/import-models')).body.protectableColumns).toContain('MAIL')
})

test('a line that is unchanged is read again once its model has changed', async () => {
  await importBytes(database, file(line({ MAIL: 'zoe@example.org' })))
  const silent = file(line({ MAIL: '' }))
  expect((await importBytes(database, silent)).counts).toMatchObject({ unchanged: 1 })
  expect((await importBytes(database, silent)).counts).toMatchObject({ unchanged: 1 })
  await administrator.patch('/api/import-models/APOGEE', { emptyErases: true })
  expect(await importBytes(database, silent)).toMatchObject({
    counts: { updated: 1, unchanged: 0 },
    changedFields: { MAIL: 1 },
  })
  expect((await students(database))[0]!.email).toBeNull()
})

test('a line that is unchanged is read again once its codes stand for something else', async () => {
  await database.pool.query(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select id, 'G', 'Général' from nomenclature where code = 'BACCAULAUREAT' on conflict do nothing`,
  )
  const bytes = file(line({ BAC: 'S' }))
  await importBytes(database, bytes)
  expect((await importBytes(database, bytes)).counts).toMatchObject({ unchanged: 1 })
  const mapping = { nomenclature: 'BACCAULAUREAT', sourceCode: 'S', itemId: await itemId('G') }
  const added = await administrator.post('/api/import-models/APOGEE/codes', mapping)
  expect([added.status, added.body.items]).toEqual([
    201,
    [{ ...mapping, itemCode: 'G', itemLabel: 'Général' }],
  ])
  expect((await importBytes(database, bytes)).counts).toMatchObject({ updated: 1 })
  expect((await importBytes(database, bytes)).counts).toMatchObject({ unchanged: 1 })

  expect(
    (await administrator.post('/api/import-models/APOGEE/codes', { ...mapping, itemId: await itemId('S') }))
      .body,
  ).toMatchObject({
    code: 'ALREADY_EXISTS',
    detail: expect.stringContaining('correspond déjà à G'),
  })
  expect(
    (await administrator.post('/api/import-models/APOGEE/codes', { ...mapping, nomenclature: 'PAYS' })).body
      .code,
  ).toBe('INVALID_FIELDS')
  expect((await operator.post('/api/import-models/APOGEE/codes', mapping)).status).toBe(403)
  const path = `/api/import-models/APOGEE/codes/BACCAULAUREAT/S/${mapping.itemId}`
  expect((await administrator.delete(path)).status).toBe(204)
  expect((await administrator.delete(path)).body.code).toBe('NOT_FOUND')
  expect((await reader.get('/api/import-models/APOGEE/codes')).body.items).toEqual([])
  expect((await importBytes(database, bytes)).counts).toMatchObject({ updated: 1 })
})
