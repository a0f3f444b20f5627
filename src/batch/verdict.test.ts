import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { RecentRun } from './recent-runs.ts'
import type { RunState } from './run-state.ts'
import { planned } from './schedule/test-schedule.ts'
import { verdictOn } from './verdict.ts'

const now = Temporal.Instant.from('2026-01-06T08:00:00Z')

const nightly = {
  enabled: true,
  planned: true,
  disabledAt: null,
  schedule: planned({ time: '22:30', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }),
  nextDueAt: '2026-01-06T21:30:00Z',
  runningRun: null,
  waitingRun: null,
} satisfies Parameters<typeof verdictOn>[0]

/** Runs that ended at 05:01, 05:02… in these states, oldest first. */
function past(...states: RunState[]) {
  const runs = states.map(
    (state, index): RecentRun => ({
      id: index + 1,
      state,
      durationSeconds: 1,
      endedMs: Date.parse(`2026-01-06T05:0${index + 1}:00Z`),
    }),
  )
  return { runs, missed: null }
}

function verdict(batch: Partial<typeof nightly> | object, history = past('finished')) {
  return verdictOn({ ...nightly, ...batch }, history, now)
}

test('a batch that ran and has a next launch is on time', () => {
  expect(verdict({})).toEqual({ verdict: 'on-time', since: null })
})

test('out of service goes before everything else', () => {
  expect(verdict({ enabled: false, disabledAt: '2026-01-05T10:00:00Z', runningRun: 7 })).toEqual({
    verdict: 'off',
    since: '2026-01-05T10:00:00Z',
  })
})

test('what runs and what waits is said so', () => {
  expect(verdict({ runningRun: 7, waitingRun: 8 }).verdict).toBe('running')
  expect(verdict({ waitingRun: 8 }).verdict).toBe('waiting')
})

test('a due instant is late after a minute without launch', () => {
  expect(verdict({ nextDueAt: '2026-01-06T07:59:00Z' }).verdict).toBe('on-time')
  expect(verdict({ nextDueAt: '2026-01-06T07:58:59Z' })).toEqual({
    verdict: 'late',
    since: '2026-01-06T07:58:59Z',
  })
})

test('a batch fails since the first failure that nothing has mended', () => {
  expect(verdict({}, past('failed', 'finished', 'failed', 'interrupted'))).toEqual({
    verdict: 'failing',
    since: '2026-01-06T05:03:00.000Z',
  })
  expect(verdict({}, past('failed', 'finished')).verdict).toBe('on-time')
})

test('a cancelled run neither fails a batch nor mends it', () => {
  expect(verdict({}, past('finished', 'cancelled')).verdict).toBe('on-time')
  expect(verdict({}, past('failed', 'cancelled')).verdict).toBe('failing')
})

test('due instants missed since the last run are told', () => {
  const missed = { runId: 9, at: '2026-01-06T06:00:00Z' }
  expect(verdict({}, { ...past('finished'), missed } as never)).toEqual({
    verdict: 'missed',
    since: '2026-01-06T06:00:00Z',
  })
})

test('without any day ticked the batch runs by hand, whether or not it ever ran', () => {
  const schedule = planned({ time: '06:10', weekdays: [] })
  expect(verdict({ schedule, nextDueAt: null }, past()).verdict).toBe('by-hand')
})

test('a date that is past comes never again', () => {
  const schedule = planned({ dayOfMonth: 1, month: 1, year: 2026 })
  expect(verdict({ schedule, nextDueAt: null }).verdict).toBe('never-again')
})

test('a batch that has never run says so', () => {
  expect(verdict({}, past()).verdict).toBe('never-ran')
})
