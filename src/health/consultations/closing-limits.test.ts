import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { closingLimits } from './closing-limits.ts'

test('before the midnight of the establishment, also on the day when the clocks change', () => {
  const openedBefore = (now: string) =>
    closingLimits(Temporal.Instant.from(now), 'Europe/Paris', 60).openedBefore.toString()
  expect(openedBefore('2026-06-15T02:00:00Z')).toBe('2026-06-14T22:00:00Z')
  expect(openedBefore('2026-06-14T22:30:00Z')).toBe('2026-06-14T22:00:00Z')
  expect(openedBefore('2026-03-29T03:00:00Z')).toBe('2026-03-28T23:00:00Z')
  expect(openedBefore('2026-10-25T03:00:00Z')).toBe('2026-10-24T22:00:00Z')
})

test('without activity for so many minutes', () => {
  const now = Temporal.Instant.from('2026-06-15T02:00:00Z')
  expect(closingLimits(now, 'Europe/Paris', 90).inactiveSince.toString()).toBe('2026-06-15T00:30:00Z')
})
