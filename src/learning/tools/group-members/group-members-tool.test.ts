import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { courseState, emptyPlatform, newPlatform } from '../../../../test/support/course-state.ts'
import { type Play, play, testDriver } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { emptyTally } from '../../../exchange/line-outcome.ts'
import { settingsStore } from '../../../platform/settings.ts'
import { learningSettings } from '../../application.ts'
import { makeEnrolmentsTool } from '../enrolments/enrolments-tool.ts'
import { makeGroupsTool } from '../groups/groups-tool.ts'
import { makeGroupMembersTool } from './group-members-tool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await emptyPlatform(database)
  await newPlatform(database, { courses: ['BIO101', 'DRT205'], users: ['E1001', 'E1002', 'E1003'] })
  await play(
    database,
    makeEnrolmentsTool,
    'cid;uid;rolename;enrol\nBIO101;E1001;student;manual\nBIO101;E1002;student;manual',
  )
  await play(
    database,
    makeGroupsTool,
    `type;courseid;name;idnumber;grouping
    grouping;BIO101;Travaux dirigés;GRP;
    group;BIO101;TD-A;A;GRP
    group;BIO101;TD-B;B;
    group;DRT205;TD-D;D;`,
  )
})

const told = async (text: string, options: Play = {}) =>
  (await play(database, makeGroupMembersTool, text, options)).told
const members = async () => (await courseState(database, 'BIO101')).filter((line) => line.includes(' of '))
const groups = async (course = 'BIO101') =>
  (await courseState(database, course)).filter((line) => line.startsWith('group'))
const byHand = () => database.pool.query(`update learning.group_member set component = ''`)

