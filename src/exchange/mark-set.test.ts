import { expect, test } from 'vitest'
import { MarkSet } from './mark-set.ts'

test('a mark is found again with its record, others are not', () => {
  const marks = new MarkSet()
  for (let n = 1n; n <= 50_000n; n++) marks.add(BigInt.asUintN(64, n * 0x9e3779b97f4a7c15n), Number(n))
  expect(marks.size).toBe(50_000)
  for (let n = 1n; n <= 50_000n; n++)
    expect(marks.recordOf(BigInt.asUintN(64, n * 0x9e3779b97f4a7c15n))).toBe(Number(n))
  expect(marks.recordOf(12_345n)).toBe(0)
})

test('a hash of zero, records beyond 32 bits and hashes that share their low half are kept apart', () => {
  const marks = new MarkSet()
  marks.add(0n, 5_000_000_000)
  marks.add(1n << 40n, 2)
  marks.add(1n << 41n, 3)
  expect([0n, 1n << 40n, 1n << 41n, 1n << 42n].map((hash) => marks.recordOf(hash))).toEqual([
    5_000_000_000, 2, 3, 0,
  ])
})

test('the first record of a hash stays', () => {
  const marks = new MarkSet()
  marks.add(7n, 1)
  marks.add(7n, 2)
  expect([marks.recordOf(7n), marks.size]).toEqual([1, 1])
})
