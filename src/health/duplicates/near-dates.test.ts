import fc from 'fast-check'
import { expect, test } from 'vitest'
import { areNear, dateNumber } from './near-dates.ts'

test.for([
  ['2005-03-14', '2005-03-15', true, 'one digit'],
  ['2005-03-14', '2006-03-14', true, 'one digit of the year'],
  ['2005-03-14', '1005-03-14', true, 'the first digit of the year'],
  ['2005-03-04', '2005-04-03', true, 'day and month exchanged'],
  ['2005-03-04', '2006-04-03', false, 'exchanged, but in another year'],
  ['2005-03-14', '2005-03-25', false, 'two digits'],
  ['2005-03-14', '2005-04-13', false, 'two digits, no exchange'],
  ['2005-03-14', '2005-03-14', false, 'equal is not near'],
] as const)('%s, %s: %s (%s)', ([a, b, near]) => {
  expect(areNear(dateNumber(a), dateNumber(b))).toBe(near)
  expect(areNear(dateNumber(b), dateNumber(a))).toBe(near)
})

test('property: as the rule says it, on the eight digits', () => {
  const date = fc
    .record({
      year: fc.integer({ min: 1998, max: 2012 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    .map(({ year, month, day }) => year * 10_000 + month * 100 + day)
  fc.assert(
    fc.property(date, date, (a, b) => {
      const [one, other] = [digits(a), digits(b)]
      const differing = [...one].filter((digit, index) => digit !== other[index]).length
      const exchanged = one.slice(0, 2) === other.slice(2, 4) && one.slice(2, 4) === other.slice(0, 2)
      const sameYear = one.slice(4) === other.slice(4)
      expect(areNear(a, b)).toBe(a !== b && (differing === 1 || (exchanged && sameYear)))
    }),
    { numRuns: 2000 },
  )
})

/** ddMMyyyy */
function digits(date: number): string {
  const text = String(date)
  return text.slice(6) + text.slice(4, 6) + text.slice(0, 4)
}
