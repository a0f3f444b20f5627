import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts'
import { startTestEngine } from '../../test/support/test-engine.ts'
import { coreApplication } from '../core/application.ts'
import { settingsStore } from '../platform/settings.ts'
import { archiveDays, healthSettings, importDirectory, importLogDays } from './settings.ts'
import { studentArchives, tidyImports } from './tidy-imports.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const names = ['log_20260101_050000.txt', 'erreuLogs_20260101_050000.txt', 'erreurFile_20260101_050000_2.csv']

test('CLEAN removes logs and archives past the days that an administrator set, and nothing before he did', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'nocturne-tidy-'))
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-tidy-data-'))
  const archives = studentArchives(dataDirectory)
  mkdirSync(archives, { recursive: true })
  const old = new Date('2026-01-01T04:00:00Z')
  const put = (path: string) => {
    writeFileSync(path, '')
    utimesSync(path, old, old)
  }
  for (const name of [...names, 'Calcium.csv']) put(join(directory, name))
  put(join(archives, '20260101_050000_Calcium.csv'))
  const settings = settingsStore(database, healthSettings)
  await settings.set(importDirectory.key, directory, 'test')
  const { batches } = coreApplication([tidyImports])
  const engine = await startTestEngine(database, '2026-03-02T10:00:00Z', batches, {
    settings,
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
  const clean = async () => {
    const ran = await engine.runHere({
      code: 'CLEAN',
      trigger: 'cli',
      requestedBy: 'cli:test',
      parameters: {},
    })
    if (!ran.ok) throw new Error(ran.refusal.message.en)
    return ran.run
  }

  expect(await clean()).toMatchObject({
    state: 'finished',
    detail: { logs_import_purges: 0, archives_purgees: 0 },
  })
  expect(readdirSync(directory)).toHaveLength(4)

  await settings.set(importLogDays.key, 30, 'test')
  await settings.set(archiveDays.key, 30, 'test')
  expect(await clean()).toMatchObject({
    state: 'finished',
    detail: { logs_import_purges: 3, archives_purgees: 1 },
  })
  expect(readdirSync(directory)).toEqual(['Calcium.csv'])
  expect(readdirSync(archives)).toEqual([])
  await engine.stop()
})
