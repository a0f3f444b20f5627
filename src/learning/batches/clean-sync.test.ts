import { mkdirSync, mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, startTestEngine, type TestEngine } from '../../../test/support/test-engine.ts'
import { smtpMailer } from '../../platform/mail.ts'
import { type Settings, settingsStore } from '../../platform/settings.ts'
import { learningSettings } from '../application.ts'
import cleanSync from './clean-sync.ts'

let database: TestDatabase
let engine: TestEngine
let settings: Settings
let files: string
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await database.pool.query('delete from setting')
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-clean-sync-'))
  files = join(dataDirectory, 'learning', 'files')
  settings = settingsStore(database, learningSettings)
  engine = await startTestEngine(database, '2026-11-22T08:00:00Z', [{ ...cleanSync, enabled: true }], {
    settings,
    mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
})
afterAll(() => database.drop())

/** `reports/old.txt`, last written so many days before the clock's present. */
function put(path: string, days: number): void {
  const at = join(files, path)
  mkdirSync(dirname(at), { recursive: true })
  writeFileSync(at, 'x')
  const seconds = engine.clock.now().epochMilliseconds / 1000 - days * 86_400
  utimesSync(at, seconds, seconds)
}

function left(): string[] {
  return readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.startsWith('.'))
    .map((one) => join(one.parentPath, one.name).slice(files.length + 1))
    .sort()
}

async function clean() {
  const outcome = await engine.requestRun({
    code: 'CLEAN_SYNC',
    trigger: 'manual',
    requestedBy: 'alice',
    parameters: {},
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return await engine.waitForRun(outcome.runId)
}

it('D16: a command file that has waited for 91 days stays, and is warned of', async () => {
  put('commands/enrols.csv', 91)
  put('commands/rentree/users_1.csv', 200)
  put('commands/today.csv', 1)
  const run = await clean()
  expect(left()).toEqual(['commands/enrols.csv', 'commands/rentree/users_1.csv', 'commands/today.csv'])
  expect(run).toMatchObject({ state: 'finished', detail: { en_attente: 2, ecartes: 0 } })
  const { rows } = await database.pool.query(
    `select message from batch_run_line where run_id = $1 and level = 'warn'`,
    [run.id],
  )
  expect(rows).toEqual([
    {
      message: '2 fichier(s) de commande attendent depuis plus de 90 jours : enrols.csv, rentree/users_1.csv',
    },
  ])
})

it('what runs wrote goes once it is older than the age that is set, and what they set aside', async () => {
  for (const shelf of ['reports', 'archives', 'retries', 'journals'])
    for (const days of [89, 91]) put(`${shelf}/${days}.txt`, days)
  put('commands/enrols-tryback-failed.csv', 91)
  put('commands/uploads/dernier.csv', 91)
  put('commands/uploads/recent.csv', 3)
  const run = await clean()
  expect(left()).toEqual([
    'archives/89.txt',
    'commands/uploads/recent.csv',
    'journals/89.txt',
    'reports/89.txt',
    'retries/89.txt',
  ])
  expect(run.detail).toMatchObject({ rapports: 1, archives: 1, reprises: 1, journaux: 1, ecartes: 2 })
})

it('an age of 0 removes nothing', async () => {
  await settings.set('learning.files.keep-days', 0, 'test')
  put('reports/old.txt', 4000)
  expect(await clean()).toMatchObject({ state: 'finished' })
  expect(left()).toEqual(['reports/old.txt'])
})

it('what a run still works with stays whatever its age: the copy of a file in progress goes once the file has ended', async () => {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into file_exchange
       (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, state)
     select run, 'learning', 'users.sync', 'SYNC_USERS', '{}', 'users.csv', run::text, false, 'processing'
     from generate_series(1, 2) as run returning id`,
  )
  const [open, ended] = rows.map(({ id }) => id)
  await database.pool.query('insert into command_file_progress (exchange_id) values ($1)', [open])
  for (const id of [open, ended]) put(`../work/${id}/file`, 400)
  expect(await clean()).toMatchObject({ state: 'finished' })
  const work = () => readdirSync(join(files, '..', 'work'))
  expect(work()).toEqual([String(open)])
  await database.pool.query('delete from command_file_progress')
  await clean()
  expect(work()).toEqual([])
})

it('past pulls and deliveries are forgotten with the files; what is not settled is not', async () => {
  for (const [days, name] of [
    [89, 'young'],
    [91, 'old'],
  ] as const) {
    const at = engine.clock
      .now()
      .subtract({ hours: 24 * days })
      .toString()
    await database.pool.query(
      `insert into drop_pull (directory, node, started_at, outcome) values ('/depot', $2, $1, 'pulled')`,
      [at, name],
    )
    await database.pool.query(
      `insert into drop_lock_event (directory, kind, subject, first_seen_at, last_seen_at, solved_at)
       values ('/depot', 'lock', $2, $1, $1, $1), ('/depot', 'not-removable', $2, $1, $1, null)`,
      [at, name],
    )
  }
  expect(await clean()).toMatchObject({ detail: { recuperations_oubliees: 1 } })
  const { rows } = await database.pool.query<{ name: string }>(
    `select node as name from drop_pull union all select kind || ' ' || subject from drop_lock_event order by name`,
  )
  expect(rows.map(({ name }) => name)).toEqual([
    'lock young',
    'not-removable old',
    'not-removable young',
    'young',
  ])
})
