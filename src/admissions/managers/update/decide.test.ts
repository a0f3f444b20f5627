import { expect, test } from 'vitest'
import type { DirectoryEntry } from '../directory/directory.ts'
import { decideManagers, type KnownPerson } from './decide.ts'

const person = (login: string, more: Partial<KnownPerson> = {}): KnownPerson => ({
  login,
  label: `Testun ${login}`,
  mail: `${login}@example.org`,
  inService: true,
  administrator: false,
  lastLook: 'found',
  ...more,
})
const entry = (login: string, more: Partial<DirectoryEntry> = {}): DirectoryEntry => ({
  logins: [login],
  displayName: `Testun ${login}`,
  mail: `${login}@example.org`,
  ...more,
})
const logins = (count: number) => Array.from({ length: count }, (_, at) => `p${at}`)

function decided(persons: readonly KnownPerson[], entries: readonly DirectoryEntry[], technical = '') {
  const decision = decideManagers(persons, entries, technical)
  if (!decision.ok) throw new Error(decision.why)
  return decision
}

test('nobody whose entry says the same is changed', () => {
  expect(decided([person('a'), person('b')], [entry('a'), entry('b', { logins: ['B'] })]).changes).toEqual([])
})

test('fault 3.16: a person disabled by mistake is enabled again, though nothing else changed', () => {
  const { enabled, updated, changes } = decided(
    [person('a', { inService: false, lastLook: 'absent' }), person('b')],
    [entry('a'), entry('b')],
  )
  expect([enabled, updated, changes]).toEqual([['a'], [], [expect.objectContaining({ inService: true })]])
})

test('fault 3.16: an empty answer disables nobody, however few there are', () => {
  expect(decideManagers([person('a'), person('b')], [], '')).toMatchObject({ ok: false })
  expect(decideManagers([], [], '')).toMatchObject({ ok: true, changes: [] })
})

test('more than a fifth of those in service, from five on, is too many; a fifth is not', () => {
  const someAbsent = (all: number, absent: number) => {
    const entries = logins(all).map((login) => entry(login))
    return decideManagers(
      logins(all).map((login) => person(login)),
      entries.slice(absent),
      '',
    )
  }
  expect(someAbsent(10, 4)).toMatchObject({ ok: true, disabled: logins(4) })
  expect(someAbsent(25, 5)).toMatchObject({ ok: true, disabled: logins(5) })
  expect(someAbsent(24, 5)).toMatchObject({ ok: false, why: expect.stringContaining('5 personnes sur 24') })
  expect(someAbsent(100, 20)).toMatchObject({ ok: true, disabled: logins(20) })
  expect(someAbsent(100, 21)).toMatchObject({
    ok: false,
    why: expect.stringContaining('21 personnes sur 100'),
  })
})

test('the technical administrator and the last administrators stay in service; another one may go', () => {
  const chief = person('chef', { administrator: true })
  const second = person('second', { administrator: true })
  const others = [person('a'), entry('a')] as const
  expect(decided([chief, others[0]], [others[1]])).toMatchObject({ disabled: [], kept: ['chef'] })
  expect(decided([chief, second, others[0]], [others[1], entry('chef')])).toMatchObject({
    disabled: ['second'],
    kept: [],
  })
  expect(decided([chief, second, others[0]], [others[1], entry('chef')], 'Second')).toMatchObject({
    disabled: [],
    kept: ['second'],
  })
})

test.each([
  ['without a name', { displayName: ' ' }],
  ['with a name too long', { displayName: 'x'.repeat(256) }],
  ['with a mail too long', { mail: `${'x'.repeat(255)}@example.org` }],
  ['with a NUL', { displayName: 'Testun\u0000' }],
])('an entry %s is invalid, named by login, and changes nobody', (_, more) => {
  const { invalid, changes } = decided([person('a'), person('b')], [entry('a', more), entry('b')])
  expect(invalid).toEqual([{ login: 'a', why: expect.any(String) }])
  expect(changes).toEqual([expect.objectContaining({ login: 'a', look: 'invalid', inService: true })])
})

test('two entries of one login are told, not chosen from', () => {
  const { invalid } = decided([person('a'), person('b')], [entry('a'), entry('A'), entry('b')])
  expect(invalid).toEqual([{ login: 'a', why: 'plusieurs entrées de cet identifiant' }])
})
