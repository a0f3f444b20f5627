import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { forgetUnitFailures, nextTry, noteUnitFailure, unitsToLeave } from './unit-failures.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const now = Temporal.Instant.from('2026-03-02T22:30:00Z')

test('a unit waits longer after each failure, and from the fifth on for somebody', () => {
  const hours = [1, 2, 3, 4].map((attempts) => now.until(nextTry(attempts, now)!).total('hours'))
  expect(hours).toEqual([12, 24, 48, 96])
  expect(nextTry(5, now)).toBeNull()
})

test('a unit that failed is left alone until its next try, put aside after five, and released', async () => {
  const { pool } = database
  const failure = { batchCode: 'BATCH_TEST', unit: 'application:1', error: 'refusé', runId: 1 }
  const failed = (at: Temporal.Instant) => noteUnitFailure(pool, { ...failure, now: at })
  expect(await failed(now)).toEqual({ attempts: 1, quarantined: false })
  expect(await unitsToLeave(pool, 'BATCH_TEST', now)).toEqual(new Set(['application:1']))
  expect(await unitsToLeave(pool, 'BATCH_OTHER', now)).toEqual(new Set())
  expect(await unitsToLeave(pool, 'BATCH_TEST', now.add({ hours: 12 }))).toEqual(new Set())
  for (let n = 2; n <= 4; n++) expect(await failed(now)).toEqual({ attempts: n, quarantined: false })
  expect(await failed(now)).toEqual({ attempts: 5, quarantined: true })
  expect(await unitsToLeave(pool, 'BATCH_TEST', now.add({ hours: 24 * 365 }))).toEqual(
    new Set(['application:1']),
  )
  expect(await forgetUnitFailures(pool, 'BATCH_TEST', ['application:1'])).toBe(1)
  expect(await unitsToLeave(pool, 'BATCH_TEST', now)).toEqual(new Set())
})
