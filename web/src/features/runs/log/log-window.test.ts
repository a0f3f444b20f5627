import { expect, test } from 'vitest'
import type { RunLine, RunLines } from '../calls/lines-query.ts'
import { windowOfEnd, windowOfStart, withNewer, withOlder } from './log-window.ts'

const lines = (first: number, last: number): RunLine[] =>
  Array.from({ length: last - first + 1 }, (_, place) => ({
    seq: first + place,
    at: '2026-11-21T04:00:00Z',
    level: 'info',
    message: `ligne ${first + place}`,
  }))
const answer = (first: number, last: number, more: boolean, lastSeq = 100_000): RunLines => ({
  lines: lines(first, last),
  more,
  lastSeq,
})
const ends = ({ lines }: { lines: readonly RunLine[] }) => [lines[0]?.seq, lines.at(-1)?.seq, lines.length]

test('a long log opens at its end, with earlier lines left to ask for', () => {
  const window = windowOfEnd(answer(99_501, 100_000, true))
  expect(ends(window)).toEqual([99_501, 100_000, 500])
  expect(window).toMatchObject({ olderLeft: true, atEnd: true, seen: 100_000 })
})

test('its beginning knows that there is more', () => {
  expect(windowOfStart(answer(1, 500, true))).toMatchObject({ olderLeft: false, atEnd: false, seen: 500 })
  expect(windowOfStart(answer(1, 20, false, 20))).toMatchObject({ atEnd: true, seen: 20 })
})

test('reading back lets go of the end once two thousand lines are on the screen', () => {
  let window = windowOfEnd(answer(99_501, 100_000, true))
  for (const first of [99_001, 98_501, 98_001]) window = withOlder(window, answer(first, first + 499, true))
  expect(ends(window)).toEqual([98_001, 100_000, 2_000])
  expect(window.atEnd).toBe(true)
  window = withOlder(window, answer(97_501, 98_000, true))
  expect(ends(window)).toEqual([97_501, 99_500, 2_000])
  expect(window).toMatchObject({ atEnd: false, seen: 99_500 })
})

test('what is written meanwhile comes under the end, each line once', () => {
  const window = withNewer(windowOfEnd(answer(1, 3, false, 3)), answer(3, 5, false, 5))
  expect(ends(window)).toEqual([1, 5, 5])
  expect(window).toMatchObject({ atEnd: true, seen: 5 })
})

test('lines that the filter does not want are not looked at twice', () => {
  const window = withNewer(windowOfEnd(answer(1, 3, false, 3)), { lines: [], more: false, lastSeq: 80 })
  expect(ends(window)).toEqual([1, 3, 3])
  expect(window.seen).toBe(80)
})
