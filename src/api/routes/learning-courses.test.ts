import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { newCourses } from '../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { transaction } from '../../platform/database.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let operator: ApiClient
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true })
  reader = await node.signIn({ roles: { learning: 'reader' } })
  operator = await node.signIn({ roles: { learning: 'operator' } })
  administrator = await node.signIn({ roles: { learning: 'administrator' } })
})
afterEach(async () => {
  await database.pool.query('delete from learning.course where not is_site')
  await database.pool.query(`delete from learning.course_category where name <> 'Divers'`)
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

async function category(name: string, parentId: number | null = null): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    'insert into learning.course_category (name, parent_id, idnumber) values ($1, $2, $3) returning id',
    [name, parentId, `N-${name}`],
  )
  return rows[0]!.id
}

const empty = async (query = '') => {
  const { body, status, text } = await reader.get(`/api/learning/categories/empty${query}`)
  if (status !== 200) throw new Error(text)
  return body
}
const paths = (items: { path: string }[]) => items.map(({ path }) => path)

test('empty categories are listed, below a parent too, and deleted as far as they are still empty', async () => {
  const sciences = await category('Sciences')
  const licence = await category('Licence', sciences)
  const droit = await category('Droit')
  const listed = await empty()
  expect(listed).toEqual({
    items: [
      { id: licence, path: 'Sciences/Licence', idnumber: 'N-Licence' },
      { id: droit, path: 'Droit', idnumber: 'N-Droit' },
    ],
    parents: [
      { id: expect.any(Number), path: 'Divers' },
      { id: droit, path: 'Droit' },
      { id: sciences, path: 'Sciences' },
      { id: licence, path: 'Sciences/Licence' },
    ],
  })
  expect(paths((await empty('?ignoreEmptySubcategories=true')).items)).toEqual([
    'Sciences/Licence',
    'Sciences',
    'Droit',
  ])
  expect(paths((await empty(`?parentId=${sciences}`)).items)).toEqual(['Sciences/Licence'])
  // A course came into « Droit » since.
  await newCourses(database, { shortname: 'DRT205', categoryId: droit })
  const ask = (ids: number[]) =>
    administrator.post('/api/learning/categories/delete', { ids, ignoreEmptySubcategories: true })
  expect((await ask([licence, sciences, droit, 999_999])).body).toEqual({ deleted: 2 })
  expect(paths((await empty()).parents)).toEqual(['Divers', 'Droit'])
  expect((await ask([licence])).body).toEqual({ deleted: 0 })
  expect((await operator.post('/api/learning/categories/delete', { ids: [droit] })).status).toBe(403)
  const { rows } = await database.pool.query(
    `select actor, detail from audit_event where action = 'category.deleted' order by id limit 1`,
  )
  expect(rows).toEqual([{ actor: administrator.login, detail: { asked: 4, deleted: 2 } }])
})

test('a course that is just coming into a category keeps it: nothing is deleted, and nobody waits for long', async () => {
  const droit = await category('Droit')
  await transaction(database.pool, async (client) => {
    await client.query(
      `insert into learning.course (category_id, shortname, fullname, format) values ($1, 'DRT1', 'Droit', 'topics')`,
      [droit],
    )
    const refused = await administrator.post('/api/learning/categories/delete', { ids: [droit] })
    expect(refused).toMatchObject({ status: 409, body: { code: 'IN_USE' } })
  })
  expect(paths((await empty()).parents)).toContain('Droit')
})

test('courses are found by a part of their names, number or category, as they are written', async () => {
  const sciences = await category('Sciences')
  const licence = await category('Licence', sciences)
  await newCourses(
    database,
    { shortname: 'BIO101', idnumber: 'B-1', categoryId: licence },
    { shortname: 'bio_102', categoryId: sciences },
    { shortname: 'PHY1', categoryId: sciences },
  )
  const search = async (query: string) => (await reader.get(`/api/learning/courses${query}`)).body
  expect(await search('?text=BIO')).toMatchObject({
    items: [
      { shortname: 'BIO101', idnumber: 'B-1', category: 'Sciences/Licence' },
      { shortname: 'bio_102', category: 'Sciences' },
    ],
    total: 2,
  })
  expect((await search('?text=o_1')).items).toHaveLength(1)
  expect((await search('?text=sciences/licence')).items).toMatchObject([{ shortname: 'BIO101' }])
  expect(await search('?size=1')).toMatchObject({ items: [{ shortname: 'BIO101' }], total: 3 })
  expect(await search('?text=nulle part')).toEqual({ items: [], total: 0 })
})

test('a deletion file and a reset file are made of chosen courses; the one before goes to the archives', async () => {
  const ids = await newCourses(
    database,
    { shortname: 'BIO101', idnumber: 'B-1' },
    { shortname: 'PHY1', idnumber: 'P-1' },
    { shortname: 'SANS' },
  )
  await node.installation.settings.set('learning.courses.delete-identifier', 'idnumber', 'test')
  const make = (kind: string, courseIds: number[]) =>
    operator.post('/api/learning/generated-files', { kind, courseIds })
  const made = await make('delete', [...ids, 999_999])
  expect(made).toMatchObject({
    status: 201,
    body: { file: { shelf: 'commands', name: 'deletecourses.txt', bytes: 7 }, leftOut: ['SANS'] },
  })
  const content = async (name: string) =>
    (await operator.get(`/api/learning/files/content?${new URLSearchParams({ shelf: 'commands', name })}`))
      .text
  expect(await content('deletecourses.txt')).toBe('B-1\nP-1')
  await make('delete', [ids[1]!])
  expect(await content('deletecourses.txt')).toBe('P-1')
  const archives = (await operator.get('/api/learning/files?shelf=archives')).body.items
  expect(archives).toMatchObject([
    { name: expect.stringMatching(/^\d{8}-\d{6}_deletecourses\.txt$/), bytes: 7 },
  ])
  expect((await make('reset', [ids[0]!])).body.file).toMatchObject({
    name: 'resetcourses.csv',
    takenBy: ['courses-reset'],
  })
  expect((await make('delete', [ids[2]!])).body).toMatchObject({
    status: 422,
    errors: [{ path: 'courseIds' }],
  })
  expect((await make('delete', [999_999])).status).toBe(422)
  expect((await reader.post('/api/learning/generated-files', { kind: 'reset', courseIds: ids })).status).toBe(
    403,
  )
  await node.installation.settings.reset('learning.courses.delete-identifier', 'test')
})

test('where files are in ISO-8859-1, so are generated ones; what that lacks comes in UTF-8, which its mark says', async () => {
  await node.installation.settings.set('learning.encoding', 'iso-8859-1', 'test')
  await node.installation.settings.set('learning.courses.delete-identifier', 'shortname', 'test')
  const [accents, greek] = await newCourses(database, { shortname: 'ÉTÉ' }, { shortname: 'Ωmega' })
  const bytesOf = async (id: number) => {
    await operator.post('/api/learning/generated-files', { kind: 'delete', courseIds: [id] })
    return (await operator.get('/api/learning/files/content?shelf=commands&name=deletecourses.txt')).bytes
  }
  expect(await bytesOf(accents!)).toEqual(Buffer.from('ÉTÉ', 'latin1'))
  expect(await bytesOf(greek!)).toEqual(Buffer.from('\ufeffΩmega'))
  await node.installation.settings.reset('learning.encoding', 'test')
  await node.installation.settings.reset('learning.courses.delete-identifier', 'test')
})
