import { expect, test } from 'vitest'
import { neighbourhood, waitAfter } from './sign-in-lock.ts'

test('four failures are free, then the wait doubles up to a quarter of an hour', () => {
  expect([1, 4, 5, 6, 7, 10, 13, 14, 15, 1000].map((failures) => waitAfter(failures))).toEqual([
    0, 0, 2, 4, 8, 64, 512, 900, 900, 900,
  ])
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, counted) => {
  expect(neighbourhood(address)).toBe(counted)
})
