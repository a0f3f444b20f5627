import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DropPlace, dropPlace, usualRules } from '../../../test/support/drop-place.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { readDropState } from './drop-state.ts'

let database: TestDatabase
let drop: DropPlace
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  drop = dropPlace(database)
})
afterEach(() => drop.forget())

const look = () =>
  readDropState(database.pool, {
    directory: drop.directory,
    nowMs: drop.clock.now().epochMilliseconds,
    rules: usualRules,
  })

it('our own folders are no deliveries; a folder that an agent leaves is told with the files', async () => {
  await drop.pull()
  mkdirSync(join(drop.directory, '.nocturne'), { recursive: true })
  mkdirSync(join(drop.directory, '_quarantaine'), { recursive: true })
  mkdirSync(join(drop.directory, 'ancien'))
  drop.leave('users.csv', 'username\n')
  const { files } = await look()
  expect(files.map(({ name, why }) => [name, why])).toEqual([
    ['ancien', 'directory'],
    ['users.csv', null],
  ])
})

it('a directory that nobody has made yet is not there, and nothing lies in it', async () => {
  rmSync(drop.directory, { recursive: true })
  expect(await look()).toEqual({
    directory: drop.directory,
    exists: false,
    writable: false,
    locks: [],
    files: [],
    quarantine: [],
    pulls: [],
    alarms: [],
  })
})

it('each file is told with what the next pull makes of it, and looking changes nothing', async () => {
  drop.leave('ready.csv', 'x')
  drop.leave('fresh.csv', 'x', 1)
  drop.leave('half.csv.part', 'x')
  drop.leave('_note.txt', 'x')
  const told = (await look()).files.map(({ name, why, text }) => [name, why, text.fr])
  expect(told).toEqual([
    ['_note.txt', 'hidden', 'nom commençant par « . » ou « _ »'],
    ['fresh.csv', 'fresh', 'écrit il y a moins de 5 secondes'],
    ['half.csv.part', 'unfinished', 'transfert inachevé (.part, .tmp, .filepart)'],
    ['ready.csv', null, 'sera pris'],
  ])
  expect(drop.lying()).toEqual(['_note.txt', 'fresh.csv', 'half.csv.part', 'ready.csv'])
  expect(drop.on('commands')).toEqual({})
})

it('while an agent delivers, what would be ready waits for it', async () => {
  drop.leave('alock.txt', 'agent 7\n', 2 * 3600)
  drop.leave('ready.csv', 'x')
  const { files, locks } = await look()
  expect(files.map(({ name, why }) => [name, why])).toEqual([['ready.csv', 'agent']])
  expect(locks).toEqual([
    {
      name: 'alock.txt',
      since: '2026-11-22T06:00:00.000Z',
      ageSeconds: 7200,
      text: 'agent 7',
      owner: null,
      stale: false,
    },
  ])
})

it('what is in quarantine is told with its reason, and past pulls with what they took, the newest first', async () => {
  drop.leave('cut.csv', 'x')
  drop.leave('cut.csv.sha256', '0'.repeat(64))
  drop.leave('users.csv', 'username\n')
  await drop.pull()
  drop.pass(60)
  drop.leave('alock.txt', '')
  await drop.pull()
  const { quarantine, pulls } = await look()
  expect(quarantine).toEqual([
    {
      name: 'cut.csv',
      bytes: 1,
      since: expect.any(String),
      reason: expect.stringMatching(/^cut\.csv\n[\s\S]*La somme SHA-256 ne correspond pas/),
    },
  ])
  expect(pulls).toMatchObject([
    { node: 'node-a', outcome: 'agent-at-work', startedAt: '2026-11-22T08:01:00.000Z', taken: 0 },
    {
      outcome: 'pulled',
      endedAt: '2026-11-22T08:00:00.000Z',
      taken: 1,
      quarantined: 1,
      detail: { taken: [{ name: 'users.csv', bytes: 9 }] },
    },
  ])
})
