import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from './test-database.ts'

let first: TestDatabase
let second: TestDatabase

beforeAll(async () => {
  ;[first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
})
afterAll(() => Promise.all([first.drop(), second.drop()]))

test('each test database has the schema of a new installation', async () => {
  const { rows } = await first.pool.query(`select to_regclass('schema_migration') is not null as migrated`)
  expect(rows).toEqual([{ migrated: true }])
})

test('what one test file writes, another does not see', async () => {
  await first.pool.query('create table seen (n int)')
  const { rows } = await second.pool.query(`select to_regclass('seen') as relation`)
  expect(rows).toEqual([{ relation: null }])
})
