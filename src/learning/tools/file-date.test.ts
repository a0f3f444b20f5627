import { expect, it } from 'vitest'
import { readFileDate } from './file-date.ts'

const read = (text: string) => {
  const date = readFileDate(text, 'Europe/Paris', 'starttime')
  return date.ok ? date.at : date.fault.code
}

it('reads seconds since 1970, and dates in the zone of the establishment', () => {
  expect(read('1788249600')).toBe(1_788_249_600)
  expect(read('2026-09-01 10:00:00')).toBe(1_788_249_600)
  expect(read('2026-09-01 10:00')).toBe(1_788_249_600)
  expect(read('2026-09-01')).toBe(1_788_213_600)
})

it('0 is none, and empty says nothing', () => {
  expect(read('0')).toBeNull()
  expect(read('')).toBeUndefined()
})

it('a time that spring skips is the next one; one that comes twice is the first', () => {
  expect(read('2026-03-29 02:30:00')).toBe(Date.UTC(2026, 2, 29, 1, 30) / 1000)
  expect(read('2026-10-25 02:30:00')).toBe(Date.UTC(2026, 9, 25, 0, 30) / 1000)
})

it('everything else is refused: French dates, days that are not, words', () => {
  for (const text of ['01/09/2026', '2026-02-30', '2026-09-01 25:00:00', 'demain', '-5', '2026-9-1'])
    expect(read(text)).toBe('INVALID_DATE')
})
