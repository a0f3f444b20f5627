import { afterAll, beforeAll, describe } from 'vitest'
import { testDriver } from '../../../../test/support/learning.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { driverSuite } from '../suite/driver-suite.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

describe('the local driver', () => {
  driverSuite(() => testDriver(database))
})
