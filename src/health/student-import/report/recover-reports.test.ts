import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { emptyBase } from '../../../../test/support/student-base.ts'
import { addItems, file, filesOf, importBytes, line } from '../../../../test/support/student-import.ts'
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.ts'
import { recoverReports } from './recover-reports.ts'

// What a process that dies at the end of an import leaves: reports under their provisional names.

let database: TestDatabase
let directory: string
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
beforeEach(async () => {
  await emptyBase(database)
  directory = mkdtempSync(join(tmpdir(), 'nocturne-import-'))
})
afterAll(() => database.drop())

const at = '2026-03-03T05:00:00'
const stamp = '20260302_050024'
const faulty = file(line(), line({ NOM: 'TESTDEUX', CODE_NATIO: '' }))

/** An import whose process died with the exchange in this state, before its reports had their names. */
async function diedAs(state: string): Promise<void> {
  await importBytes(database, faulty, { directory })
  for (const name of [`erreuLogs_${stamp}.txt`, `erreurFile_${stamp}.csv`])
    renameSync(join(directory, name), join(directory, `${name}.part`))
  await database.pool.query('update file_exchange set state = $1', [state])
}

const states = async () => (await database.pool.query('select state from file_exchange order by id')).rows

test.each(['applied', 'simulated', 'held', 'refused'])('%s: the reports get their names', async (state) => {
  await diedAs(state)
  await recoverReports(database.pool, directory, at)
  expect(filesOf(directory)).toEqual([
    'Calcium.csv',
    `erreuLogs_${stamp}.txt`,
    `erreurFile_${stamp}.csv`,
    `log_${stamp}.txt`,
  ])
  expect(await states()).toEqual([{ state }])
})

test('in the midst of its work, run over: the exchange has failed, halves of reports go, the log says so', async () => {
  await diedAs('processing')
  await recoverReports(database.pool, directory, at)
  expect(filesOf(directory)).toEqual(['Calcium.csv', `log_${stamp}.txt`])
  expect(readFileSync(join(directory, `log_${stamp}.txt`), 'utf8')).toMatch(
    /\n2026-03-03T05:00:00 ERROR Import interrompu, rien n'a été appliqué\n$/,
  )
  expect(await states()).toEqual([{ state: 'failed' }])
})

test('the run is still under way: nothing is touched', async () => {
  await diedAs('processing')
  // No engine here, hence no batch that the run could refer to.
  await database.pool.query(`set local session_replication_role = replica; insert into batch_run (id, batch_code, application, trigger, state, queued_at)
    overriding system value select run_id, 'IMP_MAN', 'health', 'manual', 'queued', now() from file_exchange`)
  await recoverReports(database.pool, directory, at)
  expect(filesOf(directory)).toContain(`erreurFile_${stamp}.csv.part`)
  expect(await states()).toEqual([{ state: 'processing' }])
})

test('reports of nobody known, or of an import in another directory, are left alone', async () => {
  await diedAs('applied')
  writeFileSync(join(directory, 'erreurFile_20200101_000000.csv.part'), 'x')
  const other = mkdtempSync(join(tmpdir(), 'nocturne-import-'))
  writeFileSync(join(other, `erreurFile_${stamp}.csv.part`), 'x')
  await recoverReports(database.pool, directory, at)
  await recoverReports(database.pool, other, at)
  expect(filesOf(directory)).toContain('erreurFile_20200101_000000.csv.part')
  expect(filesOf(other)).toEqual([`erreurFile_${stamp}.csv.part`])
})

test('the next import in the directory does it', async () => {
  await diedAs('applied')
  await importBytes(database, file(line()), { directory, localTime: at })
  expect(filesOf(directory)).toEqual([
    'Calcium.csv',
    `erreuLogs_${stamp}.txt`,
    `erreurFile_${stamp}.csv`,
    `log_${stamp}.txt`,
    'log_20260303_050000.txt',
  ])
})
