import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { attachmentTargetSuite } from '../../src/admissions/opi/target/suite/attachment-target-suite.ts'
import { opiTargetSuite } from '../../src/admissions/opi/target/suite/opi-target-suite.ts'
import { type MariaDb, startMariaDb } from './mariadb-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-opi-'))
let server: MariaDb

beforeAll(async () => {
  server = await startMariaDb(folder)
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('MariaDB', () => {
  opiTargetSuite({ url: () => server.url })
  describe('attachments', () => attachmentTargetSuite({ url: () => server.url }))
})
