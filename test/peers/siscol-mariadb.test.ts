import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { databaseSource } from '../../src/admissions/siscol/source/database-source.ts'
import type { SiscolSource } from '../../src/admissions/siscol/source/siscol-source.ts'
import { openRemoteDatabase } from '../../src/platform/remote-database.ts'
import { createApogeeViews } from '../support/siscol-database.ts'
import { apogeeRows } from '../support/siscol-rows.ts'
import { siscolSourceSuite } from '../support/siscol-source-suite.ts'
import { type MariaDb, startMariaDb } from './mariadb-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'nocturne-mariadb-'))
let server: MariaDb
let source: SiscolSource

beforeAll(async () => {
  server = await startMariaDb(folder)
  const remote = await openRemoteDatabase(server.url)
  await createApogeeViews(remote, apogeeRows)
  await remote.close()
  source = databaseSource(server.url, 'A', {})
})
afterAll(async () => {
  await source?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('reference tables in MariaDB', () =>
  siscolSourceSuite(() => ({ source, lacks: 'birth_commune', version: '6.10' })))
