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
const account = (username: string, columns?: string) => scene.account(username, columns)

const full =
  'username;firstname;lastname;idnumber;cohort;course1;enrol1;group1\nc;Camille;TESTUN;E1;L3;BIO101;manual;TD'

it('U03: a deleted column of 0, empty or no deletes nothing', async () => {
  await users('username;firstname;lastname\na;Ada;TESTUN\nb;Bea;TESTUN\nc;Camille;TESTUN')
  const { told } = await users(
    'username;firstname;lastname;deleted\na;Ada;TESTUN;0\nb;Bea;TESTUN;\nc;Camille;TESTUN;no',
  )
  expect(told).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
})

it('1, yes and true delete, and nothing else does', async () => {
  await users('username;firstname;lastname\na;Ada;TESTUN\nb;Bea;TESTUN\nc;Camille;TESTUN\nd;Dora;TESTUN')
  const { told } = await users(
    'username;firstname;lastname;deleted\na;Ada;TESTUN;1\nb;Bea;TESTUN;YES\nc;Camille;TESTUN;true\nd;Dora;TESTUN;oui',
  )
  expect(told).toEqual(['2 deleted', '3 deleted', '4 deleted', '5 unchanged DELETED_NOT_UNDERSTOOD'])
  expect(await account('a', 'deleted')).toEqual({ deleted: true })
  expect(await account('d', 'deleted')).toEqual({ deleted: false })
})

it('a deletion takes memberships along, frees the identity and is told', async () => {
  await users(full)
  const { told, verdicts } = await users(
    'username;firstname;lastname;idnumber;deleted\nc;Camille;TESTUN;E1;1',
  )
  expect(told).toEqual(['2 deleted'])
  expect(verdicts[0]!.changes).toEqual([
    { entity: 'user', key: 'c', field: null, before: 'Camille TESTUN', after: null },
  ])
  expect(await scene.members()).toEqual(['L3'])
  expect(await scene.enrolments()).toEqual([])
  expect(await scene.roles()).toEqual([])
  expect(await scene.groups()).toEqual(['BIO101 TD'])
  const other = await users('username;firstname;lastname;idnumber\nc;Claude;TESTDEUX;E9')
  expect(other.told).toEqual(['2 created'])
})

it('U04: deleting an unknown account creates nothing: unchanged, with a warning, and so does a second run', async () => {
  const file = 'username;firstname;lastname;deleted\nnobody;No;Body;1'
  expect((await users(file)).told).toEqual(['2 unchanged NOTHING_TO_DELETE'])
  expect(await account('nobody')).toBeUndefined()
  await users('username;firstname;lastname\nnobody;No;Body')
  expect((await users(file)).told).toEqual(['2 deleted'])
  expect((await users(file)).told).toEqual(['2 unchanged NOTHING_TO_DELETE'])
})

it('U05: a deletion in a simulation deletes nothing', async () => {
  await users(full)
  const before = await scene.store()
  const file = 'username;firstname;lastname;idnumber;deleted\nc;Camille;TESTUN;E1;1'
  expect((await users(file, { simulate: true })).told).toEqual(['2 deleted'])
  expect(await scene.store()).toEqual(before)
})

it('U17: no file deletes, suspends or renames an administrator or the guest', async () => {
  const { told } = await users('username;firstname;lastname;deleted\nadmin;A;B;1\nguest;A;B;1', {
    settings: { 'learning.users.allow-rename': true },
  })
  expect(told).toEqual(['2 rejected PROTECTED_ACCOUNT', '3 rejected PROTECTED_ACCOUNT'])
  expect(
    (await users('username;oldusername;firstname;lastname;suspended\nadmin;;A;B;1\nroot;admin;A;B;0')).told,
  ).toEqual(['2 rejected PROTECTED_ACCOUNT', '3 rejected PROTECTED_ACCOUNT'])
  expect(await account('admin', 'deleted, suspended, firstname')).toEqual({
    deleted: false,
    suspended: false,
    firstname: 'Administrateur',
  })
})

it('a deleted account that comes back is revived, with its former fields and what the line gives', async () => {
  await users('username;firstname;lastname;idnumber;email;city\nc;Camille;TESTUN;E1;c@example.org;Testville')
  const before = await account('c', 'id')
  await users('username;firstname;lastname;idnumber;deleted\nc;Camille;TESTUN;E1;1')
  const { told, verdicts } = await users('username;firstname;lastname;idnumber\nd;Camille;TESTNOUVEAU;E1')
  expect(told).toEqual(['2 updated'])
  expect(verdicts[0]!.messages.map(({ code }) => code)).toEqual(['USER_REVIVED'])
  expect(await account('d', 'id, deleted, lastname, email, city')).toEqual({
    ...before,
    deleted: false,
    lastname: 'TESTNOUVEAU',
    email: 'c@example.org',
    city: 'Testville',
  })
})

it('a revived account does not take back what is somebody else’s by now', async () => {
  const header = 'username;firstname;lastname;idnumber;email'
  await users(`${header}\nc;Camille;TESTUN;E1;c@example.org`, { settings: byUsername })
  await users('username;firstname;lastname;deleted\nc;Camille;TESTUN;1')
  await users(`${header}\nd;Dora;TESTUN;E1;c@example.org`)
  expect((await users('username;firstname;lastname\nc;Camille;TESTUN')).told).toEqual(['2 updated'])
  expect(await account('c', 'idnumber, email, deleted')).toEqual({
    idnumber: null,
    email: null,
    deleted: false,
  })
})

it('somebody else with the user name of a deleted account gets an account of their own', async () => {
  await users('username;firstname;lastname;idnumber\nc;Camille;TESTUN;E1', { settings: byUsername })
  await users('username;firstname;lastname;deleted\nc;Camille;TESTUN;1')
  expect((await users('username;firstname;lastname;idnumber\nc;Claude;TESTDEUX;E2')).told).toEqual([
    '2 created',
  ])
})

it('lines of one file may delete and bring back, and memberships are those of the new life', async () => {
  await users(full)
  const { told } = await users(`
    username;firstname;lastname;idnumber;deleted;cohort;course1;enrol1;group1
    c;Camille;TESTUN;E1;1;;;;
    c;Camille;TESTUN;E1;0;L3;BIO101;manual;TD
    c;Camille;TESTUN;E1;0;L3;BIO101;manual;TD
    n;Nora;TESTUN;E5;0;L3;;;
    n;Nora;TESTUN;E5;1;;;;`)
  expect(told).toEqual(['3 deleted', '4 updated', '5 unchanged', '6 created', '7 deleted'])
  expect(await scene.members()).toEqual(['L3 c'])
  expect(await scene.enrolments()).toEqual(['BIO101 manual c student'])
  expect(await scene.groups()).toEqual(['BIO101 TD c'])
})

it('deletions count as destroying, for the guard', async () => {
  const { makeUsersTool } = await import('./users-tool.ts')
  const { settingsStore } = await import('../../../platform/settings.ts')
  const { learningSettings } = await import('../../application.ts')
  const tool = await makeUsersTool({
    settings: settingsStore(scene.database, learningSettings),
    now: 0,
    timeZone: 'Europe/Paris',
    simulate: false,
    readFile: async () => null,
    warn: () => {},
  })
  expect(tool.destroys?.({ deleted: true })).toBe(true)
  expect(tool.destroys?.({ deleted: false })).toBe(false)
})
