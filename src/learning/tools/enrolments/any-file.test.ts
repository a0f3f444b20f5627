import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { courseState, emptyPlatform, newPlatform } from '../../../../test/support/course-state.ts'
import { play } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { makeGroupMembersTool } from '../group-members/group-members-tool.ts'
import { makeGroupsTool } from '../groups/groups-tool.ts'
import type { MakeTool } from '../tool-place.ts'
import { makeEnrolmentsTool } from './enrolments-tool.ts'

/** Whatever the file: in chunks or whole, simulated or real, it comes to the same. */
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const courses = ['BIO101', 'DRT205']
const users = ['E1', 'E2']
const pick = (...values: readonly string[]) => fc.constantFrom(...values)

const enrolmentLine = fc
  .tuple(
    pick('add', 'add', 'del', 'shift', 'enable', 'disable'),
    pick(...courses, 'NOPE'),
    pick(...users, ''),
    pick('student', 'teacher', ''),
    pick('manual', 'self'),
    pick('', '2026-09-01', '2027-02-01', 'hier'),
    pick('', '0', '2027-01-01'),
    pick('', 'gadd', 'gaddcreate', 'greplace', 'greplacecreate', 'gdel'),
    pick('', 'TD-A', 'TD-B', 'TD-C'),
    pick('', 'TD-A', 'TP'),
  )
  .map((cells) => cells.join(';'))
const roleLine = fc
  .tuple(pick('add', 'del', 'shift'), pick(...courses), pick(...users), pick('student', 'teacher', ''))
  .map((cells) => cells.join(';'))
const groupLine = fc
  .tuple(
    pick('group', 'grouping'),
    pick(...courses),
    pick('TD-A', 'TD-B', 'TD-C'),
    pick('', 'A', 'B', 'C'),
    pick('', 'x', 'y'),
    pick('', 'A', 'B', '1'),
    pick('', '0', '1'),
    pick('', 'A', 'B'),
  )
  .map((cells) => cells.join(';'))
const memberLine = fc
  .tuple(pick('add', 'shift', 'del'), pick(...courses), pick('TD-A', 'TD-B', 'TD-C'), pick(...users))
  .map((cells) => cells.join(';'))

interface Kind {
  readonly make: MakeTool
  readonly header: string
  readonly line: fc.Arbitrary<string>
}
const kinds: Readonly<Record<string, Kind>> = {
  enrolments: {
    make: makeEnrolmentsTool,
    header: 'cmd;cid;uid;rolename;enrol;starttime;endtime;gcmd;g1;g2',
    line: enrolmentLine,
  },
  roles: { make: makeEnrolmentsTool, header: 'cmd;cid;uid;rolename', line: roleLine },
  groups: {
    make: makeGroupsTool,
    header: 'type;courseid;name;idnumber;description;updateid;selfgrouping;grouping',
    line: groupLine,
  },
  'group members': {
    make: makeGroupMembersTool,
    header: 'cmd;courseid;groupid;userid',
    line: memberLine,
  },
}

async function comesTo(kind: Kind, text: string, chunk: number) {
  await emptyPlatform(database)
  await newPlatform(database, { courses, users })
  await database.pool.query(
    `insert into learning.enrol_method (course_id, method, sort_order) select id, 'self', 1 from learning.course where not is_site`,
  )
  const settings = {
    'learning.groups.group-identifier': kind.make === makeGroupMembersTool ? 'name' : 'idnumber',
    'learning.enrolments.protect-groups': true,
    'learning.enrol-cleanup': true,
  }
  const earlier = `cid;uid;rolename;enrol;gcmd;g1
    BIO101;E1;student;manual;gaddcreate;TD-A
    BIO101;E2;student;self;gaddcreate;TD-B`
  await play(database, makeEnrolmentsTool, earlier)
  await database.pool.query(
    `update learning.group_member set component = '' where user_id = (select min(user_id) from learning.group_member)`,
  )
  const options = { settings }
  const before = await store()
  const simulated = await play(database, kind.make, text, { ...options, chunk, simulate: true })
  expect(await store()).toEqual(before)
  const real = await play(database, kind.make, text, { ...options, chunk })
  expect(simulated.told).toEqual(real.told)
  return { told: real.told, store: await store() }
}

const store = async () => [await courseState(database, 'BIO101'), await courseState(database, 'DRT205')]

it.each(Object.keys(kinds))(
  'any file of %s comes to the same in chunks of 1, 3 and all lines',
  { timeout: 120_000 },
  async (name) => {
    const kind = kinds[name]!
    await fc.assert(
      fc.asyncProperty(fc.array(kind.line, { minLength: 1, maxLength: 12 }), async (lines) => {
        const text = [kind.header, ...lines].join('\n')
        const whole = await comesTo(kind, text, Number.POSITIVE_INFINITY)
        expect(await comesTo(kind, text, 1)).toEqual(whole)
        expect(await comesTo(kind, text, 3)).toEqual(whole)
      }),
      { numRuns: process.env.SOAK ? 60 : 6 },
    )
  },
)

it('the order of lines counts: add, del, add of the same person leaves them enrolled', async () => {
  const file = `cmd;cid;uid;rolename;enrol;gcmd;g1
    add;DRT205;E1;student;manual;gaddcreate;TD-A
    del;DRT205;E1;student;manual;;
    add;DRT205;E1;teacher;manual;gadd;TD-A`
  const { told, store } = await comesTo(kinds.enrolments!, file, Number.POSITIVE_INFINITY)
  expect(told).toEqual(['2 created', '3 deleted', '4 created'])
  expect(store[1]).toEqual([
    'E1 in manual 2026-09-01T08:00:00Z',
    'E1 is teacher by enrol_manual',
    'E1 of TD-A by tool_sync',
    'group TD-A',
  ])
})
