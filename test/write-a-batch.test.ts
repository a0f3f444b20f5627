import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Batch } from '../src/batch/define-batch.ts'
import { readRunFiles } from '../src/batch/read-run.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { startTestEngine } from './support/test-engine.ts'

const page = readFileSync(new URL('../docs/write-a-batch.md', import.meta.url), 'utf8')
const example = /```ts\n(.*?)```/s.exec(page)![1]!

/** Below `src`, at the depth that the example's own imports suppose. */
const folder = fileURLToPath(new URL('../src/health/.example/', import.meta.url))

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}students-unseen.ts`, example)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database.drop()
})

test('the batch of the page docs/write-a-batch.md runs as it stands', async () => {
  const { default: batch } = (await import(pathToFileURL(`${folder}students-unseen.ts`).href)) as {
    default: Batch
  }
  await database.pool.query(`
    insert into student (family_name, first_name, name_key, first_name_key, sex, birth_date, nationality_code, newest_year)
    values ('TESTUN', 'Zoé', 'TESTUN', 'ZOE', 'F', '2005-03-14', '100', 2025),
           ('TESTDEUX', 'Paul', 'TESTDEUX', 'PAUL', 'M', '1999-06-12', '100', 2021)`)
  const engine = await startTestEngine(database, '2026-03-02T10:00:00Z', [batch], {
    place: { timeZone: 'Europe/Paris', dataDirectory: mkdtempSync(join(tmpdir(), 'nocturne-example-')) },
  })
  await engine.setEnabled('ETU_ABSENTS', true, 'test')
  const ran = await engine.runHere({
    code: 'ETU_ABSENTS',
    trigger: 'cli',
    requestedBy: 'cli:test',
    parameters: {},
  })
  if (!ran.ok) throw new Error(ran.refusal.message.en)
  expect(ran.run).toMatchObject({ state: 'finished', detail: { absents: 1 } })
  const [file] = await readRunFiles(database.pool, ran.run.id)
  expect(file).toMatchObject({ personal: true, mediaType: 'text/plain' })
  expect(readFileSync(file!.path, 'utf8')).toMatch(/^\d+\n$/)
  await engine.stop()
})