describe('verbs', () => {
  it('the example of the specification', async () => {
    const file = 'cmd;courseid;groupid;userid\nadd;BIO101;A;E1001\nshift;BIO101;B;E1001'
    expect(await told(file, { simulate: true })).toEqual(['2 created', '3 updated'])
    expect(await members()).toEqual([])
    expect(await told(file)).toEqual(['2 created', '3 updated'])
    expect(await members()).toEqual(['E1001 of TD-B by tool_sync'])
  })

  it('an absent or empty command is add, in whatever case; a member stays one', async () => {
    const file = `cmd;courseid;groupid;userid
      ;BIO101;A;E1001
      ADD;BIO101;A;E1002
      add;BIO101;A;E1002
      join;BIO101;A;E1002`
    expect(await told(file)).toEqual(['2 created', '3 created', '4 unchanged', '5 rejected UNKNOWN_COMMAND'])
    expect(await told('courseid;groupid;userid\nBIO101;A;E1001')).toEqual(['2 unchanged'])
  })

  it('gcmd is another name of cmd', async () => {
    await told('courseid;groupid;userid\nBIO101;A;E1001')
    expect(await told('gcmd;courseid;groupid;userid\ndel;BIO101;A;E1001')).toEqual(['2 deleted'])
  })

  it('M01: a file without the column courseid is refused', async () => {
    await expect(told('cmd;groupid;userid\nadd;A;E1001')).rejects.toThrow('MISSING_COLUMN')
    expect(await members()).toEqual([])
  })

  it('F26: a second time nothing changes, whether a line adds, moves or takes away', async () => {
    const file = `cmd;courseid;groupid;userid
      shift;BIO101;B;E1001
      add;BIO101;A;E1002
      del;BIO101;B;E1002`
    expect(await told(file)).toEqual(['2 created', '3 created', '4 unchanged'])
    const before = await members()
    expect(await told(file)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    expect(await members()).toEqual(before)
  })

  it('M02: del removes; who is no member is unchanged', async () => {
    await told('courseid;groupid;userid\nBIO101;A;E1001')
    const file = 'cmd;courseid;groupid;userid\ndel;BIO101;A;E1001'
    expect(await told(file)).toEqual(['2 deleted'])
    expect(await members()).toEqual([])
    expect(await told(file)).toEqual(['2 unchanged'])
  })

  it('M03: of two shifts of one person the last wins', async () => {
    expect(await told('cmd;courseid;groupid;userid\nshift;BIO101;A;E1001\nshift;BIO101;B;E1001')).toEqual([
      '2 created',
      '3 updated',
    ])
    expect(await members()).toEqual(['E1001 of TD-B by tool_sync'])
  })

  it('memberships given by hand are left by neither shift nor del', async () => {
    await told('courseid;groupid;userid\nBIO101;A;E1001')
    await byHand()
    expect(await told('cmd;courseid;groupid;userid\nshift;BIO101;B;E1001\ndel;BIO101;A;E1001')).toEqual([
      '2 created',
      '3 unchanged MANUAL_MEMBERSHIP_KEPT',
    ])
    expect(await members()).toEqual(['E1001 of TD-A by hand', 'E1001 of TD-B by tool_sync'])
  })
})

describe('refusals', () => {
  it('unknown and empty courses, groups and users, groups of other courses, users without role', async () => {
    expect(
      await told(`courseid;groupid;userid
        ;A;E1001
        NOPE;A;E1001
        BIO101;;E1001
        BIO101;X;nobody
        BIO101;D;E1001
        BIO101;A;
        BIO101;A;E1003`),
    ).toEqual([
      '2 rejected EMPTY_COURSE',
      '3 rejected UNKNOWN_COURSE',
      '4 rejected EMPTY_GROUP',
      '5 rejected UNKNOWN_GROUP UNKNOWN_USER',
      '6 rejected UNKNOWN_GROUP',
      '7 rejected EMPTY_USER',
      '8 rejected NO_ROLE_IN_COURSE',
    ])
  })

  it('by id, a group of another course is refused too', async () => {
    const { rows } = await database.pool.query(
      `select (select id from learning.course_group where name = 'TD-A') as a,
              (select id from learning.course_group where name = 'TD-D') as d`,
    )
    expect(
      await told(
        `courseid;groupid;userid\nBIO101;${rows[0].d};E1001\nBIO101;A;E1001\nBIO101;${rows[0].a};E1001`,
        {
          settings: { 'learning.groups.group-identifier': 'id' },
        },
      ),
    ).toEqual(['2 rejected UNKNOWN_GROUP', '3 rejected NOT_A_NUMBER', '4 created'])
  })
})

describe('after the lines', () => {
  const purge = (level: string) => ({ settings: { 'learning.groups.purge-empty-groups': level } })
  const file = 'courseid;groupid;userid\nBIO101;B;E1001'

  it('M04: purge = 1 deletes empty groups of the courses of the file only', async () => {
    await told(file, purge('0'))
    expect(await groups()).toHaveLength(3)
    await told(file, purge('1'))
    expect(await groups()).toEqual(['group TD-B #B', 'grouping Travaux dirigés #GRP'])
    expect(await groups('DRT205')).toEqual(['group TD-D #D'])
  })

  it('purge = 2 deletes empty groupings too, and a simulation nothing', async () => {
    const simulated = await play(database, makeGroupMembersTool, file, { ...purge('2'), simulate: true })
    expect(simulated.conclusion.map(({ code }) => code)).toEqual([
      'EMPTY_GROUPS_DELETED',
      'EMPTY_GROUPINGS_DELETED',
    ])
    expect(await groups()).toHaveLength(3)
    await told(file, purge('2'))
    expect(await groups()).toEqual(['group TD-B #B'])
  })

  it('a summary goes to the teachers of the course when asked', async () => {
    await play(database, makeEnrolmentsTool, 'cid;uid;rolename;enrol\nBIO101;E1003;editingteacher;manual')
    await database.pool.query(`update learning.app_user set email = username || '@example.org'`)
    const settings = settingsStore(database, learningSettings)
    await settings.set('learning.groups.mail-admins', true, 'test')
    const place = {
      settings,
      now: 7,
      timeZone: 'UTC',
      simulate: false,
      readFile: async () => null,
      warn: () => {},
    }
    const tool = await makeGroupMembersTool(place)
    const session = await testDriver(database).open('simulate')
    const mails = await session.chunk(
      async ({ read }) => {
        const commands = [
          { line: 2, command: { verb: 'add' as const, course: 'BIO101', group: 'A', user: 'E1001' } },
        ]
        tool.remember!(await tool.plan(commands, read), commands)
        return (await tool.conclude!(read, async () => {}, emptyTally())).mails
      },
      async () => {},
    )
    await session.close()
    expect(mails).toHaveLength(1)
    expect(mails![0]!.mail.to).toEqual(['e1003@example.org'])
  })
})
