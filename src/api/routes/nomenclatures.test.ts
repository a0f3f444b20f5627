import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { health: 'reader' } })
  administrator = await node.signIn({ roles: { health: 'administrator' } })
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const items = async (nomenclature: string, query: Record<string, string> = {}) =>
  (await reader.get(`/api/nomenclatures/${encodeURIComponent(nomenclature)}/items`, { query })).body
const add = async (nomenclature: string, item: object, client = administrator) =>
  await client.post(`/api/nomenclatures/${encodeURIComponent(nomenclature)}/items`, item)

async function send(nomenclature: string, bytes: string | Buffer, dryRun = false) {
  const { status, body } = await administrator.post(
    `/api/nomenclatures/${nomenclature}/items/import?dryRun=${dryRun}`,
    Buffer.from(bytes),
    { headers: { 'content-type': 'text/csv' } },
  )
  if (status !== 200) throw new Error(JSON.stringify(body))
  return body
}

test('items are added, found and changed; codes are never removed', async () => {
  const added = await add('SITUATION FAMILIALE DE L ETUDIANT', { code: 'C', label: 'Célibataire' })
  expect([added.status, added.body]).toMatchObject([201, { code: 'C', active: true, parentCode: null }])
  await add('SITUATION FAMILIALE DE L ETUDIANT', { code: 'M', label: '100 % marié' })
  expect((await add('SITUATION FAMILIALE DE L ETUDIANT', { code: 'C', label: 'x' })).body.code).toBe(
    'ALREADY_EXISTS',
  )
  expect((await add('SITUATION FAMILIALE DE L ETUDIANT', { code: 'X', label: 'x' }, reader)).status).toBe(403)
  expect((await add('NULLE', { code: 'X', label: 'x' })).body.code).toBe('UNKNOWN_NOMENCLATURE')
  const found = async (search: string) =>
    (await items('SITUATION FAMILIALE DE L ETUDIANT', { search })).items.map(
      (item: { code: string }) => item.code,
    )
  expect(await found('celib')).toEqual(['C'])
  expect(await found('0 %')).toEqual(['M'])
  expect(await found('_')).toEqual([])
  const path = `/api/nomenclatures/${encodeURIComponent('SITUATION FAMILIALE DE L ETUDIANT')}/items/${added.body.id}`
  expect((await administrator.patch(path, { active: false })).body).toMatchObject({
    label: 'Célibataire',
    active: false,
  })
  expect((await administrator.patch(path.replace('SITUATION', 'PAYS'), { active: true })).status).toBe(404)
  expect((await reader.get('/api/nomenclatures')).body.items).toContainEqual({
    code: 'SITUATION FAMILIALE DE L ETUDIANT',
    label: 'Situations familiales',
    twoLevels: false,
    items: 2,
    inactive: 1,
  })
  const { rows } = await database.pool.query(
    `select detail from audit_event where action = 'nomenclature.changed' and subject like '%/C'`,
  )
  expect(rows).toEqual([{ detail: { before: { active: true }, after: { active: false } } }])
})

test('a list of two levels has components below establishments, paged by code', async () => {
  const upper = await add('ETABLISSEMENT', { code: '0990001X', label: 'Université d’essai' })
  const other = await add('ETABLISSEMENT', { code: '0990002Y', label: 'Autre' })
  for (const code of ['SCI', 'DRT', 'MED'])
    await add('ETABLISSEMENT', { code, label: code, parentId: upper.body.id })
  await add('ETABLISSEMENT', { code: 'SCI', label: 'Sciences', parentId: other.body.id })
  expect((await add('ETABLISSEMENT', { code: 'A', label: 'A', parentId: 999_999 })).body.errors[0].path).toBe(
    'parentId',
  )
  expect((await add('PAYS', { code: 'A', label: 'A', parentId: upper.body.id })).body.errors[0].path).toBe(
    'parentId',
  )
  const below = await items('ETABLISSEMENT', { parent: String(upper.body.id) })
  expect(below.items.map((item: { code: string }) => item.code)).toEqual(['DRT', 'MED', 'SCI'])
  const upperOnes = await items('ETABLISSEMENT', { parent: '0' })
  expect(upperOnes.items.map((item: { code: string }) => item.code)).toEqual(['0990001X', '0990002Y'])
  const met: string[] = []
  let after: string | null = null
  do {
    const page = await items('ETABLISSEMENT', { size: '2', ...(after === null ? {} : { after }) })
    met.push(
      ...page.items.map(
        (item: { code: string; parentCode: string | null }) => `${item.parentCode}/${item.code}`,
      ),
    )
    after = page.next
  } while (after !== null)
  expect(met).toEqual([
    'null/0990001X',
    'null/0990002Y',
    '0990001X/DRT',
    '0990001X/MED',
    '0990001X/SCI',
    '0990002Y/SCI',
  ])
})

