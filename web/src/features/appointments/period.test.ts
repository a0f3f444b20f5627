import { expect, test } from 'vitest'
import { dayOf, instantOf, spanOf } from './period.ts'

const paris = 'Europe/Paris'

test.each([
  ['2026-03-11', '14:30', '2026-03-11T13:30:00.000Z'],
  ['2026-07-11', '00:00', '2026-07-10T22:00:00.000Z'],
  // The day on which spring begins has 23 hours, the one on which winter does 25.
  ['2026-03-29', '14:30', '2026-03-29T12:30:00.000Z'],
  ['2026-03-29', '01:30', '2026-03-29T00:30:00.000Z'],
  ['2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25', '14:30', '2026-10-25T13:30:00.000Z'],
])('%s at %s in Paris is %s', (day, time, instant) => {
  expect(instantOf(day, time, paris)).toBe(instant)
})

test('what is no day or time is none', () => {
  expect(instantOf('', '14:30', paris)).toBeUndefined()
  expect(instantOf('2026-03-11', '', paris)).toBeUndefined()
})

test('a week is seven days from today on; the past is read backwards', () => {
  expect(spanOf('week', '2026-03-09', paris)).toEqual({
    from: '2026-03-08T23:00:00.000Z',
    until: '2026-03-15T23:00:00.000Z',
    order: 'asc',
  })
  expect(spanOf('past', '2026-03-09', paris)).toEqual({
    from: undefined,
    until: '2026-03-08T23:00:00.000Z',
    order: 'desc',
  })
  expect(dayOf('2026-03-08T23:00:00Z', paris)).toBe('2026-03-09')
})
