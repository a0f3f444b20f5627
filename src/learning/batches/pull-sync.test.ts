import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { forgetEngine, runsOf, startTestEngine, type TestEngine } from '../../../test/support/test-engine.ts'
import type { Batch } from '../../batch/define-batch.ts'
import { smtpMailer } from '../../platform/mail.ts'
import { type Settings, settingsStore } from '../../platform/settings.ts'
import { learningSettings } from '../application.ts'
import pullSync from './pull-sync.ts'

let database: TestDatabase
let engine: TestEngine
let settings: Settings
let dataDirectory: string
beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  await database.pool.query('truncate setting, drop_pull, drop_delivery, drop_sighting, drop_lock_event')
  dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-pull-sync-'))
  settings = settingsStore(database, learningSettings)
  engine = await startTestEngine(database, '2026-11-22T08:00:00Z', [pullSync], {
    settings,
    mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
})
afterEach(async () => {
  await engine.stop()
  await forgetEngine(database)
  rmSync(dataDirectory, { recursive: true })
})
afterAll(() => database.drop())

/** Leaves a file in the drop directory, last written a minute before the clock's present. */
function leave(name: string, text: string, directory = join(dataDirectory, 'sync')): void {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, name), text)
  const seconds = engine.clock.now().epochMilliseconds / 1000 - 60
  utimesSync(join(directory, name), seconds, seconds)
}

async function pull() {
  const outcome = await engine.requestRun({
    code: 'PULL_SYNC',
    trigger: 'manual',
    requestedBy: 'alice',
    parameters: {},
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return await engine.waitForRun(outcome.runId)
}

async function warnings(runId: number): Promise<string[]> {
  const { rows } = await database.pool.query<{ message: string }>(
    `select message from batch_run_line where run_id = $1 and level = 'warn' order by seq`,
    [runId],
  )
  return rows.map(({ message }) => message)
}

const commandFile = (name: string) =>
  readFileSync(join(dataDirectory, 'learning', 'files', 'commands', name), 'utf8')

it('takes what was dropped to the command files, and tells how many of each kind there were', async () => {
  leave('users.csv', 'username\nctestun\n')
  leave('cohorts.csv.part', 'half')
  leave('cut.csv', 'half')
  leave('cut.csv.sha256', '0'.repeat(64))
  const run = await pull()
  expect(run).toMatchObject({
    state: 'finished',
    detail: { recuperation: 'répertoire de dépôt récupéré', pris: 1, laisses: 1, quarantaine: 1 },
  })
  expect(commandFile('users.csv')).toBe('username\nctestun\n')
  expect(await warnings(run.id)).toContainEqual(
    expect.stringMatching(/^cut\.csv : quarantaine \(La somme SHA-256 ne correspond pas/),
  )
  expect(readdirSync(join(dataDirectory, 'sync')).sort()).toEqual([
    '.nocturne',
    '_quarantaine',
    'cohorts.csv.part',
  ])
})

it('the directory that is set is the one that is pulled', async () => {
  const elsewhere = join(dataDirectory, 'depot')
  await settings.set('learning.drop.directory', elsewhere, 'test')
  leave('users.csv', 'there', elsewhere)
  leave('users.csv', 'here')
  expect(await pull()).toMatchObject({ detail: { pris: 1 } })
  expect(commandFile('users.csv')).toBe('there')
})

it('only files with their marker, and none that are too large, where the settings say so', async () => {
  await settings.set('learning.drop.done-marker', true, 'test')
  await settings.set('learning.drop.largest-megabytes', 1, 'test')
  leave('without.csv', 'x')
  leave('with.csv', 'x')
  leave('with.csv.done', '')
  leave('large.csv', 'x'.repeat(1024 * 1024 + 1))
  leave('large.csv.done', '')
  expect(await pull()).toMatchObject({ detail: { pris: 1, laisses: 1, quarantaine: 1 } })
  expect(commandFile('with.csv')).toBe('x')
})

it('a directory that an agent has locked is a warning, not a failure', async () => {
  leave('users.csv', 'x')
  leave('alock.txt', '')
  const run = await pull()
  expect(run).toMatchObject({ state: 'finished', detail: { pris: 0 } })
  expect(await warnings(run.id)).toEqual([
    'un agent est en train de déposer (alock.txt) : rien n’est récupéré',
  ])
})

it('it does not come by itself until days are ticked, then every five minutes', async () => {
  await engine.advanceTo('2026-11-24T08:00:00Z')
  expect(await runsOf(database)).toEqual([])
  const planned: Batch = { ...pullSync, schedule: { time: '00:00', weekdays: 'all', everyMinutes: 5 } }
  await engine.stop()
  await forgetEngine(database)
  engine = await startTestEngine(database, '2026-11-24T08:00:00Z', [planned], {
    settings,
    mail: smtpMailer({ url: null, from: 'nocturne@example.org' }),
    place: { timeZone: 'Europe/Paris', dataDirectory },
  })
  leave('users.csv', 'x')
  await engine.advanceTo('2026-11-24T08:05:00Z')
  await engine.advanceTo('2026-11-24T08:10:00Z')
  expect((await runsOf(database)).map(({ state, due }) => [state, due])).toEqual([
    ['finished', '2026-11-24T08:05:00.000Z'],
    ['finished', '2026-11-24T08:10:00.000Z'],
  ])
  expect(commandFile('users.csv')).toBe('x')
})
