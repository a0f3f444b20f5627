import { expect, test } from 'vitest'
import { checkPeriod } from './check-period.ts'
import { listTexts } from './texts.ts'

test.each([
  [0, '00 sec'],
  [45_000, '45 sec'],
  [60_000, '01 min'],
  [150_000, '02 min, 30 sec'],
])('a check period of %i ms reads « %s »', (milliseconds, words) => {
  expect(checkPeriod(milliseconds, listTexts.fr.checks)).toBe(words)
})
