import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { findStudents, type StudentKey } from './find-student.ts'
import { searchStudents } from './search-students.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into student (id, ine, student_code, login, family_name, first_name, name_key, first_name_key, sex, birth_date,
        nationality_code, merged_into)
      select id, ine, code, login, 'TESTUN', 'Zoé', 'TESTUN', 'ZOE', 'F', '2005-03-14', '100', merged
      from (values
        (1, '9990000011P', '22500001', 'testun1', null::bigint),
        (2, '9990000022B', '22500002', null, null),
        (3, '9990000033N', '22500003', null, null),
        (4, '9990000033N', '22500004', null, null),
        -- Merged into 6, which was merged into 1.
        (5, null, '22500005', null, 6),
        (6, null, null, null, 1)) as given (id, ine, code, login, merged)
      order by id = 5, id;
    insert into student_ine_alias (student_id, ine, origin) values (1, '9990000077X', 'merge'), (5, '9990000088Y', 'import');
    insert into enrolment (student_id, year, establishment_code, component_code, run_id, line) values
      (1, 2025, '0990001X', 'SCI', 1, 1), (2, 2025, '0990001X', 'SCI', 1, 2), (5, 2024, '0990002Y', 'SCI', 1, 3)`)
})
afterAll(() => database.drop())

test('each key finds its student, with one answer a key in their order', async () => {
  const keys: StudentKey[] = [
    { ine: '9990000022B' },
    { ine: '9990000022' },
    { ine: ' 999 0000011-p ' },
    { ine: '9990000077' },
    { studentCode: '22500002', establishment: '0990001X' },
    { login: 'TestUn1' },
    { studentId: 3 },
  ]
  expect(await ids(keys)).toEqual([2, 2, 1, 1, 2, 1, 3])
  expect(await findStudents(database.pool, [])).toEqual([])
})

test('a merged record answers with the record that kept it, however it is named', async () => {
  expect(
    await ids([
      { studentId: 5 },
      { ine: '9990000088Y' },
      { studentCode: '22500005', establishment: '0990002Y' },
    ]),
  ).toEqual([1, 1, 1])
})

test('an INE of two live records is ambiguous, until another key settles whom is meant', async () => {
  expect(await ids([{ ine: '9990000033N' }, { ine: '9990000033N', studentId: 4 }])).toEqual(['ambiguous', 4])
})

test('keys that lead to different people are refused rather than believed', async () => {
  expect(await ids([{ ine: '9990000011P', studentId: 2 }])).toEqual(['ambiguous'])
})

test('what finds nobody is unknown; a code without establishment is no key', async () => {
  expect(
    await ids([
      { ine: '9990000099Z' },
      { ine: 'not an INE' },
      { studentCode: '22500002', establishment: '0990002Y' },
      { studentId: 99 },
      {},
      { studentCode: '22500002' },
      { ine: ' ', login: '' },
    ]),
  ).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'no-key', 'no-key', 'no-key'])
})

test('a picker finds by the beginning of names, by INE, code and login, and no merged record', async () => {
  const found = async (search: string) => (await searchStudents(database.pool, search)).map(({ id }) => id)
  expect(await found('testu')).toEqual([1, 2, 3, 4])
  expect(await found('Testun zo')).toEqual([1, 2, 3, 4])
  expect(await found('testun paul')).toEqual([])
  expect(await found('9990000033')).toEqual([3, 4])
  expect(await found('22500002')).toEqual([2])
  expect(await found('TESTUN1')).toEqual([1])
})

async function ids(keys: readonly StudentKey[]): Promise<(number | string)[]> {
  return (await findStudents(database.pool, keys)).map((found) => (found.ok ? found.studentId : found.reason))
}
