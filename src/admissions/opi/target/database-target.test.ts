import { afterAll, beforeAll, describe } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { attachmentTargetSuite } from './suite/attachment-target-suite.ts'
import { opiTargetSuite } from './suite/opi-target-suite.ts'

// On MariaDB: test/peers.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database?.drop())

describe('PostgreSQL', () => {
  opiTargetSuite({ url: () => database.url })
  describe('attachments', () => attachmentTargetSuite({ url: () => database.url }))
})
