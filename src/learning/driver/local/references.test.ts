import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'

// The references of migration 0097, which triggers see to a statement at a time.

let database: TestDatabase
let user: number
let course: number
let method: number
let group: number
let cohort: number

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

beforeEach(async () => {
  await database.pool.query(`delete from learning.course where not is_site; delete from learning.cohort;
    delete from learning.app_user where protected_as is null`)
  user = await made(
    `insert into learning.app_user (username, firstname, lastname, auth) values ('ctestun', 'Camille', 'TESTUN', 'manual')`,
  )
  course = await made(
    `insert into learning.course (category_id, shortname, fullname, format)
     select min(id), 'BIO101', 'Biologie', 'topics' from learning.course_category`,
  )
  method = await made(`insert into learning.enrol_method (course_id, method) values (${course}, 'manual')`)
  group = await made(`insert into learning.course_group (course_id, name) values (${course}, 'TD-A')`)
  cohort = await made(`insert into learning.cohort (name) values ('L1')`)
  await database.pool.query(`
    insert into learning.enrolment (enrol_method_id, user_id) values (${method}, ${user});
    insert into learning.role_assignment (role_id, user_id, context_kind, context_id)
      select id, ${user}, 'course', ${course} from learning.role where shortname = 'student';
    insert into learning.group_member (group_id, user_id) values (${group}, ${user});
    insert into learning.cohort_member (cohort_id, user_id) values (${cohort}, ${user})`)
})

describe('what refers', () => {
  it.each([
    ['enrolment', 'enrol_method_id', () => `(999, ${user})`],
    ['enrolment', 'enrol_method_id', () => `(${method}, 999)`],
    ['group_member', 'group_id', () => `(999, ${user})`],
    ['group_member', 'group_id', () => `(${group}, 999)`],
    ['cohort_member', 'cohort_id', () => `(999, ${user})`],
    ['cohort_member', 'cohort_id', () => `(${cohort}, 999)`],
  ])('to nothing is not inserted into %s (%s…)', async (table, column, values) => {
    await expect(
      database.pool.query(`insert into learning.${table} (${column}, user_id) values ${values()}`),
    ).rejects.toMatchObject({ code: '23503' })
  })

  it.each([
    [99, () => user],
    [5, () => 999],
  ])('to no role or user is not assigned (%s)', async (role, who) => {
    await expect(
      database.pool.query(
        `insert into learning.role_assignment (role_id, user_id, context_kind, context_id)
         values (${role}, ${who()}, 'course', ${course})`,
      ),
    ).rejects.toMatchObject({ code: '23503' })
  })

  it('is not updated to nothing', async () => {
    await expect(database.pool.query('update learning.enrolment set user_id = 999')).rejects.toMatchObject({
      code: '23503',
    })
  })

  it('goes with what it refers to', async () => {
    await database.pool.query(`delete from learning.app_user where id = ${user}`)
    expect(await counts()).toEqual([0, 0, 0, 0])
  })

  it('goes with the course, by its methods and groups; who is in a cohort stays until the cohort goes', async () => {
    await database.pool.query(`delete from learning.course where id = ${course}`)
    expect(await counts()).toEqual([0, 0, 0, 1])
    await database.pool.query(`delete from learning.cohort where id = ${cohort}`)
    expect(await counts()).toEqual([0, 0, 0, 0])
  })

  it('holds a role that is given', async () => {
    await expect(
      database.pool.query(`delete from learning.role where shortname = 'student'`),
    ).rejects.toMatchObject({ code: '23503' })
  })
})

describe('two at once', () => {
  it('who removes waits for who refers, and takes along what was committed meanwhile', async () => {
    await database.pool.query('delete from learning.enrolment')
    const [refers, removes] = [await database.pool.connect(), await database.pool.connect()]
    try {
      await refers.query('begin')
      await refers.query('insert into learning.enrolment (enrol_method_id, user_id) values ($1, $2)', [
        method,
        user,
      ])
      const removed = removes.query('delete from learning.app_user where id = $1', [user])
      await waits(removes)
      await refers.query('commit')
      await removed
      expect(await counts()).toEqual([0, 0, 0, 0])
    } finally {
      refers.release(true)
      removes.release(true)
    }
  })

  it('who refers waits for who removes, and is refused', async () => {
    await database.pool.query('delete from learning.enrolment')
    const [refers, removes] = [await database.pool.connect(), await database.pool.connect()]
    try {
      await removes.query('begin')
      await removes.query('delete from learning.app_user where id = $1', [user])
      const refused = expect(
        refers.query('insert into learning.enrolment (enrol_method_id, user_id) values ($1, $2)', [
          method,
          user,
        ]),
      ).rejects.toMatchObject({ code: '23503' })
      await waits(refers)
      await removes.query('commit')
      await refused
      expect(await counts()).toEqual([0, 0, 0, 0])
    } finally {
      refers.release(true)
      removes.release(true)
    }
  })

  it('nothing is removed where what is committed meanwhile could not be seen', async () => {
    const client = await database.pool.connect()
    try {
      await client.query('begin isolation level repeatable read')
      await expect(client.query('delete from learning.app_user where id = $1', [user])).rejects.toMatchObject(
        { code: '0A000' },
      )
    } finally {
      client.release(true)
    }
  })
})

async function made(insert: string): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(`${insert} returning id`)
  return rows[0]!.id
}

/** Enrolments, roles, members of groups and of cohorts. */
async function counts(): Promise<number[]> {
  const tables = ['enrolment', 'role_assignment', 'group_member', 'cohort_member']
  const { rows } = await database.pool.query<Record<string, number>>(
    `select ${tables.map((table) => `(select count(*) from learning.${table}) as ${table}`).join(', ')}`,
  )
  return tables.map((table) => rows[0]![table]!)
}

/** Until this connection's statement waits for another transaction. */
async function waits(client: pg.PoolClient): Promise<void> {
  const { processID } = client as pg.PoolClient & { readonly processID: number }
  await expect
    .poll(async () => {
      const { rows } = await database.pool.query(
        'select wait_event_type from pg_stat_activity where pid = $1',
        [processID],
      )
      return rows[0]?.wait_event_type
    })
    .toBe('Lock')
}
