import { expect, test } from 'vitest'
import { longDuration } from './long-duration.ts'

test.each([
  [0, '0min 0sec'],
  [3_543, '59min 3sec'],
  [6_000, '100min 0sec'],
  [93_600, '1560min 0sec'],
])('%i seconds read « %s » in a history', (seconds, words) => {
  expect(longDuration(seconds)).toBe(words)
})
