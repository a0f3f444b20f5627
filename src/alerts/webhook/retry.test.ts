import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { nextAttempt } from './retry.ts'

test('attempts come ever more rarely, the last when a day has passed, then none', () => {
  const createdAt = Temporal.Instant.from('2026-03-28T02:00:00Z')
  const times: string[] = []
  let at: Temporal.Instant | null = createdAt
  for (let attempts = 1; at !== null; attempts++) {
    times.push(at.toString())
    at = nextAttempt(attempts, createdAt, at)
  }
  expect(times.slice(0, 5)).toEqual([
    '2026-03-28T02:00:00Z',
    '2026-03-28T02:00:30Z',
    '2026-03-28T02:01:30Z',
    '2026-03-28T02:03:30Z',
    '2026-03-28T02:07:30Z',
  ])
  expect(times.at(-1)).toBe('2026-03-29T02:00:00Z')
  expect(times).toHaveLength(15)
})
