import { expect, test } from 'vitest'
import { endOfDay, startOfDay } from './zoned-day.ts'

const zone = 'Europe/Paris'

test('a day begins and ends at midnight of the establishment', () => {
  expect(startOfDay('2026-11-21', zone)).toBe('2026-11-20T23:00:00.000Z')
  expect(endOfDay('2026-11-21', zone)).toBe('2026-11-21T23:00:00.000Z')
})

test('the day of the spring change has 23 hours, that of the autumn change 25', () => {
  expect([startOfDay('2026-03-29', zone), endOfDay('2026-03-29', zone)]).toEqual([
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ])
  expect([startOfDay('2026-10-25', zone), endOfDay('2026-10-25', zone)]).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ])
})

test('a zone behind UTC, and what is no day', () => {
  expect(startOfDay('2026-07-01', 'America/Martinique')).toBe('2026-07-01T04:00:00.000Z')
  expect(startOfDay('', zone)).toBeUndefined()
  expect(startOfDay('2026-7-1', zone)).toBeUndefined()
})
