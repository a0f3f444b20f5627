import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { nightName } from './night-name.ts'

test.each([
  ['2026-03-29', 'samedi 28 au dimanche 29 mars 2026', 'Saturday 28 to Sunday 29 March 2026'],
  ['2026-04-01', 'mardi 31 mars au mercredi 1er avril 2026', 'Tuesday 31 March to Wednesday 1 April 2026'],
  [
    '2027-01-01',
    'jeudi 31 décembre 2026 au vendredi 1er janvier 2027',
    'Thursday 31 December 2026 to Friday 1 January 2027',
  ],
])('the night before %s', (morning, french, english) => {
  const date = Temporal.PlainDate.from(morning)
  expect([nightName(date, 'fr'), nightName(date, 'en')]).toEqual([french, english])
})
