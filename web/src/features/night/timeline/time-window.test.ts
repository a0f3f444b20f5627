import { expect, test } from 'vitest'
import type { Lane, Night } from '../night-query.ts'
import { at, testRun } from './test-run.ts'
import { busyHours, hourMarks, runSpan, wholeNight } from './time-window.ts'

// Noon to noon in Paris, in winter.
const from = '2026-11-20T11:00:00Z'
const to = '2026-11-21T11:00:00Z'

function night(lanes: Partial<Lane>[], now = '2026-11-21T18:00:00Z') {
  return { from, to, now, lanes: lanes.map((lane) => ({ due: [], runs: [], ...lane })) } as unknown as Night
}

const hours = (window: { fromMs: number; toMs: number }) => [
  new Date(window.fromMs).toISOString().slice(11, 16),
  new Date(window.toMs).toISOString().slice(11, 16),
]

test('the axis is zoomed on whole hours around what ran and was due', () => {
  const busy = busyHours(night([{ runs: [testRun({ id: 1 })] }, { due: [at('07:50:00')] }]))
  expect(hours(busy)).toEqual(['02:00', '09:00'])
})

test('a single short run gets three hours, not a few minutes', () => {
  const busy = busyHours(
    night([{ runs: [testRun({ id: 1, startedAt: at('03:20:00'), endedAt: at('03:20:05') })] }]),
  )
  expect(hours(busy)).toEqual(['02:00', '05:00'])
})

test('the night in progress shows the present', () => {
  const busy = busyHours(night([{ due: [at('02:00:00')] }], at('08:30:00')))
  expect(hours(busy)).toEqual(['01:00', '09:00'])
})

test('never beyond the night, and all of it where nothing happened', () => {
  expect(hours(busyHours(night([{ due: [from, to] }])))).toEqual(['11:00', '11:00'])
  expect(busyHours(night([]))).toEqual(wholeNight(night([])))
})

test('hour marks leave room for their words', () => {
  const whole = wholeNight(night([]))
  expect(hourMarks(whole, whole.fromMs, 2_000)).toHaveLength(25)
  expect(hourMarks(whole, whole.fromMs, 400)).toHaveLength(7)
})

test('a run lies from its start to its end, or to the present; what never started has no length', () => {
  const nowMs = Date.parse(at('03:30:00'))
  const span = (run: Parameters<typeof testRun>[0]) => {
    const { startMs, endMs } = runSpan(testRun(run), nowMs)
    return (endMs - startMs) / 1_000
  }
  expect(span({ id: 1 })).toBe(10)
  expect(span({ id: 1, state: 'running', endedAt: null })).toBe(1_800)
  expect(span({ id: 1, state: 'queued', startedAt: null, endedAt: null })).toBe(1_800)
  expect(span({ id: 1, state: 'skipped', startedAt: null, endedAt: at('03:20:00') })).toBe(0)
})
