import { expect, test } from 'vitest'
import { type HoldingRun, type WaitingRun, whoMayStart } from './who-may-start.ts'

function waiting(id: number, batchCode: string, what: Partial<WaitingRun> = {}): WaitingRun {
  return { id, batchCode, resources: [], takesPlace: true, priority: 0, sinceMs: id, ...what }
}

function running(batchCode: string, ...resources: string[]): HoldingRun {
  return { batchCode, resources }
}

function verdicts(...args: Parameters<typeof whoMayStart>): string[] {
  return whoMayStart(...args).map((one) =>
    one.verdict === 'wait'
      ? `${one.id} waits for ${one.behind}${one.resource ? ` (${one.resource})` : ''}`
      : `${one.id} ${one.verdict}`,
  )
}

test('runs of different batches start together', () => {
  expect(verdicts([waiting(1, 'A'), waiting(2, 'B')], [running('C')], 5)).toEqual(['1 start', '2 start'])
})

test('a batch never runs twice at once', () => {
  expect(verdicts([waiting(1, 'A')], [running('A')], 5)).toEqual(['1 waits for A'])
  expect(verdicts([waiting(1, 'A'), waiting(2, 'A')], [], 5)).toEqual(['1 start', '2 waits for A'])
})

test('runs that name the same resource take turns', () => {
  const students = { resources: ['students'] }
  expect(verdicts([waiting(1, 'A', students)], [running('IMP_QUO', 'students')], 5)).toEqual([
    '1 waits for IMP_QUO (students)',
  ])
  expect(verdicts([waiting(1, 'A', students), waiting(2, 'B', students)], [], 5)).toEqual([
    '1 start',
    '2 waits for A (students)',
  ])
})

test('the order is priority, then waiting time, then code', () => {
  const ids = whoMayStart(
    [
      waiting(1, 'D', { sinceMs: 20 }),
      waiting(2, 'C', { sinceMs: 10 }),
      waiting(3, 'B', { sinceMs: 10 }),
      waiting(4, 'A', { sinceMs: 30, priority: 1 }),
    ],
    [],
    9,
  ).map((one) => one.id)
  expect(ids).toEqual([4, 3, 2, 1])
})

test('a node that is full leaves runs to other nodes', () => {
  expect(verdicts([waiting(1, 'A'), waiting(2, 'B')], [], 1)).toEqual(['1 start', '2 elsewhere'])
})

test('housekeeping starts when every place is taken', () => {
  expect(verdicts([waiting(1, 'CLEAN', { takesPlace: false })], [running('A')], 0)).toEqual(['1 start'])
})

test('a run that needs two resources keeps its turn on both', () => {
  expect(
    verdicts(
      [waiting(1, 'BOTH', { resources: ['a', 'b'] }), waiting(2, 'ONLY_B', { resources: ['b'] })],
      [running('HOLDER', 'a')],
      5,
    ),
  ).toEqual(['1 waits for HOLDER (a)', '2 waits for BOTH (b)'])
})
