import { expect, test } from 'vitest'
import { groupPairs, type OpenPair } from './pair-groups.ts'

const pair = (id: number, a: number, b: number, score: number, state: OpenPair['state'] = 'new') => ({
  id,
  a,
  b,
  score,
  state,
})

test('15: three records of one person are one group of three, known by its best pair', () => {
  const groups = groupPairs([pair(1, 10, 11, 60), pair(2, 20, 21, 90), pair(3, 11, 12, 85)])
  expect(groups.map(({ head, records }) => [head.id, records])).toEqual([
    [2, [20, 21]],
    [3, [10, 11, 12]],
  ])
})

test('a group with a new pair is known by it, however good the pairs that wait for later', () => {
  const [group] = groupPairs([pair(1, 1, 2, 90, 'later'), pair(2, 2, 3, 50)])
  expect(group!.head.id).toBe(2)
  expect(group!.pairs.map(({ id }) => id)).toEqual([1, 2])
  expect(groupPairs([pair(1, 1, 2, 90, 'later')])[0]!.head.state).toBe('later')
  expect(groupPairs([])).toEqual([])
})

test('equal scores keep the order of their numbers; long chains are one group', () => {
  const chain = Array.from({ length: 500 }, (_, index) => pair(index + 1, index, index + 1, 70))
  expect(groupPairs(chain.toReversed())).toMatchObject([{ head: { id: 1 } }])
  expect(groupPairs([pair(9, 1, 2, 70), pair(4, 5, 6, 70)]).map(({ head }) => head.id)).toEqual([4, 9])
})
