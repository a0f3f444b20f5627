import { expect, test } from 'vitest'
import { calmPulls } from './calm-pulls.ts'

const pull = (at: string, taken: readonly string[] = [], left = 0) => ({
  at,
  runId: null,
  taken: [...taken],
  left,
  quarantined: 0,
  blocked: null,
})

test('pulls in a row that had nothing to do are one row, which says since when', () => {
  const pulls = [pull('6'), pull('5'), pull('4', ['a.csv']), pull('3'), pull('2', [], 1), pull('1')]
  expect(calmPulls(pulls).map(({ pull: { at }, count, since }) => [at, count, since])).toEqual([
    ['6', 2, '5'],
    ['4', 1, '4'],
    ['3', 1, '3'],
    ['2', 1, '2'],
    ['1', 1, '1'],
  ])
})
