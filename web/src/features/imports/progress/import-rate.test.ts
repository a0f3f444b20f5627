import { expect, test } from 'vitest'
import { rateOf } from './import-rate.ts'

test('the rate is what was done over the time it took', () => {
  expect(
    rateOf([
      { atMs: 0, done: 1_000 },
      { atMs: 1_000, done: 2_000 },
      { atMs: 4_000, done: 9_000 },
    ]),
  ).toBe(2_000)
})

test('nothing is said before it can be known, nor while nothing moves', () => {
  expect(rateOf([])).toBeNull()
  expect(
    rateOf([
      { atMs: 0, done: 0 },
      { atMs: 500, done: 900 },
    ]),
  ).toBeNull()
  expect(
    rateOf([
      { atMs: 0, done: 5 },
      { atMs: 9_000, done: 5 },
    ]),
  ).toBeNull()
})
