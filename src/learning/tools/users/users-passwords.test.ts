import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Play } from '../../../../test/support/learning.ts'
import { byUsername, type UsersScene, usersScene } from '../../../../test/support/users-scene.ts'
import { verifyPassword } from '../../../platform/accounts/password.ts'

let scene: UsersScene
beforeAll(async () => {
  scene = await usersScene()
})
beforeEach(() => scene.empty())
afterAll(() => scene.drop())
const users = (text: string, options?: Play) => scene.users(text, options)

async function secret(username: string) {
  const row = await scene.account(username, 'password_hash, password_state, must_change_password')
  return row as { password_hash: string | null; password_state: string; must_change_password: boolean }
}
const file = (password: string, email = 'c@example.org') =>
  `username;password;firstname;lastname;email\nc;${password};Camille;TESTUN;${email}`
const sending = { ...byUsername, 'learning.users.send-passwords': true }

it('a password is stored hashed; the same again is unchanged, another one updates', async () => {
  expect((await users(file('Secret-1'))).told).toEqual(['2 created'])
  const { password_hash, password_state, must_change_password } = await secret('c')
  expect(await verifyPassword('Secret-1', password_hash)).toBe(true)
  expect({ password_state, must_change_password }).toEqual({
    password_state: 'set',
    must_change_password: false,
  })
  expect((await users(file('Secret-1'))).told).toEqual(['2 unchanged'])
  expect((await secret('c')).password_hash).toBe(password_hash)
  const { told, verdicts } = await users(file('Secret-2'))
  expect(told).toEqual(['2 updated'])
  expect(await verifyPassword('Secret-2', (await secret('c')).password_hash)).toBe(true)
  expect(verdicts[0]!.changes).toEqual([
    { entity: 'user', key: 'c', field: 'password', before: '••••••', after: '••••••' },
  ])
})

it('without the column a new account has none, or waits for a generated one when that is asked', async () => {
  await users('username;firstname;lastname\na;Ada;TESTUN')
  expect(await secret('a')).toEqual({
    password_hash: null,
    password_state: 'none',
    must_change_password: false,
  })
  await users('username;firstname;lastname\nb;Bea;TESTUN', {
    settings: { 'learning.users.create-passwords': true },
  })
  expect(await secret('b')).toEqual({
    password_hash: null,
    password_state: 'to_generate',
    must_change_password: true,
  })
})

it('an empty cell asks for a generated password on creation', async () => {
  await users(file(''))
  expect(await secret('c')).toEqual({
    password_hash: null,
    password_state: 'to_generate',
    must_change_password: true,
  })
  expect((await users(file(''))).told).toEqual(['2 unchanged'])
  await users(file('Secret-1'))
  expect(await secret('c')).toMatchObject({ password_state: 'set', must_change_password: false })
})

describe('with letters', () => {
  const generating = { ...sending, 'learning.users.create-passwords': true }
  const withoutColumn = (email: string) => `username;firstname;lastname;email\nc;Camille;TESTUN;${email}`

  it.each([
    ['no column, and the option on', withoutColumn('c@example.org')],
    ['an empty cell', file('')],
  ])('a generated password is mailed, and must be changed at the first sign-in: %s', async (_, text) => {
    const { told, verdicts } = await users(text, { settings: generating })
    expect(told).toEqual(['2 created'])
    const [letter, ...others] = verdicts[0]!.mails!
    expect([letter!.mail.to, others]).toEqual([['c@example.org'], []])
    const [password] = /[A-Za-z2-9]{4}(-[A-Za-z2-9]{4}){2}/.exec(letter!.mail.text)!
    const { password_hash, ...state } = await secret('c')
    expect(await verifyPassword(password, password_hash)).toBe(true)
    expect(state).toEqual({ password_state: 'set', must_change_password: true })
    const again = await users(text)
    expect([again.told, again.verdicts[0]!.mails ?? []]).toEqual([['2 unchanged'], []])
    expect((await secret('c')).password_hash).toBe(password_hash)
  })

  it('whom no letter reaches waits for a password; a simulation generates none', async () => {
    const nobody = await users(withoutColumn('NOMAIL@example.org'), { settings: generating })
    expect(nobody.verdicts[0]!.mails ?? []).toEqual([])
    expect(await secret('c')).toMatchObject({ password_hash: null, password_state: 'to_generate' })
    const before = await scene.store()
    const simulated = await users(withoutColumn('d@example.org').replace('\nc;', '\nd;'), { simulate: true })
    expect([simulated.told, simulated.verdicts[0]!.mails ?? []]).toEqual([['2 created'], []])
    expect(await scene.store()).toEqual(before)
  })
})

