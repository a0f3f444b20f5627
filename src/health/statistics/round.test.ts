import { expect, test } from 'vitest'
import { meantBy, rounded } from './round.ts'

test.each([
  [0, 0],
  [11, 10],
  [12, 10],
  [13, 15],
  [17, 15],
  [18, 20],
  [102, 100],
])('%i is sent as %i', (count, sent) => {
  expect(rounded(count)).toBe(sent)
})

test('a published figure stands for every count that rounds to it, the masked ones apart', () => {
  for (let published = 0; published <= 100; published += 5) {
    const { lo, hi } = meantBy(published, 11)
    const counts = Array.from({ length: 110 }, (_, count) => count).filter(
      (count) => (count === 0 || count >= 11) && rounded(count) === published,
    )
    if (counts.length > 0) expect([lo, hi]).toEqual([counts[0], counts.at(-1)])
  }
})
