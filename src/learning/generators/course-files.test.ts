import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { play, testDriver } from '../../../test/support/learning.ts'
import { newCourses } from '../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { CourseIdentity } from '../driver/reader.ts'
import type { CourseKey } from '../driver/records.ts'
import { makeCoursesDeleteTool } from '../tools/courses/delete/delete-tool.ts'
import { makeCoursesResetTool } from '../tools/courses/reset/reset-tool.ts'
import { deleteFile, resetFile } from './course-files.ts'

function key(id: number, shortname: string, idnumber: string | null = null, isSite = false): CourseKey {
  return { id, shortname, idnumber, fullname: `Cours ${shortname}`, isSite }
}

describe('generated files of courses', () => {
  it('a delete file holds one identifier a line, and no line break at its end', () => {
    expect(deleteFile([key(1, 'BIO101'), key(2, 'DRT205')], 'shortname')).toEqual({
      name: 'deletecourses.txt',
      text: 'BIO101\nDRT205',
      leftOut: [],
    })
  })

  it('a reset file has the columns of the reference in their order', () => {
    const { name, text } = resetFile([key(1, 'BIO101')], 'shortname')
    expect(name).toBe('resetcourses.csv')
    expect(
      text,
    ).toBe(`shortname;roles;local_roles;completion;grades;groups;groupings;blog_associations;events;logs;notes;comments;modules
BIO101;student teacher guest;all;yes;all;all;all;yes;yes;yes;yes;yes;all
`)
  })

  it('the identifier column of a reset file holds the identifier', () => {
    const [header, line] = resetFile([key(7, 'BIO101', 'B-1')], 'idnumber', ',').text.split('\n')
    expect(header).toMatch(/^idnumber,shortname,roles,/)
    expect(line).toMatch(/^B-1,BIO101,student teacher guest,/)
    expect(resetFile([key(7, 'BIO101')], 'id').text.split('\n')[1]).toMatch(/^7;BIO101;/)
  })

  it('courses without the identifier, and the home page, are left out and told', () => {
    const courses = [key(1, 'site', null, true), key(2, 'A', 'IA'), key(3, 'B')]
    const { text, leftOut } = deleteFile(courses, 'idnumber')
    expect(text).toBe('IA')
    expect(leftOut.map(({ shortname }) => shortname)).toEqual(['site', 'B'])
  })
})

describe('the tools read back what is generated', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createTestDatabase()
  })
  afterAll(() => database.drop())

  // Names that a separator, a quote or a comment could spoil.
  const names = ['BIO101', 'A;B', 'A,B', 'le "grand" cours', '#1', '-2', '/3', '(4)', '[5]', 'É à ü']

  async function courses(): Promise<readonly CourseKey[]> {
    await database.pool.query('delete from learning.course where not is_site')
    const ids = await newCourses(
      database,
      ...names.map((name) => ({ shortname: name, idnumber: `n ${name}` })),
    )
    const session = await testDriver(database).open('simulate')
    try {
      return await session.chunk(
        ({ read }) => read.courses('id', ids.map(String)),
        async () => {},
      )
    } finally {
      await session.close()
    }
  }

  it.each(['shortname', 'idnumber', 'id'] as const)('by %s', async (identity: CourseIdentity) => {
    const chosen = await courses()
    const settings = {
      'learning.courses.delete-identifier': identity,
      'learning.courses.reset-identifier': identity,
    }
    await database.pool.query(
      `insert into learning.course_user_data (course_id, kind) select id, 'event' from learning.course where not is_site`,
    )
    const reset = await play(database, makeCoursesResetTool, resetFile(chosen, identity).text, { settings })
    expect(new Set(reset.verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['updated']))
    const deleted = await play(database, makeCoursesDeleteTool, deleteFile(chosen, identity).text, {
      settings,
    })
    expect(deleted.told).toEqual(names.map((_, at) => `${at + 1} deleted`))
  })
})
