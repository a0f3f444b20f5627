import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Play, play } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { makeCohortsTool } from '../cohorts/cohorts-tool.ts'
import { makeBindingsTool } from './bindings-tool.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`
    insert into learning.app_user (username, idnumber, firstname, lastname)
      select 'testun' || n, 'E100' || n, 'Camille', 'TESTUN' from generate_series(1, 4) n;
    insert into learning.course (category_id, shortname, fullname, format, idnumber)
      select (select min(id) from learning.course_category), c, c, 'topics', c from unnest(array['BIO101', 'DRT205']) c`)
})
afterAll(() => database.drop())

beforeEach(async () => {
  await database.pool.query(`
    delete from setting;
    delete from learning.enrol_method;
    delete from learning.role_assignment;
    delete from learning.course_group;
    delete from learning.cohort;
    insert into learning.cohort (name, idnumber) values ('Licence 1', 'L1'), ('Licence 2', 'L2');
    insert into learning.cohort_member (cohort_id, user_id)
      select c.id, u.id from learning.cohort c, learning.app_user u
      where (c.idnumber, u.idnumber) in (('L1', 'E1001'), ('L1', 'E1002'), ('L2', 'E1003'))`)
})

const bind = (text: string, options: Play = {}) => play(database, makeBindingsTool, text, options)

/** `BIO101 L1 student enabled`, one a binding. */
async function bindings(): Promise<string[]> {
  const { rows } = await database.pool.query<{ told: string }>(
    `select concat_ws(' ', c.shortname, k.idnumber, r.shortname, m.status, m.method,
       case when m.make_group then 'group:' || coalesce(g.name, '?') end) as told
     from learning.enrol_method m
     join learning.course c on c.id = m.course_id
     join learning.cohort k on k.id = m.cohort_id
     join learning.role r on r.id = m.default_role_id
     left join learning.course_group g on g.id = m.group_id
     order by 1`,
  )
  return rows.map((row) => row.told)
}

/** `BIO101 E1001 student`, for each role that enrolments give, `Licence 1: E1001` for each member of a group. */
async function people(): Promise<string[]> {
  const { rows } = await database.pool.query<{ told: string }>(
    `select concat_ws(' ', c.shortname, u.idnumber, r.shortname) as told
     from learning.enrolment e
     join learning.enrol_method m on m.id = e.enrol_method_id
     join learning.course c on c.id = m.course_id
     join learning.app_user u on u.id = e.user_id
     left join learning.role_assignment a on a.context_id = c.id and a.user_id = u.id and a.item_id = m.id
     left join learning.role r on r.id = a.role_id
     union all
     select g.name || ': ' || u.idnumber
     from learning.group_member gm
     join learning.course_group g on g.id = gm.group_id
     join learning.app_user u on u.id = gm.user_id
     order by 1`,
  )
  return rows.map((row) => row.told)
}

const example = 'cohort;course;role;makegroup\nL1;BIO101;student;1'

describe('cohorts bound to courses', () => {
  it('plays the example of the specification: members enrolled, with the role, in a group of the cohort', async () => {
    const { told, verdicts, conclusion } = await bind(example)
    expect(told).toEqual(['2 created'])
    expect(verdicts[0]!.messages.map((message) => message.text.fr)).toEqual([
      'Liaison créée : BIO101 / L1 / student',
    ])
    expect(conclusion.map((message) => message.code)).toEqual(['COURSES_FOLLOW'])
    expect(await bindings()).toEqual(['BIO101 L1 student enabled cohort group:Licence 1'])
    expect(await people()).toEqual([
      'BIO101 E1001 student',
      'BIO101 E1002 student',
      'Licence 1: E1001',
      'Licence 1: E1002',
    ])
  })

  it('F26: a second identical file changes nothing', async () => {
    await bind(example)
    const { told, verdicts } = await bind(example)
    expect(told).toEqual(['2 unchanged'])
    expect(verdicts[0]).toMatchObject({ operations: [], messages: [{ code: 'ALREADY_BOUND' }] })
  })

  it('the default role is student, also where roles are named by number; others are given', async () => {
    const { rows } = await database.pool.query(`select id from learning.role where shortname = 'teacher'`)
    await bind(`cohort;course;role\nL1;BIO101;\nL2;BIO101;${rows[0].id}`, {
      settings: { 'learning.cohorts.role-identifier': 'id' },
    })
    expect(await bindings()).toEqual(['BIO101 L1 student enabled cohort', 'BIO101 L2 teacher enabled cohort'])
  })

  it('unknown role, course and cohort are rejected, all told at once', async () => {
    const { told } = await bind('cohort;course;role\nNO;BIO101;\nL1;NO;\nL1;BIO101;boss\nNO;NO;boss\n;;')
    expect(told).toEqual([
      '2 rejected UNKNOWN_COHORT',
      '3 rejected UNKNOWN_COURSE',
      '4 rejected UNKNOWN_ROLE',
      '5 rejected UNKNOWN_COHORT UNKNOWN_COURSE UNKNOWN_ROLE',
      '6 rejected EMPTY_COHORT EMPTY_COURSE',
    ])
    expect(await bindings()).toEqual([])
  })

  it("the site's home page is bound to nothing", async () => {
    const settings = { 'learning.cohorts.course-identifier': 'shortname' }
    expect((await bind('cohort;course\nL1;site', { settings })).told).toEqual(['2 rejected SITE_COURSE'])
  })

  it('methods are those of the setting; an unknown verb or flag is rejected', async () => {
    const text =
      'cohort;course;enrol;cmd;makegroup\nL1;BIO101;delayedcohort;;\nL1;BIO101;manual;;\nL1;BIO101;;bind;\nL1;BIO101;;;maybe'
    expect((await bind(text)).told).toEqual([
      '2 rejected NOT_A_COHORT_METHOD',
      '3 rejected NOT_A_COHORT_METHOD',
      '4 rejected UNKNOWN_COMMAND',
      '5 rejected INVALID_VALUE',
    ])
    const settings = { 'learning.cohorts.methods': ['cohort', 'delayedcohort'] }
    expect((await bind('cohort;course;enrol\nL1;BIO101;delayedcohort', { settings })).told).toEqual([
      '2 created',
    ])
    expect(await people()).toEqual(['BIO101 E1001 student', 'BIO101 E1002 student'])
  })

  it('enrolstart and enrolend are the dates of the enrolments: now and none unless told', async () => {
    const dates = async () => {
      const { rows } = await database.pool.query(
        `select extract(epoch from min(start_at))::bigint as start, extract(epoch from min(end_at))::bigint as end
         from learning.enrolment`,
      )
      return rows[0]
    }
    await bind('cohort;course\nL1;BIO101', { now: 1_700_000_000 })
    expect(await dates()).toEqual({ start: 1_700_000_000, end: null })
    const { told, verdicts } = await bind(
      'cohort;course;enrolstart;enrolend\nL1;BIO101;2026-09-01 10:00:00;1790000000',
    )
    expect(told).toEqual(['2 updated'])
    expect(verdicts[0]!.changes.map((change) => change.field)).toEqual(['startsAt', 'endsAt'])
    expect(await dates()).toEqual({ start: 1_788_249_600, end: 1_790_000_000 })
    expect((await bind('cohort;course\nL1;BIO101')).told).toEqual(['2 unchanged'])
    expect((await bind('cohort;course;enrolend\nL1;BIO101;0')).told).toEqual(['2 updated'])
    expect(await dates()).toEqual({ start: 1_788_249_600, end: null })
    expect(
      (
        await bind(
          'cohort;course;enrolstart;enrolend\nL1;BIO101;01/09/2026;\nL1;BIO101;2026-09-02;2026-09-01',
        )
      ).told,
    ).toEqual(['2 rejected INVALID_DATE', '3 rejected END_BEFORE_START'])
    expect((await bind('cohort;course;enrolend\nL1;BIO101;2026-08-01\nL2;BIO101;2026-08-01')).told).toEqual([
      '2 rejected END_BEFORE_START',
      '3 rejected END_BEFORE_START',
    ])
  })

  it('makegroup takes the group of that name which is there, and gives it up with 0', async () => {
    await database.pool.query(
      `insert into learning.course_group (course_id, name) select id, 'Licence 1' from learning.course where shortname = 'BIO101'`,
    )
    await bind(example)
    const { rows } = await database.pool.query('select count(*)::int from learning.course_group')
    expect(rows[0].count).toBe(1)
    expect((await bind('cohort;course;role;makegroup\nL1;BIO101;student;0')).told).toEqual(['2 updated'])
    expect(await people()).toEqual(['BIO101 E1001 student', 'BIO101 E1002 student'])
  })

  it('a group of a binding that was deleted comes back, whatever other lines of the file ask for one', async () => {
    await bind(example)
    await database.pool.query('delete from learning.course_group')
    const { told, verdicts } = await bind(
      'cohort;course;role;makegroup\nL1;BIO101;student;1\nL1;BIO101;teacher;1',
    )
    expect(told).toEqual(['2 unchanged', '3 created'])
    expect(verdicts[1]!.operations.map((operation) => operation.kind)).toEqual([
      'create-group',
      'create-method',
    ])
    expect(await bindings()).toEqual([
      'BIO101 L1 student enabled cohort group:Licence 1',
      'BIO101 L1 teacher enabled cohort group:Licence 1',
    ])
    expect((await people()).filter((one) => one.startsWith('Licence'))).toHaveLength(2)
  })

  it('del, restore and fulldel of what is not bound are unchanged with a warning', async () => {
    const { told } = await bind('cmd;cohort;course\ndel;L1;BIO101\nrestore;L1;BIO101\nfulldel;L1;BIO101')
    expect(told).toEqual(['2', '3', '4'].map((line) => `${line} unchanged NOTHING_BOUND`))
  })

  it('fulldel deletes the binding with enrolments, roles and places in the group', async () => {
    await bind('cohort;course;makegroup\nL1;BIO101;1\nL2;BIO101;1')
    const { told, conclusion } = await bind('cmd;cohort;course\nfulldel;L1;BIO101', {
      settings: { 'learning.enrol-cleanup': true },
    })
    expect(told).toEqual(['2 deleted'])
    expect(conclusion.map((message) => message.code)).toEqual(['COURSES_FOLLOW', 'EMPTY_GROUPS_DELETED'])
    expect(await bindings()).toEqual(['BIO101 L2 student enabled cohort group:Licence 2'])
    expect(await people()).toEqual(['BIO101 E1003 student', 'Licence 2: E1003'])
  })

  it('the clean-up of groups spares those that this very file fills', async () => {
    await bind(example, { settings: { 'learning.enrol-cleanup': true } })
    expect(await people()).toContain('Licence 1: E1001')
  })

  it('the role * names bindings of any role, for del, restore and fulldel', async () => {
    await bind('cohort;course;role\nL1;BIO101;student\nL1;BIO101;teacher\nL2;BIO101;student')
    expect((await bind('cmd;cohort;course;role\ndel;L1;BIO101;*')).told).toEqual(['2 updated'])
    expect(await bindings()).toEqual([
      'BIO101 L1 student disabled cohort',
      'BIO101 L1 teacher disabled cohort',
      'BIO101 L2 student enabled cohort',
    ])
    expect((await bind('cmd;cohort;course;role\nrestore;L1;BIO101;teacher')).told).toEqual(['2 updated'])
    expect((await bind('cmd;cohort;course;role\nfulldel;L1;BIO101;*')).told).toEqual(['2 deleted'])
    expect(await bindings()).toEqual(['BIO101 L2 student enabled cohort'])
  })

  it('bindings follow the cohort: members come, go, and go all when the cohort is deleted', async () => {
    await bind(example)
    const sync = (text: string) => play(database, makeCohortsTool, text)
    const { conclusion } = await sync('cmd;cidnumber;userid\nadd;L1;E1004\ndel;L1;E1001')
    expect(conclusion.map((message) => message.code)).toEqual(['COURSES_FOLLOW'])
    expect(await people()).toEqual([
      'BIO101 E1002 student',
      'BIO101 E1004 student',
      'Licence 1: E1002',
      'Licence 1: E1004',
    ])
    await sync('cmd;cidnumber\nfree;L1')
    expect(await people()).toEqual([])
    await sync('cmd;cidnumber;userid\nadd;L1;E1004')
    await sync('cmd;cidnumber\ndel;L1')
    expect(await people()).toEqual([])
    expect(await bindings()).toEqual([])
  })

  it('lines planned one by one come to the same as lines planned together, and a simulation too', async () => {
    const line = fc
      .tuple(
        fc.constantFrom('add', 'add', 'del', 'restore', 'fulldel'),
        fc.constantFrom('L1', 'L2'),
        fc.constantFrom('BIO101', 'DRT205'),
        fc.constantFrom('student', 'teacher', '*'),
        fc.constantFrom('', '0', '1'),
      )
      .map((cells) => cells.join(';'))
    const clear = () =>
      database.pool.query('delete from learning.enrol_method; delete from learning.course_group')
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 10 }), async (lines) => {
        const text = `cmd;cohort;course;role;makegroup\n${lines.join('\n')}`
        await clear()
        const simulated = (await bind(text, { simulate: true })).told
        expect(await bindings()).toEqual([])
        const together = { told: (await bind(text)).told, left: await bindings(), people: await people() }
        await clear()
        const alone = {
          told: (await bind(text, { chunk: 1 })).told,
          left: await bindings(),
          people: await people(),
        }
        expect(alone).toEqual(together)
        expect(simulated).toEqual(together.told)
      }),
      { numRuns: 30 },
    )
  })
})

describe('cases of learning.md 7.3', () => {
  it('B01: a simulation writes nothing', async () => {
    const { told } = await bind(example, { simulate: true })
    expect(told).toEqual(['2 created'])
    expect(await bindings()).toEqual([])
    expect(await people()).toEqual([])
  })

  it('B02: add re-enables a disabled binding', async () => {
    await bind(example)
    await bind('cmd;cohort;course\ndel;L1;BIO101')
    const { told, verdicts } = await bind(example)
    expect(told).toEqual(['2 updated'])
    expect(verdicts[0]!.messages).toMatchObject([{ code: 'BINDING_ENABLED' }])
    expect(await bindings()).toEqual(['BIO101 L1 student enabled cohort group:Licence 1'])
  })

  it('B03: the role * with add is rejected', async () => {
    expect((await bind('cohort;course;role\nL1;BIO101;*')).told).toEqual(['2 rejected ANY_ROLE_REFUSED'])
  })

  it('B04: del then restore disables and enables, and both are reported', async () => {
    await bind(example)
    const { told, verdicts } = await bind(
      'cmd;cohort;course\ndel;L1;BIO101\ndel;L1;BIO101\nrestore;L1;BIO101',
    )
    expect(told).toEqual(['2 updated', '3 unchanged ALREADY_DISABLED', '4 updated'])
    expect(verdicts.flatMap((verdict) => verdict.messages.map((message) => message.code))).toEqual([
      'BINDING_DISABLED',
      'ALREADY_DISABLED',
      'BINDING_ENABLED',
    ])
    await bind('cmd;cohort;course\ndel;L1;BIO101')
    expect(await people()).toEqual(['BIO101 E1001', 'BIO101 E1002', 'Licence 1: E1001', 'Licence 1: E1002'])
    await bind('cmd;cohort;course\nrestore;L1;BIO101')
    expect(await people()).toContain('BIO101 E1001 student')
  })
})
