import { expect, test } from 'vitest'
import type { Batch } from '../../../../../src/api/schemas/batches.ts'
import { firstColumns, knownColumns, readSort, sortBatches, sortText } from './list-columns.ts'

const batch = (code: string, more: Partial<Batch> = {}): Batch =>
  ({ code, application: 'core', enabled: true, requested: false, nextDueAt: null, ...more }) as Batch
const label = ({ code }: Batch) => `Libellé de ${code}`
const codes = (batches: readonly Batch[], sort: string) =>
  sortBatches(batches, readSort(sort), label, 'fr-FR').map(({ code }) => code)

test('the six columns of the documents come first, in their order', () => {
  expect(firstColumns).toEqual(['code', 'label', 'enabled', 'requested', 'schedule', 'lastRun'])
})

test('stored columns keep their order, without those that no longer exist', () => {
  expect(knownColumns(['lastRun', 'gone', 'code', 'code'])).toEqual(['lastRun', 'code'])
})

test('one column at least stays', () => {
  expect(knownColumns([])).toEqual(firstColumns)
  expect(knownColumns('nonsense')).toEqual(firstColumns)
})

test('a sort reads as it is written, and an unknown one is by code', () => {
  expect(sortText(readSort('-lastRun'))).toBe('-lastRun')
  expect(sortText(readSort('recent'))).toBe('code')
  expect(sortText(readSort('-nonsense'))).toBe('code')
})

test('codes sort by their number where they have one', () => {
  expect(codes([batch('LOT_10'), batch('LOT_9'), batch('CLEAN')], 'code')).toEqual([
    'CLEAN',
    'LOT_9',
    'LOT_10',
  ])
})

test('blanks are last in both directions, equal ones by code', () => {
  const batches = [
    batch('C'),
    batch('B', { nextDueAt: '2026-11-22T04:00:00Z' }),
    batch('A'),
    batch('D', { nextDueAt: '2026-11-21T04:00:00Z' }),
  ]
  expect(codes(batches, 'next')).toEqual(['D', 'B', 'A', 'C'])
  expect(codes(batches, '-next')).toEqual(['B', 'D', 'A', 'C'])
})

test('in service comes before out of service', () => {
  expect(codes([batch('A', { enabled: false }), batch('B')], 'enabled')).toEqual(['B', 'A'])
})
