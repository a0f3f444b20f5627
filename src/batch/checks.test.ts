import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type CheckingNode, checkState } from './checks.ts'

const minute: CheckingNode = {
  name: 'paris',
  periodMs: 60_000,
  startedAt: '2026-01-05T08:00:00Z',
  checkStartedAt: '2026-01-05T10:00:00Z',
  checkEndedAt: '2026-01-05T10:00:01Z',
}

function at(time: string, ...nodes: CheckingNode[]) {
  return checkState(nodes, Temporal.Instant.from(`2026-01-05T${time}Z`))
}

test('between two looks the check is on time', () => {
  expect(at('10:00:59', minute)).toEqual({
    state: 'on-time',
    periodMs: 60_000,
    lastAt: '2026-01-05T10:00:00Z',
    nextAt: '2026-01-05T10:01:00Z',
    lateSince: null,
  })
})

test('a look that should have begun is late, after a few seconds of grace', () => {
  expect(at('10:01:05', minute).state).toBe('on-time')
  expect(at('10:01:06', minute)).toMatchObject({ state: 'late', lateSince: '2026-01-05T10:01:00Z' })
})

test('nobody checks when three periods have passed without a look', () => {
  expect(at('10:03:00', minute).state).toBe('late')
  expect(at('10:03:01', minute)).toMatchObject({ state: 'nobody', lastAt: '2026-01-05T10:00:00Z' })
})

test('without a living node that schedules nobody checks', () => {
  expect(at('10:00:10').state).toBe('nobody')
  expect(at('10:00:10', { ...minute, periodMs: null }).state).toBe('nobody')
})

test('the node that looked last speaks for all', () => {
  const other = { ...minute, name: 'lyon', checkStartedAt: '2026-01-05T09:00:00Z' }
  expect(at('10:00:10', other, minute).state).toBe('on-time')
})

test('a node that has just started has not looked yet, and is not late', () => {
  const fresh = { ...minute, startedAt: '2026-01-05T10:00:00Z', checkStartedAt: null, checkEndedAt: null }
  expect(at('10:00:30', fresh)).toMatchObject({
    state: 'on-time',
    lastAt: null,
    nextAt: '2026-01-05T10:01:00Z',
  })
})
