import { expect, test } from 'vitest'
import { rateOf, remainingMs } from './progress-rate.ts'

test('a rate needs two looks that are far enough apart', () => {
  expect(rateOf([])).toBeNull()
  expect(rateOf([{ at: 0, done: 10 }])).toBeNull()
  expect(
    rateOf([
      { at: 0, done: 0 },
      { at: 500, done: 400 },
    ]),
  ).toBeNull()
  expect(
    rateOf([
      { at: 0, done: 0 },
      { at: 4_000, done: 3_200 },
    ]),
  ).toBe(800)
})

test('the remaining time follows the rate, and is unknown without a total or a pace', () => {
  expect(remainingMs({ done: 16_000, total: 48_000, phase: null }, 800)).toBe(40_000)
  expect(remainingMs({ done: 16_000, total: null, phase: null }, 800)).toBeNull()
  expect(remainingMs({ done: 16_000, total: 48_000, phase: null }, 0)).toBeNull()
  expect(remainingMs({ done: 50_000, total: 48_000, phase: null }, 800)).toBe(0)
})
