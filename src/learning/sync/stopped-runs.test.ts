import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { categoryTool } from '../../../test/support/category-tool.ts'
import {
  categoryNames,
  forgetSync,
  type SyncEngine,
  startSyncEngine,
} from '../../../test/support/sync-engine.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, until } from '../../../test/support/test-engine.ts'
import type { LearningTool } from '../tools/tool-place.ts'

// What becomes of a file that somebody or something stops in the middle, in this very process. `kill -9`: test/sync-kill.test.ts.

let database: TestDatabase
let engine: SyncEngine
/** Called before the second chunk is planned. */
let meanwhile: () => void | Promise<void>
let signal: AbortSignal
/** Resolves when the run has been told to stop. */
const toldToStop = () =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve())
  })
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await forgetSync(database)
  meanwhile = () => {}
  engine = await start()
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})
afterAll(() => database.drop())

async function start(dataDirectory?: string): Promise<SyncEngine> {
  return await startSyncEngine(database, {
    ...(dataDirectory === undefined ? {} : { dataDirectory }),
    onRun: (context) => {
      signal = context.signal
    },
    sync: { chunkRows: 2, tools: { 'courses.create': { make: async () => interrupting(categoryTool()) } } },
  })
}

function interrupting(tool: LearningTool): LearningTool {
  let chunks = 0
  return {
    ...tool,
    async plan(commands, read) {
      if (++chunks === 2) await meanwhile()
      return await tool.plan(commands, read)
    },
  }
}

const text = 'name;cmd\nA;\n;1\nB;\nC;\n# fin\nD;\nE;\n'

it('a cancelled run gives the rest of the lines back: retry file, counts that add up, file left in place', async () => {
  await engine.settings.set('learning.clean-files', true, 'test')
  engine.put('uploadcourses.csv', text)
  const runId = await engine.request('SYNC_FILE', { operation: 'courses.create' })
  meanwhile = async () => {
    await engine.cancelRun(runId, 'bob')
    await toldToStop()
  }
  const run = await engine.waitForRun(runId)
  expect(run).toMatchObject({
    state: 'cancelled',
    detail: { state: 'applied', lines: 6, created: 3, rejected: 1, skipped: 2, blank: 1 },
  })
  expect(engine.read('retries', engine.names('retries')[0]!)).toBe('name;cmd\n;1\nD;\nE;\n')
  expect(engine.read('reports', engine.names('reports')[0]!)).toContain('annulée')
  expect(engine.names('commands')).toEqual(['uploadcourses.csv'])
  const { rows } = await database.pool.query('select state, skipped from file_exchange')
  expect(rows).toEqual([{ state: 'applied', skipped: 2 }])
})

it('a run that its stopping node interrupts is gone on with by the next run of the operation, before its own file', async () => {
  const { dataDirectory } = engine
  engine.put('uploadcourses.csv', text)
  const runId = await engine.request('SYNC_FILE', { operation: 'courses.create' })
  let stopping: Promise<void> = Promise.resolve()
  meanwhile = async () => {
    stopping = engine.stop()
    await toldToStop()
  }
  await until(async () => {
    const { rows } = await database.pool.query('select state from batch_run where id = $1', [runId])
    return rows[0].state === 'interrupted'
  })
  await stopping
  meanwhile = () => {}
  engine = await start(dataDirectory)
  const { run, exchanges } = await engine.process()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { files: 2, created: 5, rejected: 2, unchanged: 5 },
  })
  expect(exchanges).toMatchObject([
    { state: 'applied', begunByRun: runId, lines: 6, created: 5, rejected: 1 },
    { state: 'applied', begunByRun: null, lines: 6, unchanged: 5 },
  ])
  expect(engine.names('retries').length).toBe(2)
})

