import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { dueSummary } from './due-summary.ts'

const zone = 'Europe/Paris'
const due = (now: string, time: string, since: string | null = null) => {
  const found = dueSummary(
    Temporal.Instant.from(now),
    time,
    zone,
    since === null ? null : Temporal.Instant.from(since),
  )
  return found === null ? null : `${found.date} ${found.dueAt}`
}

test('due from its time on until noon', () => {
  expect(due('2026-06-15T05:29:59Z', '07:30')).toBeNull()
  expect(due('2026-06-15T05:30:00Z', '07:30')).toBe('2026-06-15 2026-06-15T05:30:00Z')
  expect(due('2026-06-15T10:00:00Z', '07:30')).toBe('2026-06-15 2026-06-15T05:30:00Z')
  expect(due('2026-06-15T10:00:01Z', '07:30')).toBeNull()
})

test('a time of the afternoon may be an hour late', () => {
  expect(due('2026-06-15T15:59:00Z', '17:00')).toBe('2026-06-15 2026-06-15T15:00:00Z')
  expect(due('2026-06-15T16:01:00Z', '17:00')).toBeNull()
})

test('on the day of the spring change the hour is the civil one; a time that is skipped comes when the jump ends', () => {
  expect(due('2026-03-28T06:30:00Z', '07:30')).toBe('2026-03-28 2026-03-28T06:30:00Z')
  expect(due('2026-03-29T05:29:00Z', '07:30')).toBeNull()
  expect(due('2026-03-29T05:30:00Z', '07:30')).toBe('2026-03-29 2026-03-29T05:30:00Z')
  expect(due('2026-03-29T00:59:00Z', '02:30')).toBeNull()
  expect(due('2026-03-29T01:00:00Z', '02:30')).toBe('2026-03-29 2026-03-29T01:00:00Z')
})

test('in autumn a time that comes twice is the first, and the second is the same morning', () => {
  expect(due('2026-10-25T00:30:00Z', '02:30')).toBe('2026-10-25 2026-10-25T00:30:00Z')
  expect(due('2026-10-25T01:30:00Z', '02:30')).toBe('2026-10-25 2026-10-25T00:30:00Z')
})

test('who subscribes after the hour waits until the next morning', () => {
  expect(due('2026-06-15T07:00:00Z', '07:30', '2026-06-15T06:59:00Z')).toBeNull()
  expect(due('2026-06-15T07:00:00Z', '07:30', '2026-06-15T05:00:00Z')).not.toBeNull()
})
