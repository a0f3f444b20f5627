import { expect, test } from 'vitest'
import { keyFilter } from './key-filter.ts'

test('a key that was added is always found again', async () => {
  const filter = await keyFilter(1 << 16)
  for (let n = 0; n < 10_000; n++) filter.add(`key ${n}`)
  for (let n = 0; n < 10_000; n++) expect(filter.has(`key ${n}`)).toBe(true)
})

test('adding says whether the key may have been there', async () => {
  const filter = await keyFilter()
  expect(filter.add('TESTUN')).toBe(false)
  expect(filter.add('TESTUN')).toBe(true)
})

test('few keys that were never added are taken for known', async () => {
  const filter = await keyFilter()
  for (let n = 0; n < 300_000; n++) filter.add(`known ${n}`)
  let wrong = 0
  for (let n = 0; n < 100_000; n++) if (filter.has(`unknown ${n}`)) wrong++
  expect(wrong).toBeLessThan(100)
})
