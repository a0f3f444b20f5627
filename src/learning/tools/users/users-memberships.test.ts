import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Play } from '../../../../test/support/learning.ts'
import { byUsername, type UsersScene, usersScene } from '../../../../test/support/users-scene.ts'

let scene: UsersScene
beforeAll(async () => {
  scene = await usersScene()
})
beforeEach(() => scene.empty())
afterAll(() => scene.drop())
const users = (text: string, options?: Play) => scene.users(text, options)

const now = 1_788_249_600
const dates = () =>
  scene.lines(
    `select concat_ws(' ', extract(epoch from start_at)::bigint, coalesce(extract(epoch from end_at)::bigint::text, 'open')) as it
     from learning.enrolment`,
  )

it('U13: course3 without course2 is ignored with a warning', async () => {
  const { told } = await users(
    'username;firstname;lastname;course1;enrol1;course3;enrol3\nc;Camille;TESTUN;BIO101;manual;DRT205;manual\nd;Dora;TESTUN;BIO101;manual;;',
  )
  expect(told).toEqual(['2 created COURSE_BEYOND_HOLE', '3 created'])
  expect(await scene.enrolments()).toEqual(['BIO101 manual c student', 'BIO101 manual d student'])
})

it('an empty cell of course1 does not hide course2', async () => {
  await users('username;firstname;lastname;course1;enrol1;course2;enrol2\nc;Camille;TESTUN;;;DRT205;manual')
  expect(await scene.enrolments()).toEqual(['DRT205 manual c student'])
})

it('U14: each binding uses its own method', async () => {
  await users(
    'username;firstname;lastname;course1;enrol1;role1;course2;enrol2;role2\nc;Camille;TESTUN;DRT205;manual;teacher;BIO101;self;student',
  )
  expect(await scene.enrolments()).toEqual(['BIO101 self c student', 'DRT205 manual c teacher'])
})

it('U15: an unknown role does not bind: a warning, the rest is done, and the line is for the retry file', async () => {
  const { told } = await users(
    'username;firstname;lastname;course1;enrol1;role1;group1;course2;enrol2\nc;Camille;TESTUN;BIO101;manual;wizard;TD;DRT205;manual',
  )
  expect(told).toEqual(['2 partial UNKNOWN_ROLE'])
  expect(await scene.enrolments()).toEqual(['DRT205 manual c student'])
  expect(await scene.groups()).toEqual([])
})

it('an unknown course is told, the account and the other courses are done', async () => {
  const file =
    'username;firstname;lastname;course1;enrol1;course2;enrol2\nc;Camille;TESTUN;NOPE;manual;DRT205;manual'
  expect((await users(file)).told).toEqual(['2 partial UNKNOWN_COURSE'])
  expect(await scene.enrolments()).toEqual(['DRT205 manual c student'])
  const again = await users(file)
  expect(again.told).toEqual(['2 partial UNKNOWN_COURSE'])
  expect(again.verdicts.flatMap((verdict) => verdict.operations)).toEqual([])
})

it('a method that is not active binds nobody, and gives no role in its place', async () => {
  await scene.database.pool.query(
    "update learning.enrol_method set status = 'disabled' where method = 'self'",
  )
  const { told } = await users(
    'username;firstname;lastname;course1;enrol1;role1;group1\nc;Camille;TESTUN;BIO101;self;student;TD\nd;Dora;TESTUN;DRT205;self;student;\ne;Eva;TESTUN;DRT205;cohort;student;',
  )
  expect(told).toEqual([
    '2 partial METHOD_NOT_ACTIVE',
    '3 partial METHOD_NOT_ACTIVE',
    '4 partial METHOD_NOT_ACTIVE',
  ])
  expect([...(await scene.roles()), ...(await scene.groups())]).toEqual([])
})

it('a role alone is given without enrolment, with its group; neither role nor method does nothing', async () => {
  const file =
    'username;firstname;lastname;course1;role1;enrol1;group1\nc;Camille;TESTUN;BIO101;teacher;;TD\nd;Dora;TESTUN;BIO101;;;\ne;Eva;TESTUN;BIO101;;;TD'
  expect((await users(file)).told).toEqual(['2 created', '3 created', '4 created GROUP_WITHOUT_BINDING'])
  expect(await scene.roles()).toEqual(['BIO101 c teacher'])
  expect(await scene.enrolments()).toEqual([])
  expect(await scene.groups()).toEqual(['BIO101 TD c'])
  expect((await users(file)).told).toEqual([
    '2 unchanged',
    '3 unchanged',
    '4 unchanged GROUP_WITHOUT_BINDING',
  ])
})

it('with the role left empty one is a student, and in the group too', async () => {
  await users('username;firstname;lastname;course1;role1;enrol1;group1\nc;Camille;TESTUN;BIO101;;manual;TD')
  expect(await scene.enrolments()).toEqual(['BIO101 manual c student'])
  expect(await scene.groups()).toEqual(['BIO101 TD c'])
})