test('a file of items is shown first, then taken in; the same file twice changes nothing', async () => {
  const csv = [
    'code;label;parent',
    'NEUF;Institut;0990003Z',
    '0990003Z;"Université ; annexe";',
    '',
    'SCI;Sciences et techniques;0990001X',
    'DRT;;0990001X',
    'X;Sans parent;0999999Z',
    'Y;a;b;c',
    'NEUF;Autre label;0990003Z',
  ].join('\r\n')
  const shown = await send('ETABLISSEMENT', csv, true)
  expect(shown).toEqual({
    dryRun: true,
    encoding: 'UTF-8',
    refusal: null,
    lines: 7,
    created: 2,
    updated: 1,
    unchanged: 0,
    rejected: 4,
    faults: [
      { line: 6, message: { fr: 'libellé absent', en: 'label missing' } },
      { line: 7, message: { fr: 'parent inconnu : 0999999Z', en: 'unknown parent: 0999999Z' } },
      { line: 8, message: { fr: '4 valeurs au lieu de 3', en: '4 values instead of 3' } },
      {
        line: 9,
        message: {
          fr: 'code NEUF déjà donné plus haut avec un autre label',
          en: 'code NEUF was given above with another label',
        },
      },
    ],
  })
  expect((await items('ETABLISSEMENT', { search: 'NEUF' })).items).toEqual([])
  expect(await send('ETABLISSEMENT', csv)).toEqual({ ...shown, dryRun: false })
  expect((await items('ETABLISSEMENT', { search: 'annexe' })).items[0].label).toBe('Université ; annexe')
  expect((await items('ETABLISSEMENT', { search: 'NEUF' })).items).toMatchObject([{ parentCode: '0990003Z' }])
  expect(await send('ETABLISSEMENT', csv)).toMatchObject({
    created: 0,
    updated: 0,
    unchanged: 3,
    rejected: 4,
  })
})

test('what a French spreadsheet writes is read, and told; what is no such file is refused with words', async () => {
  expect(await send('PROFESSION', Buffer.from('code;label\n1;Employé\n', 'latin1'))).toMatchObject({
    encoding: 'Windows-1252',
    created: 1,
  })
  expect((await items('PROFESSION')).items[0].label).toBe('Employé')
  expect(await send('PROFESSION', '\ufeffcode;label\n1;Employé\n')).toMatchObject({
    encoding: 'UTF-8',
    unchanged: 1,
  })
  expect(await send('PROFESSION', 'Code;Libellé\r\n1;Employé\r\n')).toMatchObject({
    refusal: null,
    unchanged: 1,
  })
  expect(await send('PROFESSION', 'code,label\n2,B\n')).toMatchObject({
    refusal: { fr: expect.stringContaining('code;libellé;parent') },
    created: 0,
  })
  expect(await send('PROFESSION', 'code;label\n2;"B\n')).toMatchObject({ created: 0, rejected: 1 })
  expect(await send('PROFESSION', '')).toMatchObject({
    refusal: { en: expect.stringContaining('first line') },
  })
  const json = await administrator.post('/api/nomenclatures/PROFESSION/items/import', { code: 'x' })
  expect(json.status).toBe(400)
})
