import { expect, test } from 'vitest'
import { sinceStart } from './line-time.ts'

test('a line says how long after the start it was written; minutes do not roll into hours', () => {
  const start = '2026-11-21T04:00:00.000Z'
  expect(sinceStart('2026-11-21T04:02:07.345Z', start)).toBe('+02:07.345')
  expect(sinceStart('2026-11-21T05:40:00.000Z', start)).toBe('+100:00.000')
  expect(sinceStart('2026-11-21T03:59:59.500Z', start)).toBe('-00:00.500')
  expect(sinceStart('2026-11-21T04:00:00.000Z', null)).toBe('')
})