it('dates are Unix times; empty: from now, without end; a second run keeps them', async () => {
  const header = 'username;firstname;lastname;course1;enrol1;start1;end1'
  await users(`${header}\nc;Camille;TESTUN;BIO101;manual;;`, { now })
  expect(await dates()).toEqual([`${now} open`])
  expect((await users(`${header}\nc;Camille;TESTUN;BIO101;manual;;`, { now: now + 86_400 })).told).toEqual([
    '2 unchanged',
  ])
  const { told } = await users(`${header}\nc;Camille;TESTUN;BIO101;manual;${now + 10};${now + 100}`, { now })
  expect(told).toEqual(['2 updated'])
  expect(await dates()).toEqual([`${now + 10} ${now + 100}`])
  await users(`${header}\nc;Camille;TESTUN;BIO101;manual;;0`, { now })
  expect(await dates()).toEqual([`${now + 10} open`])
})

it('a date that is no Unix time, or an end before the start, rejects the line', async () => {
  const { told } = await users(
    `username;firstname;lastname;course1;enrol1;start1;end1\nc;Camille;TESTUN;BIO101;manual;2026-09-01;\nd;Dora;TESTUN;BIO101;manual;${now};${now - 1}`,
  )
  expect(told).toEqual(['2 rejected INVALID_VALUE', '3 rejected END_BEFORE_START'])
  const partial = await users(
    `username;firstname;lastname;course1;enrol1;end1\nc;Camille;TESTUN;BIO101;manual;${now - 1}`,
    { now },
  )
  expect(partial.told).toEqual(['2 partial END_BEFORE_START'])
})

it('courses are named as the setting says', async () => {
  const settings = { 'learning.users.course-identity': 'idnumber' }
  await users('username;firstname;lastname;course1;enrol1\nc;Camille;TESTUN;D2;manual', { settings })
  expect(await scene.enrolments()).toEqual(['DRT205 manual c student'])
})

it('U16: a cohort unknown in a simulation is planned, and nothing is written', async () => {
  const before = await scene.store()
  const file = 'username;firstname;lastname;cohort;cohortid\nc;Camille;TESTUN;L3;N3\nd;Dora;TESTUN;L3;N3'
  const { told, verdicts } = await users(file, { simulate: true, chunk: 1 })
  expect(told).toEqual(['2 created', '3 created'])
  expect(verdicts.flatMap((verdict) => verdict.operations.map(({ kind }) => kind))).toEqual([
    'create-user',
    'create-cohort',
    'join-cohort',
    'create-user',
    'join-cohort',
  ])
  expect(await scene.store()).toEqual(before)
  expect((await users(file)).told).toEqual(told)
  expect(await scene.members()).toEqual(['L3 N3 c', 'L3 N3 d'])
})

it('a cohort is found by its name among those of the site; its number must be free when it is made', async () => {
  await scene.database.pool.query(
    `insert into learning.cohort (category_id, name, idnumber)
     select id, 'L3', 'N1' from learning.course_category union all select null, 'M1', 'N2'
     union all select null, 'Twice', null union all select null, 'Twice', null`,
  )
  const { told } = await users(
    'username;firstname;lastname;cohort;cohortid\nc;Camille;TESTUN;L3;\nd;Dora;TESTUN;M1;other\ne;Eva;TESTUN;New;N2\nf;Fay;TESTUN;Twice;\ng;Gil;TESTUN;;N9',
  )
  expect(told).toEqual([
    '2 created',
    '3 created',
    '4 partial COHORT_NUMBER_TAKEN',
    '5 partial AMBIGUOUS_COHORT',
    '6 created COHORT_WITHOUT_NAME',
  ])
  expect(await scene.members()).toEqual(['L3 N1', 'L3 c', 'M1 N2 d', 'Twice', 'Twice'])
})

it('an account that is otherwise unchanged is updated by a new membership', async () => {
  await users('username;firstname;lastname\nc;Camille;TESTUN')
  const { told, verdicts } = await users('username;firstname;lastname;cohort\nc;Camille;TESTUN;L3')
  expect(told).toEqual(['2 updated'])
  expect(verdicts[0]!.changes).toEqual([
    { entity: 'cohort', key: 'L3', field: null, before: null, after: 'L3' },
    { entity: 'cohort member', key: 'L3 / c', field: null, before: false, after: true },
  ])
})

it('courses bound to a cohort follow its new members', async () => {
  await scene.database.pool.query("insert into learning.cohort (name) values ('L3')")
  await scene.database.pool.query(
    `insert into learning.enrol_method (course_id, method, default_role_id, cohort_id)
     select c.id, 'cohort', r.id, k.id from learning.course c, learning.role r, learning.cohort k
     where c.shortname = 'DRT205' and r.shortname = 'student'`,
  )
  const { conclusion } = await users('username;firstname;lastname;cohort\nc;Camille;TESTUN;L3', { chunk: 1 })
  expect(conclusion.map(({ code }) => code)).toEqual(['COURSES_FOLLOW'])
  expect(await scene.enrolments()).toEqual(['DRT205 cohort c student'])
})

it('groups left empty in the courses of the file are removed when that is asked', async () => {
  await scene.database.pool.query(
    "insert into learning.course_group (course_id, name) select id, 'Old' from learning.course where not is_site",
  )
  const file = 'username;firstname;lastname;course1;enrol1;group1\nc;Camille;TESTUN;BIO101;manual;TD'
  const { conclusion } = await users(file, { settings: { ...byUsername, 'learning.enrol-cleanup': true } })
  expect(conclusion.map(({ code }) => code)).toEqual(['EMPTY_GROUPS_DELETED'])
  expect(await scene.groups()).toEqual(['BIO101 TD c', 'DRT205 Old'])
})
