import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { courseState, emptyPlatform, newPlatform } from '../../../../test/support/course-state.ts'
import { type Play, play, testDriver } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { emptyTally } from '../../../exchange/line-outcome.ts'
import { settingsStore } from '../../../platform/settings.ts'
import { learningSettings } from '../../application.ts'
import { makeEnrolmentsTool } from './enrolments-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await emptyPlatform(database)
  await newPlatform(database, { courses: ['BIO101', 'DRT205'], users: ['E1001', 'E1002', 'E1003'] })
})

const now = 1_788_249_600
const run = (text: string, options: Play = {}) => play(database, makeEnrolmentsTool, text, options)
const state = (course = 'BIO101') => courseState(database, course)
const told = async (text: string, options: Play = {}) => (await run(text, options)).told
const byIdnumber = { 'learning.enrolments.user-identifier': 'idnumber' }

describe('the example of the specification', () => {
  const example = `cmd;cid;uid;rolename;enrol;starttime;endtime;gcmd;g1;g2
    add;BIO101;E1001;student;manual;2026-09-01 08:00:00;2027-01-31 18:00:00;gaddcreate;TD-A;TP-1
    shift;BIO101;E1002;editingteacher;manual;;;;;
    del;DRT205;E1002;student;manual;;;;;`
  beforeEach(() =>
    run(`cmd;cid;uid;rolename;enrol
      add;BIO101;E1002;student;manual
      add;DRT205;E1002;student;manual`),
  )

  it('enrols with dates and groups, moves and unenrols', async () => {
    expect(await told(example)).toEqual(['2 created', '3 updated', '4 deleted'])
    expect(await state()).toEqual([
      'E1001 in manual 2026-09-01T06:00:00Z to 2027-01-31T17:00:00Z',
      'E1001 is student by enrol_manual',
      'E1001 of TD-A by tool_sync',
      'E1001 of TP-1 by tool_sync',
      'E1002 in manual 2026-09-01T08:00:00Z',
      'E1002 is editingteacher by enrol_manual',
      'group TD-A',
      'group TP-1',
    ])
    expect(await state('DRT205')).toEqual([])
  })

  it('F26: played again changes nothing', async () => {
    await run(example)
    const before = await state()
    expect(await told(example)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged NOT_ENROLLED'])
    expect(await state()).toEqual(before)
  })

  it('simulated tells the same and writes nothing', async () => {
    const before = [await state(), await state('DRT205')]
    expect(await told(example, { simulate: true })).toEqual(['2 created', '3 updated', '4 deleted'])
    expect([await state(), await state('DRT205')]).toEqual(before)
  })
})

describe('add', () => {
  it('E01: who is enrolled already gets what changes, and nothing else', async () => {
    const line = (role: string, start = '', end = '') =>
      `cid;uid;rolename;enrol;starttime;endtime\nBIO101;E1001;${role};manual;${start};${end}`
    expect(await told(line('student'))).toEqual(['2 created'])
    expect(await told(line('student'), { now: now + 86_400 })).toEqual(['2 unchanged'])
    expect(await told(line('teacher'))).toEqual(['2 updated'])
    expect(await told(line('teacher', '', '2027-01-31'))).toEqual(['2 updated'])
    expect(await told(line('teacher', '2026-09-02'))).toEqual(['2 updated'])
    expect(await state()).toEqual([
      'E1001 in manual 2026-09-01T22:00:00Z to 2027-01-30T23:00:00Z',
      'E1001 is student by enrol_manual',
      'E1001 is teacher by enrol_manual',
    ])
    expect(await told(line('teacher', '0', '0'))).toEqual(['2 updated'])
    expect((await state())[0]).toBe('E1001 in manual')
  })

  it('an empty method is manual; without the column the role is given alone', async () => {
    expect(await told('cid;uid;rolename;enrol\nBIO101;E1001;student;')).toEqual(['2 created'])
    expect(await told('cid;uid;rolename\nBIO101;E1002;teacher\nBIO101;E1002;teacher')).toEqual([
      '2 created',
      '3 unchanged',
    ])
    expect(await state()).toEqual([
      'E1001 in manual 2026-09-01T08:00:00Z',
      'E1001 is student by enrol_manual',
      'E1002 is teacher alone',
    ])
  })

  it('a role that the enrolment gives need not be given alone', async () => {
    await run('cid;uid;rolename;enrol\nBIO101;E1001;student;manual')
    expect(await told('cid;uid;rolename\nBIO101;E1001;student')).toEqual(['2 unchanged'])
  })

  it('enrols again who was suspended', async () => {
    const file = 'cid;uid;rolename;enrol;cmd\nBIO101;E1001;student;manual;'
    await run(`${file}add`)
    await run(`${file}disable`)
    expect(await told(`${file}add`)).toEqual(['2 updated'])
    expect(await state()).not.toContain('suspended')
  })

  it('E02: unenrolling who is not enrolled is unchanged with a warning', async () => {
    expect(await told('cmd;cid;uid;rolename;enrol\ndel;BIO101;E1001;student;manual')).toEqual([
      '2 unchanged NOT_ENROLLED',
    ])
  })

  it('E03: an unknown role rejects the line, its groups too', async () => {
    expect(
      await told(`cmd;cid;uid;rolename;enrol;gcmd;g1
        add;BIO101;E1001;studnet;manual;gaddcreate;TD-A
        shift;BIO101;E1001;studnet;manual;gaddcreate;TD-A
        add;BIO101;E1001;;manual;gaddcreate;TD-A`),
    ).toEqual(['2 rejected UNKNOWN_ROLE', '3 rejected UNKNOWN_ROLE', '4 rejected EMPTY_ROLE'])
    expect(await state()).toEqual([])
  })

  it('E04: a method that the course has not, or has disabled, is refused unless disabled ones are allowed', async () => {
    await run('cid;uid;rolename;enrol\nBIO101;E1002;student;manual')
    await database.pool.query(`update learning.enrol_method set status = 'disabled' where method = 'manual'`)
    const file = `cmd;cid;uid;rolename;enrol
      add;BIO101;E1001;student;manual
      del;BIO101;E1002;student;manual
      add;BIO101;E1001;student;self`
    expect(await told(file)).toEqual([
      '2 rejected METHOD_NOT_ACTIVE',
      '3 rejected METHOD_NOT_ACTIVE',
      '4 rejected METHOD_NOT_ACTIVE',
    ])
    expect(await told(file, { settings: { 'learning.enrolments.enrol-on-disabled': true } })).toEqual([
      '2 created',
      '3 deleted',
      '4 rejected METHOD_NOT_ACTIVE',
    ])
  })

  it('E05: Unix seconds and ISO dates are read, a French date rejects the line', async () => {
    expect(
      await told(`cid;uid;rolename;enrol;starttime
        BIO101;E1001;student;manual;1788249600
        BIO101;E1002;student;manual;2026-09-01
        BIO101;E1003;student;manual;01/09/2026`),
    ).toEqual(['2 created', '3 created', '4 rejected WRONG_DATE'])
    expect((await state()).filter((line) => line.includes(' in '))).toEqual([
      'E1001 in manual 2026-09-01T08:00:00Z',
      'E1002 in manual 2026-08-31T22:00:00Z',
    ])
  })

  it('E06: an end before the start rejects the line, also against a start that is stored or by default now', async () => {
    expect(
      await told(`cid;uid;rolename;enrol;starttime;endtime
        BIO101;E1001;student;manual;2027-01-01;2026-12-31
        BIO101;E1001;student;manual;2027-01-01;
        BIO101;E1001;student;manual;;2026-12-31
        BIO101;E1002;student;manual;;2026-08-01`),
    ).toEqual([
      '2 rejected END_BEFORE_START',
      '3 created',
      '4 rejected END_BEFORE_START',
      '5 rejected END_BEFORE_START',
    ])
  })

  it('E07: an empty command is the default one, and capitals do not matter', async () => {
    expect(
      await told(`cmd;cid;uid;rolename;enrol
        ;BIO101;E1001;student;manual
        ADD;BIO101;E1002;student;manual
        Delete;BIO101;E1002;student;manual
        remove;BIO101;E1001;student;manual`),
    ).toEqual(['2 created', '3 created', '4 deleted', '5 rejected UNKNOWN_COMMAND'])
    expect(
      await told('cid;uid;rolename;enrol\nBIO101;E1001;student;manual', {
        settings: { 'learning.enrolments.default-command': 'del' },
      }),
    ).toEqual(['2 deleted'])
  })

  it('E12: empty and unknown courses and users are rejected, all of it told at once', async () => {
    expect(
      await told(`cid;uid;rolename;enrol
        BIO101;;student;manual
        ;E1001;student;manual
        NOPE;nobody;student;manual`),
    ).toEqual(['2 rejected EMPTY_USER', '3 rejected EMPTY_COURSE', '4 rejected UNKNOWN_COURSE UNKNOWN_USER'])
  })

  it('a user name alone is that of the local host, where there is one of it', async () => {
    await database.pool.query(
      `insert into learning.app_user (username, firstname, lastname, host_id)
       values ('e1001', 'Claude', 'TESTDEUX', 2), ('ailleurs', 'Alex', 'TESTTROIS', 2),
         ('partout', 'P', 'DEUX', 2), ('partout', 'P', 'TROIS', 3)`,
    )
    const file = (uid: string) => `cid;uid;rolename;enrol\nBIO101;${uid};student;manual`
    expect(await told(file('e1001'))).toEqual(['2 created'])
    expect(await told(file('ailleurs'))).toEqual(['2 created'])
    expect(await told(file('partout'))).toEqual(['2 rejected AMBIGUOUS_USER'])
    const { rows } = await database.pool.query(
      `select username, host_id from learning.enrolment join learning.app_user u on u.id = user_id order by 1`,
    )
    expect(rows).toEqual([
      { username: 'ailleurs', host_id: 2 },
      { username: 'e1001', host_id: 1 },
    ])
  })

  it('users are found by the configured identifier', async () => {
    expect(
      await told('cid;uid;rolename;enrol\nBIO101;N-E1001;student;manual', { settings: byIdnumber }),
    ).toEqual(['2 created'])
  })

  it('guest access enrols nobody, and who follows a cohort is left to it', async () => {
    await database.pool.query(`
      insert into learning.enrol_method (course_id, method) select id, 'guest' from learning.course where shortname = 'BIO101';
      with c as (insert into learning.cohort (name) values ('L1') returning id)
      insert into learning.enrol_method (course_id, method, cohort_id, default_role_id)
        select course.id, 'cohort', c.id, (select id from learning.role where shortname = 'student')
        from learning.course, c where shortname = 'BIO101';
      insert into learning.enrolment (enrol_method_id, user_id)
        select m.id, u.id from learning.enrol_method m, learning.app_user u where m.method = 'cohort' and u.username = 'e1001';
      insert into learning.role_assignment (context_kind, context_id, user_id, role_id, component, item_id)
        select 'course', m.course_id, e.user_id, m.default_role_id, 'enrol_cohort', m.id
        from learning.enrolment e join learning.enrol_method m on m.id = e.enrol_method_id`)
    const before = await state()
    expect(
      await told(`cmd;cid;uid;rolename;enrol
        add;BIO101;E1001;student;guest
        add;BIO101;E1002;student;cohort
        del;BIO101;E1001;student;cohort
        disable;BIO101;E1001;student;cohort
        disable;BIO101;E1001;student;`),
    ).toEqual([
      '2 rejected ENROLMENT_REFUSED',
      '3 rejected DERIVED_METHOD',
      '4 rejected DERIVED_METHOD',
      '5 rejected DERIVED_METHOD',
      '6 unchanged NOT_ENROLLED',
    ])
    expect(await told('cmd;cid;uid;rolename\ndel;BIO101;E1001;student')).toEqual([
      '2 unchanged DERIVED_ROLE_KEPT',
    ])
    expect(await state()).toEqual(before)
  })

  it('a membership that a cohort gives is not left: it would be given again', async () => {
    await run('cid;uid;rolename;enrol;gcmd;g1\nBIO101;E1001;student;manual;gaddcreate;L1')
    await database.pool.query(`update learning.group_member set component = 'enrol_cohort'`)
    expect(await told('cid;uid;rolename;enrol;gcmd;g1\nBIO101;E1001;student;manual;gdel;L1')).toEqual([
      '2 unchanged MANUAL_MEMBERSHIP_KEPT',
    ])
  })

  it('a hidden column is taken and does nothing', async () => {
    expect(await told('cid;uid;rolename;enrol;hidden\nBIO101;E1001;student;manual;1')).toEqual(['2 created'])
    expect((await state())[0]).toBe('E1001 in manual 2026-09-01T08:00:00Z')
  })
})

describe('del', () => {
  it('takes along the roles that the enrolment gave and, with the last one, groups; roles given alone stay', async () => {
    await run(`cid;uid;rolename;gcmd;g1
      BIO101;E1001;teacher;gaddcreate;TD-A`)
    await run('cid;uid;rolename;enrol\nBIO101;E1001;student;manual')
    expect(await told('cmd;cid;uid;rolename;enrol\ndel;BIO101;E1001;;manual')).toEqual(['2 deleted'])
    expect(await state()).toEqual(['E1001 is teacher alone', 'group TD-A'])
  })

  it('leaves the groups of who is still enrolled by another method', async () => {
    await database.pool.query(
      `insert into learning.enrol_method (course_id, method) select id, 'self' from learning.course where shortname = 'BIO101'`,
    )
    await run(`cid;uid;rolename;enrol;gcmd;g1
      BIO101;E1001;student;self;gaddcreate;TD-A
      BIO101;E1001;teacher;manual;;`)
    expect(await told('cmd;cid;uid;rolename;enrol\ndel;BIO101;E1001;;manual')).toEqual(['2 deleted'])
    expect(await state()).toEqual([
      'E1001 in self 2026-09-01T08:00:00Z',
      'E1001 is student by enrol_self',
      'E1001 of TD-A by tool_sync',
      'group TD-A',
    ])
  })

  it('E11: without role and method takes all roles of the user in the course', async () => {
    await run(`cid;uid;rolename
      BIO101;E1001;student
      BIO101;E1001;teacher
      BIO101;E1002;teacher`)
    const file = 'cmd;cid;uid;rolename\ndel;BIO101;E1001;'
    expect(await told(file)).toEqual(['2 deleted'])
    expect(await state()).toEqual(['E1002 is teacher alone'])
    expect(await told(file)).toEqual(['2 unchanged ROLE_NOT_HELD'])
  })

  it('with a role and no method takes that role only, and an unknown role takes nothing', async () => {
    await run('cid;uid;rolename\nBIO101;E1001;student\nBIO101;E1001;teacher')
    expect(
      await told(`cmd;cid;uid;rolename
        del;BIO101;E1001;studnet
        del;BIO101;E1001;student`),
    ).toEqual(['2 rejected UNKNOWN_ROLE', '3 deleted'])
    expect(await state()).toEqual(['E1001 is teacher alone'])
  })

  it('never touches roles of the category or of the site', async () => {
    await database.pool.query(
      `insert into learning.role_assignment (role_id, user_id, context_kind, context_id)
       select r.id, u.id, 'category', 1 from learning.role r, learning.app_user u
       where r.shortname = 'manager' and u.username = 'e1001'`,
    )
    await run('cmd;cid;uid;rolename\ndel;BIO101;E1001;')
    const { rowCount } = await database.pool.query('select from learning.role_assignment')
    expect(rowCount).toBe(1)
  })
})

describe('shift', () => {
  it('leaves the new role only of those of the enrolment, and keeps groups and dates that are not given', async () => {
    await run(`cid;uid;rolename;enrol;starttime;gcmd;g1
      BIO101;E1001;student;manual;2026-09-02;gaddcreate;TD-A`)
    expect(
      await told('cmd;cid;uid;rolename;enrol;endtime\nshift;BIO101;E1001;teacher;manual;2027-01-31'),
    ).toEqual(['2 updated'])
    expect(await state()).toEqual([
      'E1001 in manual 2026-09-01T22:00:00Z to 2027-01-30T23:00:00Z',
      'E1001 is teacher by enrol_manual',
      'E1001 of TD-A by tool_sync',
      'group TD-A',
    ])
  })

  it('enrols who is not, and without method puts the new role in place of all direct ones', async () => {
    expect(await told('cmd;cid;uid;rolename;enrol\nshift;BIO101;E1001;student;manual')).toEqual(['2 created'])
    await run('cid;uid;rolename\nBIO101;E1002;student\nBIO101;E1002;teacher')
    const file = `cmd;cid;uid;rolename
      shift;BIO101;E1002;editingteacher
      shift;BIO101;E1003;editingteacher`
    expect(await told(file)).toEqual(['2 updated', '3 created'])
    expect(await told(file)).toEqual(['2 unchanged', '3 unchanged'])
    expect((await state()).filter((line) => line.startsWith('E1002'))).toEqual([
      'E1002 is editingteacher alone',
    ])
  })
})

describe('enable and disable (Annex A)', () => {
  it('change the status on the method named, or on every method when none is', async () => {
    await database.pool.query(
      `insert into learning.enrol_method (course_id, method) select id, 'self' from learning.course where shortname = 'BIO101'`,
    )
    await run(`cid;uid;rolename;enrol
      BIO101;E1001;student;manual
      BIO101;E1001;student;self`)
    const statuses = async () => (await state()).filter((line) => line.includes(' in '))
    expect(
      await told(`cmd;cid;uid;rolename;enrol
        disable;BIO101;E1001;;self
        DISABLE;BIO101;E1001;;self
        disable;BIO101;E1002;;self
        disable;BIO101;E1001;;cohort`),
    ).toEqual(['2 updated', '3 unchanged', '4 unchanged NOT_ENROLLED', '5 rejected METHOD_NOT_ACTIVE'])
    expect(await statuses()).toEqual([
      'E1001 in manual 2026-09-01T08:00:00Z',
      'E1001 in self 2026-09-01T08:00:00Z suspended',
    ])
    expect(await told('cmd;cid;uid;rolename;enrol\ndisable;BIO101;E1001;;')).toEqual(['2 updated'])
    expect((await statuses()).every((line) => line.endsWith('suspended'))).toBe(true)
    expect(await told('cmd;cid;uid;rolename\nenable;BIO101;E1001;')).toEqual(['2 updated'])
    expect((await statuses()).some((line) => line.endsWith('suspended'))).toBe(false)
  })
})

describe('groups', () => {
  const groups = async () => (await state()).filter((line) => line.includes(' of '))
  const line = (gcmd: string, ...names: string[]) =>
    `cid;uid;rolename;enrol;gcmd;g1;g2\nBIO101;E1001;student;manual;${gcmd};${names[0] ?? ''};${names[1] ?? ''}`
  const byHand = (name: string) =>
    database.pool.query(
      `insert into learning.group_member (group_id, user_id)
       select g.id, u.id from learning.course_group g, learning.app_user u
       where g.name = $1 and u.username = 'e1001'`,
      [name],
    )

  it('E08: gadd joins known groups; an unknown one is a warning, and the line is for the retry file', async () => {
    await run(line('gaddcreate', 'TD-A'))
    expect(await told(line('gadd', 'TD-A', 'TD-B'))).toEqual(['2 partial UNKNOWN_GROUP'])
    expect(await told(line('gadd', 'TD-A'))).toEqual(['2 unchanged'])
    expect(await groups()).toEqual(['E1001 of TD-A by tool_sync'])
  })

  it('gaddcreate creates a group once for all lines that name it', async () => {
    expect(
      await told(`cid;uid;rolename;enrol;gcmd;g1
        BIO101;E1001;student;manual;gaddcreate;TD-A
        BIO101;E1002;student;manual;gaddcreate;TD-A`),
    ).toEqual(['2 created', '3 created'])
    expect(await groups()).toEqual(['E1001 of TD-A by tool_sync', 'E1002 of TD-A by tool_sync'])
  })

  it('E09: greplace with only unknown groups keeps the memberships', async () => {
    await run(line('gaddcreate', 'TD-A'))
    expect(await told(line('greplace', 'TD-X'))).toEqual(['2 partial UNKNOWN_GROUP'])
    expect(await groups()).toEqual(['E1001 of TD-A by tool_sync'])
  })

  it('greplace and greplacecreate leave all other groups', async () => {
    await run(line('gaddcreate', 'TD-A', 'TD-B'))
    expect(await told(line('greplace', 'TD-B', 'TD-X'))).toEqual(['2 partial UNKNOWN_GROUP'])
    expect(await groups()).toEqual(['E1001 of TD-B by tool_sync'])
    expect(await told(line('greplacecreate', 'TD-C'))).toEqual(['2 updated'])
    expect(await told(line('greplacecreate', 'TD-C'))).toEqual(['2 unchanged'])
    expect(await groups()).toEqual(['E1001 of TD-C by tool_sync'])
  })

  it('E10: with protection on, a membership given by hand survives greplace and gdel', async () => {
    await run(line('gaddcreate', 'TD-A', 'TD-B'))
    await database.pool.query('delete from learning.group_member')
    await byHand('TD-A')
    const settings = { 'learning.enrolments.protect-groups': true }
    expect(await told(line('greplace', 'TD-B'), { settings })).toEqual(['2 updated'])
    expect(await groups()).toEqual(['E1001 of TD-A by hand', 'E1001 of TD-B by tool_sync'])
    expect(await told(line('gdel', 'TD-A', 'TD-B'), { settings })).toEqual([
      '2 updated MANUAL_MEMBERSHIP_KEPT',
    ])
    expect(await groups()).toEqual(['E1001 of TD-A by hand'])
    const unprotected = { 'learning.enrolments.protect-groups': false }
    expect(await told(line('greplace', 'TD-B'), { settings: unprotected })).toEqual(['2 updated'])
    expect(await groups()).toEqual(['E1001 of TD-B by tool_sync'])
  })

  it('gdel leaves the named groups; an unknown one is a warning for the retry file', async () => {
    await run(line('gaddcreate', 'TD-A', 'TD-B'))
    expect(await told(line('gdel', 'TD-A', 'TD-X'))).toEqual(['2 partial UNKNOWN_GROUP'])
    expect(await told(line('gdel', 'TD-A'))).toEqual(['2 unchanged'])
    expect(await groups()).toEqual(['E1001 of TD-B by tool_sync'])
  })

  it('an unknown gcmd applies the line, with a warning for the retry file', async () => {
    expect(await told(line('gput', 'TD-A'))).toEqual(['2 partial UNKNOWN_GROUP_COMMAND'])
    expect((await state())[0]).toBe('E1001 in manual 2026-09-01T08:00:00Z')
  })

  it('who holds no role in the course joins no group', async () => {
    await run('cid;uid;rolename;enrol\nBIO101;E1001;student;manual')
    const file = `cmd;cid;uid;rolename;enrol;gcmd;g1
      del;BIO101;E1001;student;manual;gaddcreate;TD-A`
    expect(await told(file)).toEqual(['2 partial NO_ROLE_IN_COURSE'])
    expect(await state()).toEqual([])
  })

  it('leaving the course and a group of it in one line is only leaving', async () => {
    await run(line('gaddcreate', 'TD-A'))
    const file = 'cmd;cid;uid;rolename;enrol;gcmd;g1\ndel;BIO101;E1001;student;manual;gdel;TD-A'
    expect(await told(file)).toEqual(['2 deleted'])
    expect(await told(file)).toEqual(['2 unchanged NOT_ENROLLED'])
  })

  it('groups without gcmd are left aside', async () => {
    expect(await told(line('', 'TD-A'))).toEqual(['2 created'])
    expect(await groups()).toEqual([])
  })

  it('a name that is too long rejects the line', async () => {
    expect(await told(line('gaddcreate', 'x'.repeat(255)))).toEqual(['2 rejected TOO_LONG'])
  })

  it('a manual membership left and given again by the tool is the tool’s, in one chunk as in several', async () => {
    await run(line('gaddcreate', 'TD-A'))
    await database.pool.query(`update learning.group_member set component = ''`)
    await run(`cid;uid;rolename;enrol;gcmd;g1
      BIO101;E1001;student;manual;gdel;TD-A
      BIO101;E1001;student;manual;gadd;TD-A`)
    expect(await groups()).toEqual(['E1001 of TD-A by tool_sync'])
  })
})

describe('after the lines', () => {
  const cleanup = { 'learning.enrol-cleanup': true }
  const group = (course: string, name: string) =>
    database.pool.query(
      `insert into learning.course_group (course_id, name) select id, $2 from learning.course where shortname = $1`,
      [course, name],
    )

  it('empty groups of the courses of the file are deleted when asked, and those of no other course', async () => {
    await group('BIO101', 'VIDE')
    await group('DRT205', 'VIDE')
    const file = 'cid;uid;rolename;enrol\nBIO101;E1001;student;manual'
    expect((await run(file)).conclusion).toEqual([])
    const { conclusion } = await run(file, { settings: cleanup })
    expect(conclusion).toMatchObject([{ code: 'EMPTY_GROUPS_DELETED' }])
    expect((await state()).filter((line) => line.startsWith('group'))).toEqual([])
    expect(await state('DRT205')).toEqual(['group VIDE'])
  })

  it('a group that this file created and emptied goes, but is kept when a line was rejected', async () => {
    const file = `cid;uid;rolename;enrol;gcmd;g1
      BIO101;E1001;student;manual;gaddcreate;TD-A
      BIO101;E1001;student;manual;greplacecreate;TD-B`
    // Refused by the platform, by the tool, and before it was a command.
    for (const line of [
      'BIO101;nobody;student;manual;gadd;TD-A',
      'BIO101;E1002;;manual;x;TD-A',
      'BIO101;E1002',
    ]) {
      await run(`${file}\n${line}`, { settings: cleanup })
      expect((await state()).filter((one) => one.startsWith('group'))).toEqual(['group TD-A', 'group TD-B'])
      await database.pool.query('delete from learning.course_group')
    }
    await run(file, { settings: cleanup })
    expect((await state()).filter((line) => line.startsWith('group'))).toEqual(['group TD-B'])
  })

  it('courses that draw on those of the file follow them', async () => {
    await database.pool.query(
      `insert into learning.enrol_method (course_id, method, linked_course_id)
       select (select id from learning.course where shortname = 'DRT205'), 'meta', id
       from learning.course where shortname = 'BIO101'`,
    )
    const { conclusion } = await run('cid;uid;rolename;enrol\nBIO101;E1001;student;manual')
    expect(conclusion.map(({ code }) => code)).toEqual(['METACOURSES_FOLLOW'])
    expect(await state('DRT205')).toEqual(['E1001 in meta', 'E1001 is student by enrol_meta'])
    await run('cmd;cid;uid;rolename;enrol\ndel;BIO101;E1001;student;manual')
    expect(await state('DRT205')).toEqual([])
  })

  it('a summary goes to the teachers of each course that changed, once for the run', async () => {
    await run(`cid;uid;rolename;enrol
      BIO101;E1002;editingteacher;manual
      BIO101;E1003;student;manual`)
    await database.pool.query(`update learning.app_user set email = username || '@example.org'`)
    const settings = settingsStore(database, learningSettings)
    await settings.set('learning.enrolments.mail-admins', true, 'test')
    const letters = async (simulate: boolean) => {
      const place = { settings, now, timeZone: 'UTC', simulate, readFile: async () => null, warn: () => {} }
      const tool = await makeEnrolmentsTool(place)
      const session = await testDriver(database).open('simulate')
      try {
        return await session.chunk(
          async ({ read }) => {
            const row = (course: string, user: string) => ({
              verb: 'add' as const,
              course,
              user,
              role: 'student',
              method: 'manual',
              groupVerb: null,
              groups: [],
            })
            const commands = [row('BIO101', 'e1001'), row('DRT205', 'e1001'), row('BIO101', 'e1003')].map(
              (command, index) => ({ line: index + 2, command }),
            )
            tool.remember!(await tool.plan(commands, read), commands)
            const again = await makeEnrolmentsTool(place)
            again.memory!.restore(JSON.parse(JSON.stringify(tool.memory!.save())))
            return (await again.conclude!(read, async () => {}, emptyTally())).mails
          },
          async () => {},
        )
      } finally {
        await session.close()
      }
    }
    const mails = await letters(false)
    expect(mails).toHaveLength(1)
    expect(mails![0]!.mail).toMatchObject({
      to: ['e1002@example.org'],
      subject: 'Inscriptions au cours BIO101',
    })
    expect(mails![0]!.mail.text).toContain('nouvelles inscriptions : 1')
    expect(await letters(true)).toBeUndefined()
    await settings.reset('learning.enrolments.mail-admins', 'test')
  })
})