it('F28: a file that is replaced during the run is read as it was, and the new one is not removed', async () => {
  await engine.settings.set('learning.clean-files', true, 'test')
  engine.put('uploadcourses.csv', text)
  const commands = join(engine.dataDirectory, 'learning', 'files', 'commands')
  meanwhile = () => {
    writeFileSync(join(commands, '.new'), 'name\nZ\n')
    renameSync(join(commands, '.new'), join(commands, 'uploadcourses.csv'))
  }
  const { run } = await engine.process()
  expect(run.detail).toMatchObject({ created: 5 })
  expect(await categoryNames(database)).toEqual(['A', 'B', 'C', 'D', 'Divers', 'E'])
  expect(engine.read('commands', 'uploadcourses.csv')).toBe('name\nZ\n')
})

it('F29: a second run of the same tool waits its turn, and finds everything done', async () => {
  engine.put('uploadcourses.csv', 'name\nA\nB\nC\n')
  const first = await engine.request('SYNC_FILE', { operation: 'courses.create' })
  const second = await engine.request('SYNC_FILE', { operation: 'courses.create' })
  expect((await engine.waitForRun(first)).detail).toMatchObject({ created: 3 })
  expect((await engine.waitForRun(second)).detail).toMatchObject({ created: 0, unchanged: 3 })
})

it('F25: many lines are processed with their progress told in bytes', async () => {
  engine.put('uploadcourses.csv', `name\n${Array.from({ length: 200 }, (_, at) => `N${at}\n`).join('')}`)
  const { run } = await engine.process()
  expect(run.detail).toMatchObject({ lines: 200, created: 200 })
  expect(run.progress).toMatchObject({ done: 895, total: 895 })
})

/** As when the connection breaks: nothing can be said of any line. */
const broken = () => {
  throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' })
}

it('a run whose connection breaks fails, and the next one goes on at the line where it stood', async () => {
  engine.put('uploadcourses.csv', text)
  meanwhile = broken
  const first = await engine.process()
  expect(first.run).toMatchObject({ state: 'failed' })
  expect(first.exchanges).toMatchObject([{ state: 'processing' }])
  expect(await categoryNames(database)).toEqual(['A', 'Divers'])
  meanwhile = () => {}
  const { run, exchanges } = await engine.planned()
  expect(run).toMatchObject({ state: 'finished', detail: { files: 1, lines: 6, created: 5, rejected: 1 } })
  expect(exchanges).toMatchObject([
    { state: 'applied', begunByRun: first.run.id, fileName: 'uploadcourses.csv' },
  ])
})

it('a file that crashed twice is set aside, where the setting says so, and said to be', async () => {
  await engine.settings.set('learning.discard-file-on-failure', true, 'test')
  engine.put('uploadcourses.csv', text)
  meanwhile = broken
  await engine.process()
  await engine.planned()
  meanwhile = () => {}
  const { run, exchanges } = await engine.planned()
  expect(run).toMatchObject({ state: 'failed', error: 'uploadcourses.csv écarté', detail: { files: 1 } })
  expect(exchanges).toMatchObject([
    { state: 'applied', created: 3, rejected: 1, lines: 4, report: { stopped: 'given-up' } },
  ])
  expect(engine.names('commands')).toEqual(['uploadcourses-tryback-failed.csv'])
  expect(engine.read('reports', engine.names('reports')[0]!)).toContain('uploadcourses-tryback-failed.csv')
})

/** An engine that calls `before` with the number of each chunk, counted from 1 over all runs, before it is planned. */
async function restart(before: (chunk: number) => void, chunkRows = 2): Promise<void> {
  await engine.stop()
  await forgetEngine(database)
  let chunks = 0
  async function make(): Promise<LearningTool> {
    const tool = categoryTool()
    return {
      ...tool,
      async plan(commands, read) {
        before(++chunks)
        return await tool.plan(commands, read)
      },
    }
  }
  engine = await startSyncEngine(database, { sync: { chunkRows, tools: { 'courses.create': { make } } } })
}

