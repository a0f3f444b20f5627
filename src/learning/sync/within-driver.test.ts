import { afterAll, beforeAll, expect, it } from 'vitest'
import { play } from '../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { OperationKind } from '../driver/operation.ts'
import { makeCoursesTool } from '../tools/courses/create/courses-tool.ts'
import { makeEnrolmentsTool } from '../tools/enrolments/enrolments-tool.ts'
import type { MakeTool } from '../tools/tool-place.ts'
import { makeUsersTool } from '../tools/users/users-tool.ts'
import { withinDriver } from './within-driver.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await play(database, makeCoursesTool, 'shortname;fullname\nBIO101;Biologie')
  await play(
    database,
    makeUsersTool,
    'username;firstname;lastname\ntestun;Camille;TESTUN\ntestdeux;Dominique;TESTDEUX',
  )
})
afterAll(() => database?.drop())

const without =
  (make: MakeTool, ...kinds: OperationKind[]): MakeTool =>
  async (place) =>
    withinDriver(await make(place), { name: 'essai', unsupported: new Set(kinds) })

it('a line that needs what the platform lacks is rejected, and the others are applied', async () => {
  const { told, verdicts } = await play(
    database,
    without(makeEnrolmentsTool, 'create-group'),
    `cid;uid;rolename;enrol;gcmd;g1
BIO101;testun;student;manual;gaddcreate;TD-A
BIO101;testdeux;student;manual;;`,
  )
  expect(told).toEqual(['2 rejected NOT_SUPPORTED', '3 created'])
  expect(verdicts[0]!.messages.at(-1)!.text.fr).toBe(
    'Non pris en charge par la plateforme (essai) : create-group',
  )
  const { rows } = await database.pool.query('select count(*) as enrolled from learning.enrolment')
  expect(rows[0].enrolled).toBe(1)
})

it('what a tool would do after the lines is left out, and told', async () => {
  const { told, conclusion } = await play(
    database,
    without(makeEnrolmentsTool, 'delete-group'),
    'cid;uid;rolename;enrol;gcmd;g1\nBIO101;testun;student;manual;gaddcreate;TD-A\nBIO101;testun;student;manual;gdel;TD-A',
    { settings: { 'learning.enrol-cleanup': true } },
  )
  expect(told.map((line) => line.split(' ')[1])).not.toContain('rejected')
  expect(conclusion.map(({ code }) => code)).toContain('NOT_SUPPORTED')
  const { rows } = await database.pool.query('select name from learning.course_group')
  expect(rows).toEqual([{ name: 'TD-A' }])
})
