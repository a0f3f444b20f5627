import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startPlainEngine } from './support/plain-engine.ts'
import { syncBatches } from './support/sync-batches.ts'
import { categoryNames, categoryOptions, forgetSync } from './support/sync-engine.ts'
import {
  type SyncMoment,
  type SyncWorker,
  type SyncWorkerTask,
  startSyncWorker,
} from './support/sync-worker.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { forgetEngine, until } from './support/test-engine.ts'

// `kill -9` of a worker while it processes a command file: the retry goes on at the very line, and what is left in the end
// (platform, report, journal, retry file) is byte for byte what an undisturbed run leaves.

let database: TestDatabase
let workers: SyncWorker[] = []
beforeAll(async () => {
  database = await createTestDatabase()
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

const lineCount = process.env.SOAK ? 5_000 : 1_500
const chunkRows = lineCount / 10
/** One line in fifty has no name, one in seventy fails unexpectedly, one in a hundred is a comment. */
const lines = Array.from({ length: lineCount }, (_, at) =>
  at % 50 === 20
    ? ';x'
    : at % 700 === 33
      ? 'plan!;'
      : at % 100 === 7
        ? '# note'
        : at % 90 === 5
          ? `~à moitié${at};`
          : `C${at};`,
)
const text = `name;idnumber\n${lines.join('\n')}\n`

async function scene() {
  await forgetSync(database)
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-sync-kill-'))
  const shelves = join(dataDirectory, 'learning', 'files')
  mkdirSync(join(shelves, 'commands'), { recursive: true })
  writeFileSync(join(shelves, 'commands', 'uploadcourses.csv'), text)
  const engine = await startPlainEngine(database, syncBatches(categoryOptions), {
    scheduler: false,
    runner: false,
  })
  return {
    engine,
    dataDirectory,
    async worker(dies?: SyncWorkerTask['dies']) {
      const worker = await startSyncWorker({
        url: database.url,
        name: `worker ${workers.length + 1}`,
        dataDirectory,
        chunkRows,
        ...(dies === undefined ? {} : { dies }),
      })
      workers.push(worker)
      return worker
    },
    async launch(): Promise<number> {
      const outcome = await engine.requestRun({
        code: 'SYNC_FILE',
        trigger: 'manual',
        requestedBy: 'alice',
        parameters: { operation: 'courses.create', name: 'uploadcourses.csv' },
      })
      if (!outcome.ok) throw new Error(outcome.refusal.message.en)
      return outcome.runId
    },
    /** All that is left, without the instants. */
    async left() {
      const content = (shelf: string) =>
        readdirSync(join(shelves, shelf)).map((name) =>
          [name, readFileSync(join(shelves, shelf, name), 'utf8')].map(withoutInstants),
        )
      return {
        categories: await categoryNames(database),
        reports: content('reports'),
        journals: content('journals'),
        retries: content('retries'),
        work: readdirSync(join(dataDirectory, 'learning', 'work')),
      }
    },
  }
}

function withoutInstants(text: string): string {
  return text.replaceAll(/\d{8}-\d{6}/g, 'STAMP').replaceAll(/^(Début|Fin|Durée).*$/gm, '$1')
}

const exchanges = async () =>
  (
    await database.pool.query(
      `select run_id, begun_by_run, state, lines, blank, created, partial, rejected, report -> 'faults' as faults
       from file_exchange order by id`,
    )
  ).rows

let undisturbed: Awaited<ReturnType<Awaited<ReturnType<typeof scene>>['left']>>
let counts: Record<string, unknown>
let usualMs = 0
test('undisturbed', async () => {
  const { engine, worker, launch, left } = await scene()
  await worker()
  const run = await engine.waitForRun(await launch())
  expect(run).toMatchObject({ state: 'finished', error: null })
  usualMs = Date.parse(run.endedAt!) - Date.parse(run.startedAt!)
  undisturbed = await left()
  expect(undisturbed.work).toEqual([])
  const [{ run_id: _run, begun_by_run: _begun, ...rest }] = (await exchanges()) as [Record<string, unknown>]
  counts = rest
  await engine.stop()
})

const randomMoments = process.env.SOAK ? 30 : 1
const anyChunk = () => 1 + Math.floor(Math.random() * 13)
const pick = <T>(all: readonly T[]) =>
  process.env.SOAK ? all : [all[Math.floor(Math.random() * all.length)]!]
const moments: NonNullable<SyncWorkerTask['dies']>[] = [
  ...Array.from({ length: randomMoments }, (_, index) => ({
    afterMs: -(index + Math.random()) / randomMoments,
  })),
  ...(['before-commit', 'commit-sent', 'committed'] as const).flatMap((moment): SyncMoment[] =>
    pick([1, anyChunk(), 13]).map((at) => ({ moment, at })),
  ),
  // The lock of the drop directory, retry file, journal, report.
  ...pick([1, 2, 3, 4]).flatMap((at): SyncMoment[] => [
    { moment: 'before-link', at },
    { moment: 'linked', at },
  ]),
]

test.each(moments.map((moment) => [JSON.stringify(moment), moment] as const))(
  'killed at %s, the file is gone on with at the very line',
  async (_, moment) => {
    const { engine, worker, launch, left } = await scene()
    // A share of the usual time: known only now.
    const dies = 'afterMs' in moment ? { afterMs: -moment.afterMs * usualMs } : moment
    const first = await worker(dies)
    const runId = await launch()
    await Promise.race([first.died, engine.waitForRun(runId)])
    const run = await engine.waitForRun(runId)
    if (run.state === 'finished') {
      // A random moment may come after the end, and a chunk that fails has fewer commits after it.
      expect('afterMs' in moment || moment.at > 3).toBe(true)
    } else {
      expect(run).toMatchObject({ state: 'interrupted', reason: { code: 'node-lost' } })
      await worker()
      let again = 0
      await until(async () => {
        const { rows } = await database.pool.query<{ id: number }>(
          'select id from batch_run where retry_of = $1',
          [runId],
        )
        again = rows[0]?.id ?? 0
        return again > 0
      })
      expect(await engine.waitForRun(again)).toMatchObject({ state: 'finished', error: null })
    }
    expect(await left()).toEqual(undisturbed)
    const seen = (await exchanges()).filter(({ state }) => state !== 'failed')
    expect(seen).toMatchObject([counts])
    await engine.stop()
  },
)