it('a file that crashes at one place for the third time is abandoned: told, left in place, not taken again until it changes', async () => {
  let crashing = true
  await restart((chunk) => {
    if (chunk > 1 && crashing) broken()
  })
  engine.put('uploadcourses.csv', text)
  await engine.process()
  await engine.planned()
  expect((await engine.planned()).exchanges).toMatchObject([{ state: 'processing' }])
  const { run, exchanges } = await engine.planned()
  expect(run).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('uploadcourses.csv abandonné'),
  })
  expect(exchanges).toMatchObject([
    { state: 'failed', created: 1, rejected: 1, lines: 2, report: { stopped: 'crashed' } },
  ])
  expect(exchanges[0]!.report.notes).toMatchObject([{ fr: expect.stringContaining('3 fois à la ligne 4') }])
  expect(engine.names('commands')).toEqual(['uploadcourses.csv'])
  expect(engine.read('reports', engine.names('reports')[0]!)).toContain('Traitement abandonné')
  const { rows: logs } = await database.pool.query(
    `select message from batch_run_line where run_id = $1 and level = 'error'`,
    [run.id],
  )
  expect(logs[0].message).toContain('Traitement abandonné')

  expect((await engine.planned()).run).toMatchObject({ state: 'finished', detail: { taken: 1, files: 0 } })
  crashing = false
  engine.put('uploadcourses.csv', `${text}F;\n`)
  expect((await engine.planned()).run).toMatchObject({ state: 'finished', detail: { files: 1, created: 5 } })
})

it('a crash further on is no repetition: a file that gets on is gone on with, however often it crashes', async () => {
  await restart((chunk) => {
    if (chunk % 2 === 0) broken()
  }, 1)
  engine.put('uploadcourses.csv', 'name\nA\nB\nC\nD\nE\n')
  await engine.process()
  for (let crashes = 1; crashes < 4; crashes++)
    expect((await engine.planned()).exchanges).toMatchObject([{ state: 'processing' }])
  expect((await engine.planned()).exchanges).toMatchObject([{ state: 'applied', created: 5 }])
})

it('a file that crashes before its first line is abandoned after three attempts too', async () => {
  await engine.stop()
  await forgetEngine(database)
  let makes = 0
  engine = await startSyncEngine(database, {
    sync: {
      tools: {
        'courses.create': {
          async make() {
            makes++
            return broken()
          },
        },
      },
    },
  })
  engine.put('uploadcourses.csv', text)
  for (let attempt = 0; attempt < 4; attempt++) {
    await engine.planned()
    await asIfItHadDied()
  }
  expect(makes).toBe(3)
  const { run } = await engine.planned()
  expect(run.detail).toMatchObject({ taken: 1 })
  const { rows } = await database.pool.query(
    `select state, report ->> 'stopped' as stopped from file_exchange order by id`,
  )
  expect(rows.map((row) => row.stopped)).toEqual([null, null, 'crashed'])
})

/** Puts the last file back to where a process that is killed leaves it: nobody has said that it failed. */
async function asIfItHadDied(): Promise<void> {
  const { rows } = await database.pool.query(
    `update file_exchange set state = 'processing', ended_at = null, report = '{}'
     where id = (select max(id) from file_exchange) and state = 'failed' and report ->> 'stopped' is null returning id`,
  )
  for (const { id } of rows)
    await database.pool.query('insert into command_file_progress (exchange_id) values ($1)', [id])
}

it('letters leave with the chunk that causes them, each occasion once, and never in a simulation', async () => {
  await engine.stop()
  await forgetEngine(database)
  const mail = { to: ['a@example.org'], subject: 'Inscription', text: 'Bonjour' }
  engine = await startSyncEngine(database, {
    sync: {
      chunkRows: 2,
      tools: {
        'courses.create': {
          async make() {
            const tool = categoryTool()
            return {
              ...tool,
              plan: async (commands, read) =>
                (await tool.plan(commands, read)).map((verdict) => ({
                  ...verdict,
                  mails: verdict.outcome === 'created' ? [{ occasion: 'essai', mail }] : [],
                })),
            }
          },
        },
      },
    },
  })
  const posted = async () => (await database.pool.query('select occasion, mail from outgoing_mail')).rows
  engine.put('uploadcourses.csv', text)
  await engine.process({ dryRun: true })
  expect(await posted()).toEqual([])
  await engine.process()
  expect(await posted()).toEqual([{ occasion: 'essai', mail }])
})
