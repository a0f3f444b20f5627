import { expect, test } from 'vitest'
import { outcomeOf, RunStopped, type StopCause } from './run-outcome.ts'

const returned = { kind: 'returned', detail: { created: 12 } } as const
const cancelled: StopCause = { kind: 'cancelled', by: 'alice' }
const stopping: StopCause = { kind: 'stopping' }
const timeout: StopCause = { kind: 'timeout', minutes: 180 }

test('a batch that returns has finished, with its counters', () => {
  expect(outcomeOf(returned, null)).toEqual({
    state: 'finished',
    detail: { created: 12 },
    error: null,
    reason: null,
  })
})

test('a batch that throws has failed, with the message', () => {
  expect(outcomeOf({ kind: 'threw', error: new Error('fichier absent') }, null)).toMatchObject({
    state: 'failed',
    error: 'fichier absent',
  })
})

test('returning says that the work is done, even when the signal to stop came meanwhile', () => {
  expect(outcomeOf(returned, cancelled)).toMatchObject({ state: 'finished' })
  expect(outcomeOf(returned, stopping)).toMatchObject({ state: 'finished' })
})

test('throwing after the signal is what the signal asked for', () => {
  const threw = (cause: StopCause) => ({ kind: 'threw', error: new RunStopped(cause) }) as const
  expect(outcomeOf(threw(cancelled), cancelled)).toMatchObject({
    state: 'cancelled',
    reason: { code: 'cancelled-by', who: 'alice' },
  })
  expect(outcomeOf(threw(stopping), stopping)).toMatchObject({
    state: 'interrupted',
    reason: { code: 'server-stopped' },
  })
})

test('work that does not react to being told to stop is given up, and the reason says so', () => {
  expect(outcomeOf({ kind: 'unresponsive' }, stopping)).toMatchObject({
    state: 'interrupted',
    reason: { code: 'server-stopped', unresponsive: true },
  })
})

test('another error after the signal is kept beside the reason', () => {
  expect(outcomeOf({ kind: 'threw', error: new Error('disque plein') }, cancelled)).toMatchObject({
    state: 'cancelled',
    error: 'disque plein',
  })
})

test('a run beyond its time has failed, whatever it does', () => {
  for (const result of [returned, { kind: 'unresponsive' } as const])
    expect(outcomeOf(result, timeout)).toMatchObject({ state: 'failed' })
})

test("a run that is another's by now has no outcome here", () => {
  expect(outcomeOf(returned, { kind: 'lost' })).toBeNull()
})
