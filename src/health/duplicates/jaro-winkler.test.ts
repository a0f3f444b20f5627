import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jaroWinkler } from './jaro-winkler.ts'

// Winkler's own examples (1990), to three decimals; DIXON and MARTHA stand in every description since.
test.for([
  ['MARTHA', 'MARHTA', 0.961],
  ['DWAYNE', 'DUANE', 0.84],
  ['DIXON', 'DICKSONX', 0.813],
  ['TESTUN', 'TESTUM', 0.933],
  ['MARIE', 'MARINE', 0.967],
  ['ZOE', 'CHLOE', 0],
  ['ABC', 'ABC', 1],
  ['', '', 0],
  ['', 'A', 0],
] as const)('%s, %s: %d', ([a, b, similarity]) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(similarity, 3)
})

test('property: between 0 and 1, the same both ways, 1 only for equals', () => {
  const name = fc.stringMatching(/^[A-E]{1,9}$/)
  fc.assert(
    fc.property(name, name, (a, b) => {
      const similarity = jaroWinkler(a, b)
      expect(similarity).toBeGreaterThanOrEqual(0)
      expect(similarity).toBeLessThanOrEqual(1)
      expect(similarity === 1).toBe(a === b)
      expect(jaroWinkler(b, a)).toBe(similarity)
    }),
  )
})

test('names longer than usual', () => {
  expect(jaroWinkler('A'.repeat(200), `${'A'.repeat(199)}B`)).toBeGreaterThan(0.99)
})
