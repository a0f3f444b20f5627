import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Play, play } from '../../../../../test/support/learning.ts'
import { newAccount, newCourses } from '../../../../../test/support/learning-courses.ts'
import { createTestDatabase, type TestDatabase } from '../../../../../test/support/test-database.ts'
import { makeCoursesMetasTool } from './metas-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.pool.query('delete from learning.course where not is_site')
  await newCourses(database, { shortname: 'BIO101' }, { shortname: 'SCI-COMMUN' }, { shortname: 'DRT205' })
})

const now = 1_788_249_600
const told = async (text: string, options: Play = {}) =>
  (await play(database, makeCoursesMetasTool, text, { now, ...options })).told
const links = async () =>
  (
    await database.pool.query(
      `select meta.shortname as meta, master.shortname as master, status, m.start_at
       from learning.enrol_method m join learning.course meta on meta.id = m.course_id
       join learning.course master on master.id = m.linked_course_id where method = 'meta' order by 1, 2`,
    )
  ).rows

const add = 'master;meta;cmd\nBIO101;SCI-COMMUN;add'

describe('courses.metas', () => {
  it('the example of the specification: the meta-course is linked to its master, from now', async () => {
    expect(await told(add)).toEqual(['2 created'])
    expect(await links()).toEqual([
      { meta: 'SCI-COMMUN', master: 'BIO101', status: 'enabled', start_at: new Date(now * 1000) },
    ])
  })

  it('participants of the master are in the meta-course once the file is done, and out when unlinked', async () => {
    const user = await newAccount(database, { username: 'metatestun' })
    await database.pool.query(
      `insert into learning.enrolment (enrol_method_id, user_id)
       select m.id, $1 from learning.enrol_method m join learning.course c on c.id = course_id where shortname = 'BIO101'`,
      [user],
    )
    await database.pool.query(
      `insert into learning.role_assignment (role_id, user_id, context_kind, context_id, component, item_id)
       select default_role_id, $1, 'course', c.id, 'enrol_manual', m.id
       from learning.enrol_method m join learning.course c on c.id = course_id where shortname = 'BIO101'`,
      [user],
    )
    const rolesThere = async () =>
      (
        await database.pool.query(
          `select component from learning.role_assignment join learning.course c on c.id = context_id
           where shortname = 'SCI-COMMUN' and user_id = $1`,
          [user],
        )
      ).rows
    await told(add)
    expect(await rolesThere()).toEqual([{ component: 'enrol_meta' }])
    await told(add.replace('add', 'del'))
    expect(await rolesThere()).toEqual([])
    await database.pool.query('delete from learning.app_user where id = $1', [user])
  })

  it('F26, R15: what is linked stays as it is', async () => {
    expect(await told(`${add}\nBIO101;SCI-COMMUN;`)).toEqual(['2 created', '3 unchanged'])
    expect(await told(`${add}\nBIO101;SCI-COMMUN;`, { now: now + 9 })).toEqual(['2 unchanged', '3 unchanged'])
  })

  it('C17: an unknown master or meta is rejected, both told', async () => {
    expect(await told('master;meta\nNOPE;SCI-COMMUN\nBIO101;NOPE\nNOPE;NADA\n;SCI-COMMUN')).toEqual([
      '2 rejected UNKNOWN_COURSE',
      '3 rejected UNKNOWN_COURSE',
      '4 rejected UNKNOWN_COURSE UNKNOWN_COURSE',
      '5 rejected EMPTY_COURSE',
    ])
    expect(await links()).toEqual([])
  })

  it('del disables a link; add enables it again, from then on', async () => {
    await told(add)
    expect(await told(add.replace('add', 'del'))).toEqual(['2 updated'])
    expect(await links()).toMatchObject([{ status: 'disabled' }])
    expect(await told(add.replace('add', 'del'))).toEqual(['2 unchanged'])
    expect(await told(add, { now: now + 86_400 })).toEqual(['2 updated'])
    expect(await links()).toMatchObject([{ status: 'enabled', start_at: new Date((now + 86_400) * 1000) }])
  })

  it('del without a link changes nothing, with a warning', async () => {
    expect(await told(add.replace('add', 'del'))).toEqual(['2 unchanged NO_LINK'])
  })

  it.each([1, 10])('a later line sees what an earlier one did (chunks of %i)', async (chunk) => {
    const lines = ['BIO101;DRT205;add', 'BIO101;DRT205;del', 'BIO101;DRT205;add', 'SCI-COMMUN;DRT205;add']
    expect(await told(['master;meta;cmd', ...lines].join('\n'), { chunk })).toEqual([
      '2 created',
      '3 updated',
      '4 updated',
      '5 created',
    ])
    expect(await links()).toMatchObject([
      { master: 'BIO101', status: 'enabled' },
      { master: 'SCI-COMMUN', status: 'enabled' },
    ])
  })

  it('a course is not linked to itself, nor to the home page; other commands are unknown', async () => {
    expect(
      await told('master;meta;cmd\nBIO101;BIO101;add\nsite;BIO101;add\nBIO101;site;add\nBIO101;DRT205;link'),
    ).toEqual([
      '2 rejected LINK_TO_ITSELF',
      '3 rejected SITE_COURSE',
      '4 rejected SITE_COURSE',
      '5 rejected UNKNOWN_COMMAND',
    ])
  })

  it('a simulation says the same and links nothing', async () => {
    expect(await told(add, { simulate: true })).toEqual(['2 created'])
    expect(await links()).toEqual([])
  })
})
