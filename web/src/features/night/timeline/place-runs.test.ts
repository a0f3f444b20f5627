import { expect, test } from 'vitest'
import type { NightRun } from '../night-query.ts'
import { missedDues } from './dues.ts'
import { placeRuns } from './place-runs.ts'
import { at, testRun } from './test-run.ts'

// Ten hours on 1000 px: 100 px an hour.
const window = { fromMs: Date.parse(at('00:00:00')), toMs: Date.parse(at('10:00:00')) }
const place = (runs: NightRun[], nowMs = window.toMs) => placeRuns(runs, window, nowMs, 1_000)

const every5Minutes = (count: number, given: Partial<NightRun> = {}) =>
  Array.from({ length: count }, (_, index) => {
    const startedAt = new Date(Date.parse(at('03:00:00')) + index * 300_000).toISOString()
    return testRun({ id: index + 1, startedAt, queuedAt: startedAt, endedAt: startedAt, ...given })
  })

test('a bar lies where its run does, and is wide enough to be hit', () => {
  expect(place([testRun({ id: 1, endedAt: at('05:00:00') })])).toMatchObject([{ leftPx: 300, widthPx: 200 }])
  expect(place([testRun({ id: 1 })])).toMatchObject([{ leftPx: 300, widthPx: 24 }])
})

test('ordinary runs that follow each other closely share a bar', () => {
  const bars = place(every5Minutes(3))
  expect(bars.map(({ runs }) => runs.length)).toEqual([3])
})

test('one that failed keeps its own bar among them, and covers none', () => {
  const runs = every5Minutes(5)
  runs[2] = { ...runs[2]!, state: 'failed' }
  const bars = place(runs)
  expect(bars.map(({ runs }) => runs.map(({ state }) => state))).toEqual([
    ['finished', 'finished'],
    ['failed'],
    ['finished', 'finished'],
  ])
  for (const [index, bar] of bars.entries())
    if (index > 0)
      expect(bar.leftPx).toBeGreaterThanOrEqual(bars[index - 1]!.leftPx + bars[index - 1]!.widthPx)
})

test('the wait before a late start is shown, and where it would have ended by habit', () => {
  const late = testRun({
    id: 1,
    dueAt: at('02:00:00'),
    endedAt: at('05:00:00'),
    abnormallyLong: true,
    medianSeconds: 3_600,
  })
  expect(place([late])).toMatchObject([{ waitFromPx: 200, leftPx: 300, habitPx: 400 }])
})

test('a short run of this very moment does not reach into the future', () => {
  const nowMs = Date.parse(at('03:00:12'))
  const [bar] = place([testRun({ id: 1 })], nowMs)
  expect(bar!.leftPx + bar!.widthPx).toBeLessThanOrEqual(301)
})

test('a due instant that no run answers is missed once its time has come', () => {
  const lane = {
    due: [at('01:00:00'), at('03:00:00'), at('09:00:00')],
    runs: [testRun({ id: 1, dueAt: '2026-11-21T04:00:00+01:00' })],
  }
  expect(missedDues(lane, Date.parse(at('05:00:00')))).toEqual([at('01:00:00')])
})
