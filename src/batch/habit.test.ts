import { expect, test } from 'vitest'
import { abnormalAboveSeconds, habitOf, isAbnormallyLong, median } from './habit.ts'

const tenMinutes = habitOf([590, 600, 600, 610, 620])

test('the habit is the median, which one odd night does not move', () => {
  expect(habitOf([600, 610, 590, 7200, 605])).toEqual({ runs: 5, medianSeconds: 605, longestSeconds: 7200 })
  expect(median([10, 20])).toBe(15)
  expect(habitOf([])).toBeNull()
})

test('a run is abnormally long beyond twice its habit', () => {
  expect(isAbnormallyLong(1200, tenMinutes)).toBe(false)
  expect(isAbnormallyLong(1201, tenMinutes)).toBe(true)
})

test('a run of seconds must also be a minute beyond its habit', () => {
  const seconds = habitOf([3, 3, 3, 3, 3])
  expect(abnormalAboveSeconds(seconds)).toBe(63)
  expect(isAbnormallyLong(63, seconds)).toBe(false)
  expect(isAbnormallyLong(64, seconds)).toBe(true)
})

test('four runs are no habit', () => {
  expect(isAbnormallyLong(100_000, habitOf([1, 1, 1, 1]))).toBe(false)
  expect(isAbnormallyLong(100_000, null)).toBe(false)
})

test('a run whose duration is not known yet is not judged', () => {
  expect(isAbnormallyLong(null, tenMinutes)).toBe(false)
})
