import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readDropState } from '../../src/exchange/drop/drop-state.ts'
import type { PullStep } from '../../src/exchange/drop/pull-options.ts'
import { contents, type DropPlace, dropPlace, usualRules } from '../support/drop-place.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// Whoever may write into the drop directory (an SFTP account, say) may rename and link what lies in it at any moment. The
// program reads, moves and removes there with rights that this account does not have.

let database: TestDatabase
let drop: DropPlace
/** What the account must neither get nor lose: it may be anything that the program may read. */
let others: string
const secret = { 'users.csv': 'username\nctestun\n', 'key.txt': 'TESTSECRET\n' }

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(() => {
  drop = dropPlace(database)
  others = join(drop.root, 'others')
  mkdirSync(others)
  for (const [name, text] of Object.entries(secret)) writeFileSync(join(others, name), text)
})
afterEach(() => drop.forget())

describe('a claim whose folder becomes a link while its file is taken', () => {
  const steps: PullStep[] = ['claimed', 'copied', 'staged', 'published', 'delivered', 'quarantining']

  /** Puts a link in the place of the claim, or of the folder of claims. */
  function lead(what: 'the claim' | 'the folder of claims'): void {
    const claims = join(drop.directory, '.nocturne')
    const [id] = readdirSync(claims)
    if (what === 'the claim') {
      renameSync(join(claims, id!), join(drop.directory, '.aside'))
      symlinkSync(others, join(claims, id!))
      return
    }
    renameSync(claims, join(drop.directory, '.aside'))
    mkdirSync(join(drop.root, 'elsewhere'))
    renameSync(others, join(drop.root, 'elsewhere', id!))
    others = join(drop.root, 'elsewhere', id!)
    symlinkSync(join(drop.root, 'elsewhere'), claims)
  }

  it.each(
    (['the claim', 'the folder of claims'] as const).flatMap((what) =>
      steps.map((at) => [what, at] as const),
    ),
  )('%s, when it is %s: nothing behind the link is moved, read or removed', async (what, at) => {
    drop.leave('users.csv', at === 'quarantining' ? 'x'.repeat(2_000_000) : 'username\ntestun\n')
    let led = false
    await drop.pull({
      onStep: (step) => {
        if (step !== at || led) return
        led = true
        lead(what)
      },
    })
    expect(led).toBe(true)
    // The next pull comes upon what was left.
    drop.pass(60)
    await drop.pull()
    expect(contents(others)).toEqual(secret)
    expect(drop.lying().filter((name) => name === 'key.txt')).toEqual([])
    expect(Object.values(drop.on('commands'))).not.toContain(secret['users.csv'])
  })
})

describe('what the page of the drop directory shows', () => {
  const look = () =>
    readDropState(database.pool, {
      directory: drop.directory,
      nowMs: drop.clock.now().epochMilliseconds,
      rules: usualRules,
    })

  it('is not what the link behind a reason of the quarantine leads to', async () => {
    mkdirSync(join(drop.directory, '_quarantaine'))
    writeFileSync(join(drop.directory, '_quarantaine', 'x.csv'), '')
    symlinkSync(join(others, 'key.txt'), join(drop.directory, '_quarantaine', 'x.csv.raison.txt'))
    expect((await look()).quarantine).toMatchObject([{ name: 'x.csv', reason: null }])
  })

  it('is not what lies in another folder that a link makes the quarantine', async () => {
    symlinkSync(others, join(drop.directory, '_quarantaine'))
    expect((await look()).quarantine).toEqual([])
  })

  it('is not the first line of what a link called lock.txt leads to', async () => {
    symlinkSync(join(others, 'key.txt'), join(drop.directory, 'lock.txt'))
    expect((await look()).locks).toMatchObject([{ name: 'lock.txt', text: null }])
  })
})

it('a quarantine that is a link takes nothing in and stops no other file', async () => {
  symlinkSync(others, join(drop.directory, '_quarantaine'))
  drop.leave('a.csv', 'x'.repeat(2_000_000))
  drop.leave('b.csv', 'username\n')
  expect(await drop.pull()).toMatchObject({ outcome: 'pulled', taken: [{ name: 'b.csv' }] })
  expect(contents(others)).toEqual(secret)
})

it('an agent that sets and lifts an old lock all day long has twenty mails written, not hundreds', async () => {
  const lock = join(drop.directory, 'alock.txt')
  for (let time = 0; time < 60; time++) {
    writeFileSync(lock, '')
    utimesSync(lock, 1, 1)
    await drop.pull()
    rmSync(lock)
    await drop.pull()
    drop.pass(60)
  }
  const raised = () => drop.alarms.filter(({ phase }) => phase === 'raised').length
  expect([raised(), drop.alarms.length]).toEqual([20, 40])
  drop.pass(24 * 3600)
  writeFileSync(lock, '')
  utimesSync(lock, 1, 1)
  await drop.pull()
  expect(raised()).toBe(21)
})
