import { expect, test } from 'vitest'
import { unexplainedFalls } from './unexplained-fall.ts'

test.each([
  ['a fifth is no fall', 100, 80, 0, false],
  ['more than a fifth is one', 100, 79, 0, true],
  ['unless merges explain it', 100, 79, 1, false],
  ['all of few', 1, 0, 0, true],
  ['none before', 0, 0, 0, false],
  ['more than before', 100, 120, 0, false],
])('%s', (_, before, after, merged, falls) => {
  expect(unexplainedFalls([{ year: 2025, before, after, merged }])).toHaveLength(falls ? 1 : 0)
})
