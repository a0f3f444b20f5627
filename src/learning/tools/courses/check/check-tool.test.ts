import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { play } from '../../../../../test/support/learning.ts'
import { newCourses } from '../../../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/test-database.ts'
import { makeCoursesCheckTool } from './check-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

describe('courses.check', () => {
  it('the example of the specification: one course found, one missing, nothing written', async () => {
    const [id] = await newCourses(database, { shortname: 'BIO101', fullname: 'Biologie cellulaire' })
    const { told, verdicts } = await play(
      database,
      makeCoursesCheckTool,
      'BIO101;Cours de biologie\nNOPE01;Cours attendu',
    )
    expect(told).toEqual(['1 unchanged', '2 rejected UNKNOWN_COURSE'])
    expect(verdicts.map(({ messages }) => messages[0]?.text.fr)).toEqual([
      `Le cours existe : n° ${id}, BIO101, Biologie cellulaire`,
      "Le cours NOPE01 (Cours attendu) n'existe pas",
    ])
    expect(verdicts.flatMap(({ operations, changes }) => [...operations, ...changes])).toEqual([])
  })

  it('a description is not needed, and an empty identifier names no course', async () => {
    const { told, verdicts } = await play(database, makeCoursesCheckTool, 'NOPE02\n;Sans identifiant')
    expect(told).toEqual(['1 rejected UNKNOWN_COURSE', '2 rejected EMPTY_COURSE'])
    expect(verdicts[0]?.messages[0]?.text.fr).toBe("Le cours NOPE02 n'existe pas")
  })
})
