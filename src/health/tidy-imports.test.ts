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

test('CLEAN forgets values shown as samples after their days, and uploads after one', async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-tidy-data-'))
  const settings = settingsStore(database, healthSettings)
  await settings.reset(importDirectory.key, 'test')
  const id = 'a'.repeat(32)
  mkdirSync(join(dataDirectory, 'uploads'))
  writeFileSync(join(dataDirectory, 'uploads', id), '')
  await database.pool.query(
    `insert into upload (id, application, file_name, bytes, sha256, reading, owner, uploaded_by, uploaded_at)
     values ($1, 'health', 'x.csv', 0, '', '{}', 1, 'test', '2026-03-01T09:00:00Z')`,
    [id],
  )
  for (const [run, begun] of [
    [1, '2025-12-01T09:59:00Z'],
    [2, '2025-12-02T10:01:00Z'],
  ] as const)
    await database.pool.query(
      `insert into file_exchange (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state, begun_at, report)
       values ($1, 'health', 'students', 'IMP_MAN', '{}', 'x.csv', '', false, 'applied', $2,
               '{"changedFields": {"MAIL": 1}, "changedSamples": {"MAIL": []}}')`,
      [run, begun],
    )
  const { batches } = coreApplication([tidyImports])
  const engine = await startTestEngine(database, '2026-03-02T10:00:00Z', batches, {
    settings,
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
  const ran = await engine.runHere({ code: 'CLEAN', trigger: 'cli', requestedBy: 'cli:test', parameters: {} })
  expect(ran).toMatchObject({ ok: true, run: { state: 'finished', detail: { envois_oublies: 1 } } })
  expect(readdirSync(join(dataDirectory, 'uploads'))).toEqual([])
  const { rows } = await database.pool.query('select report from file_exchange order by run_id')
  expect(rows.map((row) => Object.keys(row.report).sort())).toEqual([
    ['changedFields'],
    ['changedFields', 'changedSamples'],
  ])
  await engine.stop()
})

test('CLEAN forgets what reports quote of lines at fault, and mails that have left, after twelve months', async () => {
  await database.pool.query('delete from file_exchange')
  const report = {
    changedFields: {},
    faults: [
      {
        severity: 'error',
        code: 'BAD_DATE',
        column: 'JOUR',
        count: 2,
        samples: [{ line: 3, message: 'TESTUN' }],
      },
      { severity: 'error', code: 'E_CLES', column: null, count: 1, samples: [] },
    ],
  }
  for (const [run, begun] of [
    [1, '2025-03-02T08:59:00Z'],
    [2, '2025-03-02T10:01:00Z'],
  ] as const) {
    await database.pool.query(
      `insert into file_exchange (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state, begun_at, report)
       values ($1, 'health', 'charge.appointments', 'CHARGE_SANTE', '{}', 'x.csv', '', false, 'applied', $2, $3)`,
      [run, begun, JSON.stringify(report)],
    )
    for (const state of ['pending', 'sent', 'failed', 'unknown'])
      await database.pool.query(
        `insert into outgoing_mail (occasion, mail, state, next_attempt_at, sent_at)
         values ($1 || $2, '{}', $1, $3, case when $1 = 'sent' then $3::timestamptz end)`,
        [state, run, begun],
      )
  }
  const { batches } = coreApplication([tidyImports])
  const engine = await startTestEngine(database, '2026-03-02T10:00:00Z', batches, {
    settings: settingsStore(database, healthSettings),
    place: { timeZone: 'Europe/Paris', dataDirectory: mkdtempSync(join(tmpdir(), 'nocturne-tidy-data-')) },
  })
  const ran = await engine.runHere({ code: 'CLEAN', trigger: 'cli', requestedBy: 'cli:test', parameters: {} })
  expect(ran).toMatchObject({ ok: true, run: { state: 'finished' } })
  await engine.stop()
  const { rows } = await database.pool.query<{ report: typeof report }>(
    'select report from file_exchange order by run_id',
  )
  expect(rows.map((row) => row.report.faults.map(({ count, samples }) => [count, samples.length]))).toEqual([
    [
      [2, 0],
      [1, 0],
    ],
    [
      [2, 1],
      [1, 0],
    ],
  ])
  const mails = await database.pool.query<{ occasion: string }>(
    'select occasion from outgoing_mail order by id',
  )
  expect(mails.rows.map(({ occasion }) => occasion)).toEqual([
    'pending1',
    'pending2',
    'sent2',
    'failed2',
    'unknown2',
  ])
})
