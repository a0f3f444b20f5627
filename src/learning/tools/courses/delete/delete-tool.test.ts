import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { play } from '../../../../../test/support/learning.ts'
import { newCourses } from '../../../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/test-database.ts'
import { makeCoursesDeleteTool } from './delete-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('delete from learning.course where not is_site')
})

const shortnames = async () =>
  (
    await database.pool.query<{ shortname: string }>(
      'select shortname from learning.course where not is_site order by 1',
    )
  ).rows.map(({ shortname }) => shortname)

describe('courses.delete', () => {
  it('the example of the specification: the first course is deleted, the second unknown', async () => {
    await newCourses(database, { shortname: 'BIO101' }, { shortname: 'DRT205' })
    const played = await play(database, makeCoursesDeleteTool, 'BIO101\nZZZ999')
    expect(played.told).toEqual(['1 deleted', '2 rejected UNKNOWN_COURSE'])
    expect(played.verdicts[0]?.changes).toEqual([
      { entity: 'course', key: 'BIO101', field: null, before: 'Cours BIO101', after: null },
    ])
    expect(await shortnames()).toEqual(['DRT205'])
  })

  it('C12: of several lines the failing one is rejected, by its number', async () => {
    await newCourses(database, { shortname: 'BIO101' }, { shortname: 'DRT205' })
    const played = await play(database, makeCoursesDeleteTool, 'BIO101\nNOPE\nDRT205')
    expect(played.told).toEqual(['1 deleted', '2 rejected UNKNOWN_COURSE', '3 deleted'])
  })

  it('C13: the home page of the site is never deleted', async () => {
    expect((await play(database, makeCoursesDeleteTool, 'site')).told).toEqual(['1 rejected SITE_COURSE'])
    const { rows } = await database.pool.query('select id from learning.course where is_site')
    expect(rows).toHaveLength(1)
  })

  it.each([1, 10])(
    'a course named twice is deleted once, the second line says so (chunks of %i)',
    async (chunk) => {
      await newCourses(database, { shortname: 'BIO101' })
      const played = await play(database, makeCoursesDeleteTool, 'BIO101\nBIO101', { chunk })
      expect(played.told).toEqual(['1 deleted', '2 unchanged ALREADY_DELETED'])
    },
  )

  it('R09, R11: empty, textual and unknown identifiers name no course', async () => {
    await newCourses(database, { shortname: 'BIO101' })
    const settings = { 'learning.courses.delete-identifier': 'id' }
    const played = await play(database, makeCoursesDeleteTool, 'BIO101\n999999', { settings })
    expect(played.told).toEqual(['1 rejected NOT_A_NUMBER', '2 rejected UNKNOWN_COURSE'])
    const byIdnumber = { settings: { 'learning.courses.delete-identifier': 'idnumber' } }
    expect((await play(database, makeCoursesDeleteTool, '""', byIdnumber)).told).toEqual([
      '1 rejected EMPTY_COURSE',
    ])
    expect(await shortnames()).toEqual(['BIO101'])
    await database.pool.query(`delete from setting where key = 'learning.courses.delete-identifier'`)
  })

  it('a simulation says the same and deletes nothing', async () => {
    await newCourses(database, { shortname: 'BIO101' })
    const played = await play(database, makeCoursesDeleteTool, 'BIO101\nZZZ999', { simulate: true })
    expect(played.told).toEqual(['1 deleted', '2 rejected UNKNOWN_COURSE'])
    expect(await shortnames()).toEqual(['BIO101'])
  })

  it('what the file has deleted survives a crash of the run', async () => {
    await newCourses(database, { shortname: 'BIO101' })
    const place = { settings: { get: async () => 'shortname' } } as never
    const [before, after] = [await makeCoursesDeleteTool(place), await makeCoursesDeleteTool(place)]
    before.remember?.(
      [{ line: 1, outcome: 'deleted', messages: [], changes: [], operations: [] }],
      [{ line: 1, command: { identifier: 'BIO101' } }],
    )
    after.memory?.restore(JSON.parse(JSON.stringify(before.memory?.save())))
    const nothing = { courses: async () => [] } as never
    const [verdict] = await after.plan([{ line: 2, command: { identifier: 'BIO101' } }], nothing)
    expect(verdict).toMatchObject({ outcome: 'unchanged' })
  })

  it('every line of it destroys', async () => {
    const tool = await makeCoursesDeleteTool({ settings: { get: async () => 'shortname' } } as never)
    expect(tool.destroys?.({ identifier: 'BIO101' })).toBe(true)
  })
})
