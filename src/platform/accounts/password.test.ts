import { argon2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, needsRehash, verifyPassword } from './password.ts'
import { passwordFaults } from './password-rules.ts'

test('a hash says how it was made, with salt of its own, in the PHC format', async () => {
  const [one, other] = await Promise.all([hashPassword('quatre chevaux'), hashPassword('quatre chevaux')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  expect(one).not.toBe(other)
  expect(await verifyPassword('quatre chevaux', one)).toBe(true)
  expect(await verifyPassword('quatre chevaus', one)).toBe(false)
  expect(needsRehash(one)).toBe(false)
})

test('the same letters composed otherwise are the same password', async () => {
  const hash = await hashPassword('été à la plage'.normalize('NFD'))
  expect(await verifyPassword('été à la plage'.normalize('NFC'), hash)).toBe(true)
})

test('nothing verifies against no hash, or against what is not one', async () => {
  expect(await verifyPassword('', null)).toBe(false)
  expect(await verifyPassword('x', 'plain text')).toBe(false)
})

test('a hash with other parameters is verified with them and asks to be made anew', async () => {
  const tag = argon2Sync('argon2id', {
    message: 'quatre chevaux',
    nonce: Buffer.alloc(16, 1),
    memory: 4096,
    passes: 3,
    parallelism: 1,
    tagLength: 32,
  })
  const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const stored = `$argon2id$v=19$m=4096,t=3,p=1$${plain(Buffer.alloc(16, 1))}$${plain(tag)}`
  expect(await verifyPassword('quatre chevaux', stored)).toBe(true)
  expect(needsRehash(stored)).toBe(true)
})

const context = {
  login: 'jtestun',
  name: 'Jeanne Testun-Fictive',
  email: 'jeanne.testun@example.org',
  establishment: "Université d'Exempleville",
}
const refusals = (password: string) =>
  passwordFaults(password, context).map(({ fr }) => fr.split(' ', 2).join(' '))

test.each([
  ['court', ['Au moins']],
  ['', ['Au moins']],
  ['x'.repeat(5) + 'yz'.repeat(98), ['Au plus']],
  ['jtestun202611', ['Pas votre']],
  ['JeanneTestun1!', ['Pas votre']],
  ['jeanne.testun@example.org', ['Pas votre']],
  ['Exempleville2026', ['Pas le']],
  ['Nocturne-2026', ['Pas le']],
  ['MotDePasse2026', ['Trop courant']],
  ['P@ssw0rd12345', ['Trop courant']],
  ['azertyuiop123', ['Trop courant']],
  ['aaaaaaaaaaaaaa', ['Trop courant']],
  ['abcabcabcabcabc', ['Trop courant']],
  ['123456789012', ['Trop courant']],
])('%s is refused: %o', (password, expected) => {
  expect(refusals(password)).toEqual(expected)
})

test.each([
  'quatre chevaux agrafent bien',
  'correct horse battery staple',
  'Jeanne mange du boudin le mardi',
  'kjhqsdf7sdfhqs',
  'ключ от старой двери',
])('%s is taken', (password) => {
  expect(refusals(password)).toEqual([])
})
