import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDriver } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into learning.app_user (username, idnumber) select 'testun' || n, 'E' || n from generate_series(1, 200) n;
    insert into learning.course (category_id, shortname, fullname, format)
      select (select min(id) from learning.course_category), 'C' || n, 'Cours ' || n, 'topics' from generate_series(1, 10) n;
    insert into learning.cohort (name, idnumber) select 'Licence ' || n, 'L' || n from generate_series(1, 5) n;
    insert into learning.cohort_member (cohort_id, user_id)
      select c.id, u.id from learning.cohort c join learning.app_user u on u.id % 5 = c.id % 5 and u.idnumber is not null;
    insert into learning.enrol_method (course_id, method, cohort_id, default_role_id, make_group)
      select c.id, 'cohort', k.id, (select id from learning.role where shortname = 'student'), k.id % 2 = 0
      from learning.course c, learning.cohort k where not c.is_site and (c.id + k.id) % 2 = 0;
    insert into learning.enrol_method (course_id, method, linked_course_id)
      select c.id, 'meta', m.id from learning.course c, learning.course m
      where not c.is_site and not m.is_site and m.id = c.id + 1 and c.id % 2 = 0`)
})
afterAll(() => database.drop())

async function sync(): Promise<void> {
  const session = await testDriver(database).open('apply')
  await session.chunk(
    (unit) => unit.apply([{ kind: 'sync-derived-enrolments', courseIds: 'all' }]),
    async () => {},
  )
  await session.close()
}

/** Every version of every row: what is written again has another transaction's number. */
async function versions(): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select 'enrolment' as t, count(*), md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) from learning.enrolment
     union all
     select 'role', count(*), md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) from learning.role_assignment
     union all
     select 'member', count(*), md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) from learning.group_member
     union all
     select 'group', count(*), md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) from learning.course_group
     union all
     select 'method', count(*), md5(string_agg(xmin::text || ctid::text, ',' order by ctid)) from learning.enrol_method`,
  )
  return rows
}

it('a second synchronisation of derived enrolments writes nothing', async () => {
  await sync()
  const { rows } = await database.pool.query(
    `select m.method, count(*)::int from learning.enrolment e join learning.enrol_method m on m.id = e.enrol_method_id
     group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { method: 'cohort', count: 1000 },
    { method: 'meta', count: expect.any(Number) },
  ])
  const before = await versions()
  await sync()
  expect(await versions()).toEqual(before)
})
