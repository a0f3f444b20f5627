import { expect, test } from 'vitest'
import { matches } from '../../src/learning/sync/file-pattern.ts'

// Patterns are settings, names come with whatever is dropped: neither may keep the server busy.

test('a pattern of many stars against a long name is answered at once', () => {
  const pattern = `${'*a'.repeat(60)}*b`
  const before = performance.now()
  expect(matches(pattern, 'a'.repeat(200))).toBe(false)
  expect(matches(pattern, `${'a'.repeat(199)}b`)).toBe(true)
  expect(performance.now() - before).toBeLessThan(100)
})

test.each([
  ['*.csv', 'users.csv', true],
  ['*.csv', 'users.CSV', false],
  ['*.csv', 'a/users.csv', false],
  ['a/*.csv', 'a/users.csv', true],
  ['*/users.csv', 'a/users.csv', true],
  ['u*s.csv', 'us.csv', true],
  ['us*s.csv', 'us.csv', false],
  ['u*er*.csv', 'users.csv', true],
  ['u*er*s.csv', 'user.csv', false],
  ['photos*.zip', 'photos-2026.ZIP', true],
  ['photos*.zip', 'photos', false],
  ['u[s]*.csv', 'us.csv', false],
  ['u.*', 'us', false],
  ['**', 'a', true],
])('%s takes %s: %s', (pattern, name, taken) => {
  expect(matches(pattern, name)).toBe(taken)
})
