import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testDriver } from '../../../test/support/learning.ts'
import { newCourses } from '../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { deleteEmptyCategories, listEmptyCategories } from './delete-empty-categories.ts'
import { emptyCategories } from './empty-categories.ts'

function category(id: number, parentId: number | null, name: string) {
  return { id, parentId, name, idnumber: null, visible: true }
}
//  1 Divers (a course)   2 Sciences ── 3 Licence ── 4 Semestre
//                                   └─ 5 Master (a course)     6 Droit ── 7 Licence
const categories = [
  category(1, null, 'Divers'),
  category(2, null, 'Sciences'),
  category(3, 2, 'Licence'),
  category(4, 3, 'Semestre'),
  category(5, 2, 'Master'),
  category(6, null, 'Droit'),
  category(7, 6, 'Licence'),
]
const withCourses = new Set([1, 5])
const found = (parentId: number | null, ignoreEmptySubcategories: boolean) =>
  emptyCategories(categories, withCourses, { parentId, ignoreEmptySubcategories }).map(({ path }) => path)

describe('empty categories', () => {
  it('have no course and no subcategory', () => {
    expect(found(null, false)).toEqual(['Sciences/Licence/Semestre', 'Droit/Licence'])
  })

  it('may have subcategories that hold no course either, when these are ignored; children come first', () => {
    expect(found(null, true)).toEqual([
      'Sciences/Licence/Semestre',
      'Sciences/Licence',
      'Droit/Licence',
      'Droit',
    ])
  })

  it('are looked for below a parent, which is not one of them', () => {
    expect(found(2, true)).toEqual(['Sciences/Licence/Semestre', 'Sciences/Licence'])
    expect(found(6, false)).toEqual(['Droit/Licence'])
    expect(found(5, true)).toEqual([])
  })
})

describe('deleting empty categories', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  const all = { parentId: null, ignoreEmptySubcategories: true }
  const insert = async (name: string, parentId: number | null) =>
    (
      await database.pool.query<{ id: number }>(
        'insert into learning.course_category (name, parent_id) values ($1, $2) returning id',
        [name, parentId],
      )
    ).rows[0]!.id
  const names = async () =>
    (await database.pool.query('select name from learning.course_category order by name')).rows.map(
      ({ name }) => name,
    )

  it('takes those that are still empty, among those chosen, and never a parent whose child stays', async () => {
    const driver = testDriver(database)
    const sciences = await insert('Sciences', null)
    const licence = await insert('Licence', sciences)
    const droit = await insert('Droit', null)
    expect((await listEmptyCategories(driver, all)).map(({ name }) => name)).toEqual([
      'Licence',
      'Sciences',
      'Droit',
    ])
    // A course comes into « Droit » after the list was shown; « Licence » is not chosen.
    await newCourses(database, { shortname: 'DRT205', categoryId: droit })
    expect(await deleteEmptyCategories(driver, { ...all, only: [sciences, droit] })).toEqual([])
    expect(await deleteEmptyCategories(driver, { ...all, only: [licence] })).toMatchObject([
      { path: 'Sciences/Licence' },
    ])
    expect(await names()).toEqual(['Divers', 'Droit', 'Sciences'])
    await deleteEmptyCategories(driver, { ...all, only: null })
    expect(await names()).toEqual(['Divers', 'Droit'])
    expect(await deleteEmptyCategories(driver, { ...all, only: null })).toEqual([])
  })
})
