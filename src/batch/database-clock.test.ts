import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { type DatabaseClock, startDatabaseClock } from './database-clock.ts'

let database: TestDatabase
let clock: DatabaseClock
beforeAll(async () => {
  database = await createTestDatabase()
  clock = await startDatabaseClock(database.pool)
})
afterAll(async () => {
  clock.stop()
  await database.drop()
})

test("it reads the database's time to a few milliseconds", async () => {
  const before = clock.now().epochMilliseconds
  const { rows } = await database.pool.query<{ at: Date }>('select clock_timestamp() as at')
  const after = clock.now().epochMilliseconds
  expect(rows[0]!.at.getTime()).toBeGreaterThanOrEqual(before - 5)
  expect(rows[0]!.at.getTime()).toBeLessThanOrEqual(after + 5)
})

test('it never goes back, although its offset is measured again', async () => {
  let last = clock.now().epochNanoseconds
  for (let round = 0; round < 20; round += 1) {
    await clock.runOnce()
    const now = clock.now().epochNanoseconds
    expect(now >= last).toBe(true)
    last = now
  }
})
