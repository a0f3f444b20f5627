import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import impMan from '../src/health/batches/imp-man.ts'
import { headerBytes, studentLine } from '../src/health/demo/student-file.ts'
import { encodeLatin1 } from '../src/health/student-import/line/latin1.ts'
import {
  type ImportWorker,
  type ImportWorkerTask,
  lastMoments,
  startImportWorker,
} from './support/import-worker.ts'
import { startPlainEngine } from './support/plain-engine.ts'
import { emptyBase } from './support/student-base.ts'
import { addItems, importBytes } from './support/student-import.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { forgetEngine } from './support/test-engine.ts'

// `kill -9` of a worker while it imports: the file is applied as a whole or not at all, and can be imported again.

let database: TestDatabase
let workers: ImportWorker[] = []
let usualMs = 0
beforeAll(async () => {
  database = await createTestDatabase()
  await addItems(database)
})
afterEach(async () => {
  for (const worker of workers) {
    worker.process.kill('SIGKILL')
    await worker.died
  }
  workers = []
  await forgetEngine(database)
})
afterAll(() => database.drop())

const known = 2_000
const lineCount = process.env.SOAK ? 30_000 : 10_000
/** One line in a hundred lacks its nationality: field 12. */
const lines = Array.from({ length: lineCount }, (_, index) => {
  const text = studentLine(index + 1, { edition: 1 })
  return index % 100 === 50 ? text.split(';').with(11, '').join(';') : text
})
const bytes = Buffer.concat([headerBytes, encodeLatin1(lines.join(''))])
const rejectedBytes = Buffer.concat([
  headerBytes,
  encodeLatin1(lines.filter((_, index) => index % 100 === 50).join('')),
])

/** A base that knows some of the students, with another address; a file; a directory for its reports. */
async function scene() {
  await emptyBase(database)
  const earlier = Array.from({ length: known }, (_, index) => studentLine(index * 3 + 1))
  await importBytes(database, Buffer.concat([headerBytes, encodeLatin1(earlier.join(''))]), {
    runId: 1_000_000,
  })
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-kill-'))
  const out = mkdtempSync(join(tmpdir(), 'nocturne-kill-reports-'))
  const path = join(folder, 'Calcium.csv')
  writeFileSync(path, bytes)
  const engine = await startPlainEngine(database, [impMan], { scheduler: false, runner: false })
  return {
    out,
    engine,
    before: await content(),
    worker: async (task: Pick<ImportWorkerTask, 'dies'>) => {
      const worker = await startImportWorker({
        url: database.url,
        name: `worker ${workers.length + 1}`,
        dataDirectory: folder,
        ...task,
      })
      workers.push(worker)
      return worker
    },
    async launch(): Promise<number> {
      const outcome = await engine.requestRun({
        code: 'IMP_MAN',
        trigger: 'cli',
        requestedBy: 'alice',
        parameters: { path, fileName: 'Calcium.csv', model: 'APOGEE', out },
      })
      if (!outcome.ok) throw new Error(outcome.refusal.message.en)
      return outcome.runId
    },
  }
}

/** All that the base holds of students, without identifiers and times. */
async function content(): Promise<unknown> {
  // Tables that were analysed while they were empty are joined row by row: minutes instead of a moment.
  await database.pool.query('analyze student, enrolment, student_source, student_change')
  const digest = (sql: string) =>
    `(select md5(string_agg(row::text, ',' order by row::text)) from (${sql}) as row)`
  const { rows } = await database.pool.query(`select
    (select count(*) from student) as students,
    ${digest('select ine, family_name, first_name, birth_date, phone, email, address1, town, login, version, newest_year from student')} as student,
    ${digest(`select ine, year, establishment_code, component_code, diploma, cursus, line
              from enrolment join student on student.id = student_id`)} as enrolment,
    ${digest('select ine, model_id, line, cardinality(marks) from student_source join student on student.id = student_id')} as source,
    ${digest('select ine, line, changes from student_change join student on student.id = student_id')} as change`)
  return rows[0]
}

const exchangeState = async (runId: number) =>
  (await database.pool.query('select state from file_exchange where run_id = $1', [runId])).rows[0]?.state

const retryFiles = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.startsWith('erreurFile_'))
    .map((name) => readFileSync(join(directory, name)))

let undisturbed: unknown
test('undisturbed', async () => {
  const { engine, worker, launch, out } = await scene()
  await worker({})
  const run = await engine.waitForRun(await launch())
  usualMs = Date.parse(run.endedAt!) - Date.parse(run.startedAt!)
  expect(run).toMatchObject({ error: null, detail: { lines: lineCount, rejected: lineCount / 100 } })
  expect(retryFiles(out)).toEqual([rejectedBytes])
  undisturbed = await content()
  await engine.stop()
})

/** Instants spread over the whole of the import, then those of its end that no clock would hit. */
const randomMoments = process.env.SOAK ? 15 : 1
const moments = [
  ...Array.from({ length: randomMoments }, (_, index) => ({
    share: (index + Math.random()) / randomMoments,
  })),
  ...(process.env.SOAK ? lastMoments : (['commit-sent', 'second-rename'] as const)).map((at) => ({ at })),
]

test.each(moments.map((moment) => [JSON.stringify(moment), moment] as const))(
  'killed at %s',
  async (_, moment) => {
    const { engine, worker, launch, out, before } = await scene()
    const dies = 'at' in moment ? moment : { afterMs: moment.share * usualMs }
    const first = await worker({ dies })
    const runId = await launch()
    await first.died
    const killed = performance.now()
    const run = await engine.waitForRun(runId)
    // A random moment may come after the end.
    if (run.state !== 'finished') {
      expect(run).toMatchObject({ state: 'interrupted', reason: { code: 'node-lost', node: 'worker 1' } })
      expect(performance.now() - killed).toBeLessThan(10_000)
    }

    const applied = (await exchangeState(runId)) === 'applied'
    expect(await content()).toEqual(applied ? undisturbed : before)
    if ('at' in moment && moment.at !== 'commit-sent') expect(applied).toBe(moment.at !== 'before-commit')

    await worker({})
    const again = await engine.waitForRun(await launch())
    expect(again).toMatchObject({
      state: 'finished',
      detail: { lines: lineCount, rejected: lineCount / 100 },
    })
    if (applied) expect(again.detail).toMatchObject({ created: 0, updated: 0 })
    expect(await content()).toEqual(undisturbed)
    expect(await exchangeState(runId)).toBe(applied ? 'applied' : 'failed')
    // The retry file of the first import, if it was applied, has its name by now; of another, nothing is left.
    expect(retryFiles(out)).toEqual(applied ? [rejectedBytes, rejectedBytes] : [rejectedBytes])
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([])
    await engine.stop()
  },
)
