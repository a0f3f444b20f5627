import { expect, test } from 'vitest'
import { clockText, progressText } from './progress-text.ts'

test('before there is a rate, only the counts are shown', () => {
  expect(progressText({ done: 10, seconds: 0.1 }, 10, 100, 'en')).toBe('10 / 100')
})

test('the rate tells the remaining time', () => {
  expect(progressText({ done: 500_000, seconds: 5 }, 500_000, 1_500_000, 'en')).toBe(
    '500K / 1.5M  100K/s  left 00:10',
  )
})

test('without a total there is no remaining time', () => {
  expect(progressText({ done: 50, seconds: 5 }, 50, null, 'en')).toBe('50  10/s')
})

test.each([
  [5, '00:05'],
  [365, '06:05'],
  [3965, '1:06:05'],
])('%d seconds read %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text)
})
