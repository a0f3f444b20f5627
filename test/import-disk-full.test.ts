import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import impMan from '../src/health/batches/imp-man.ts'
import { startImportWorker } from './support/import-worker.ts'
import { startPlainEngine } from './support/plain-engine.ts'
import { addItems, enrolments, file, line, students } from './support/student-import.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterAll(() => database.drop())

test('case 25: no more room for the reports in mid-run: failed, all rolled back, said in so many words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-full-'))
  const out = mkdtempSync(join(tmpdir(), 'nocturne-full-reports-'))
  const path = join(folder, 'Calcium.csv')
  const letters = (number: number) => [...String(number)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')
  const lines = Array.from({ length: 3_000 }, (_, index) =>
    line({ NOM: `TEST${letters(index)}`, CODE_NATIO: index % 10 === 0 ? '' : '100' }),
  )
  writeFileSync(path, file(...lines))
  const engine = await startPlainEngine(database, [impMan], { scheduler: false, runner: false })
  // The log of 3,000 lines takes 200 kB; the system refuses what goes beyond 100, as a full disk would.
  const worker = await startImportWorker({ url: database.url, name: 'worker', dataDirectory: folder }, 100)
  const outcome = await engine.requestRun({
    code: 'IMP_MAN',
    trigger: 'cli',
    requestedBy: 'alice',
    parameters: { path, fileName: 'Calcium.csv', model: 'APOGEE', out },
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  expect(await engine.waitForRun(outcome.runId)).toMatchObject({
    state: 'failed',
    error: `Plus de place dans le répertoire d'import, rien n'a été appliqué : ${out}`,
  })
  expect(await students(database)).toEqual([])
  expect(await enrolments(database)).toEqual([])
  const { rows } = await database.pool.query('select state, lines, created, rejected from file_exchange')
  expect(rows).toEqual([{ state: 'failed', lines: 0, created: 0, rejected: 0 }])
  const names = readdirSync(out)
  expect(names).toEqual([expect.stringMatching(/^log_/)])
  expect(readFileSync(join(out, names[0]!), 'utf8')).not.toContain('Nombre de lignes traitées')
  await worker.stop()
  await engine.stop()
})