it('U09: an empty password on update changes nothing', async () => {
  await users(file('Secret-1'))
  const before = await secret('c')
  expect((await users(file(''))).told).toEqual(['2 unchanged'])
  expect(await secret('c')).toEqual(before)
})

it('*NOPASS* leaves the account without password, and out of generation', async () => {
  await users(file('*NOPASS*'), { settings: { 'learning.users.create-passwords': true } })
  expect(await secret('c')).toEqual({
    password_hash: null,
    password_state: 'none',
    must_change_password: false,
  })
  await users(file('Secret-1'))
  expect((await users(file('*NOPASS*'))).told).toEqual(['2 updated'])
  expect(await secret('c')).toMatchObject({ password_hash: null, password_state: 'none' })
  expect((await users(file('*NOPASS*'))).told).toEqual(['2 unchanged'])
})

it('a password longer than any accepted one rejects its line', async () => {
  expect((await users(file('x'.repeat(201)))).told).toEqual(['2 rejected TOO_LONG'])
})

it('U10: a letter tells the password wherever the e-mail column stands', async () => {
  const { verdicts } = await users(file('Secret-1'), {
    settings: { ...sending, 'learning.site-name': 'Cours en ligne' },
  })
  const [letter] = verdicts[0]!.mails!
  expect(letter!.mail).toMatchObject({ to: ['c@example.org'], subject: 'Vos accès sur Cours en ligne' })
  expect(letter!.mail.text).toContain('Secret-1')
})

it('a letter leaves for each change once, under an occasion of its own that tells no secret', async () => {
  const occasions: string[] = []
  for (const password of ['Secret-1', 'Secret-1', 'Secret-2', 'Secret-1']) {
    const { verdicts } = await users(file(password), { settings: sending })
    occasions.push(...(verdicts[0]!.mails ?? []).map((one) => one.occasion))
  }
  expect(new Set(occasions).size).toBe(3)
  expect(occasions.join()).not.toMatch(/Secret|argon2/)
})

it('no letter: option off, no address, NOMAIL, a rejected line, a simulation', async () => {
  const letters = async (text: string, options: Play) =>
    (await users(text, options)).verdicts.flatMap((verdict) => verdict.mails ?? [])
  expect(await letters(file('Secret-1'), { simulate: true, settings: sending })).toEqual([])
  expect(await letters(file('Secret-1', 'NOMAIL@example.org'), {})).toEqual([])
  expect(await letters(file('Secret-2', ''), {})).toEqual([])
  await users('username;firstname;lastname;email\nd;Dora;TESTUN;d@example.org')
  expect(await letters(file('Secret-3', 'd@example.org').replace('\nc;', '\ne;'), {})).toEqual([])
  const off = { settings: { 'learning.users.send-passwords': false } }
  expect(await letters(file('Secret-4', 'f@example.org').replace('\nc;', '\nf;'), off)).toEqual([])
})

it('a letter goes to the protected address, not to the one that the line would have', async () => {
  await users(file('Secret-1'), { settings: sending })
  const { verdicts } = await users(file('Secret-2', 'thief@example.org'))
  expect(verdicts[0]!.mails!.map(({ mail }) => mail.to)).toEqual([['c@example.org']])
})

it('a simulation tells of passwords what the real run will, lines of one file included', async () => {
  await users(file('Secret-1'))
  const text = `
    username;password;firstname;lastname
    c;Secret-1;Camille;TESTUN
    c;Secret-2;Camille;TESTUN
    c;Secret-2;Camille;TESTUN
    n;Secret-3;Nora;TESTUN
    n;Secret-3;Nora;TESTUN
    n;Secret-4;Nora;TESTUN`
  const before = await scene.store()
  const simulated = await users(text, { simulate: true, chunk: 1 })
  expect(simulated.told).toEqual([
    '3 unchanged',
    '4 updated',
    '5 unchanged',
    '6 created',
    '7 unchanged',
    '8 updated',
  ])
  expect(await scene.store()).toEqual(before)
  expect((await users(text)).told).toEqual(simulated.told)
  expect(await verifyPassword('Secret-4', (await secret('n')).password_hash)).toBe(true)
})
