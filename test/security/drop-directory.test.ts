import { mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { terminalText } from '../../src/cli/terminal-text.ts'
import { readDropState } from '../../src/exchange/drop/drop-state.ts'
import type { PullStep } from '../../src/exchange/drop/pull-options.ts'
import { alarmLetter } from '../../src/learning/drop/alarm-letter.ts'
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

it('a name of several lines forges none of them, in the log, in the reason or in a letter', async () => {
  const name = 'x\nusers.csv : 12 octets repris\u001b[2K\u202egnp.csv'
  drop.leave(name, 'x')
  expect(await drop.pull()).toMatchObject({ quarantined: [{ name }] })
  const [reason] = Object.entries(contents(join(drop.directory, '_quarantaine'))).filter(([one]) =>
    one.endsWith('.raison.txt'),
  )
  const letter = alarmLetter(
    'testun@example.org',
    {
      ...{ occasion: 'drop:1:1', kind: 'not-removable', phase: 'raised', directory: '/drop', subject: name },
      ...{ owner: `a\u001b[2K`, ageSeconds: 0, firstSeenMs: 0, nowMs: 0 },
    },
    'fr',
    'Europe/Paris',
  )
  const texts = [...drop.said, reason![1].split('\n')[0]!, letter.subject, letter.text]
  expect(texts.filter((text) => /^users\.csv|\u202e/m.test(text) || text.includes('\u001b'))).toEqual([])
  // The record of the pull is not lost by a name that looks like an escape of JSON.
  drop.leave('a\\u0000b.csv', 'x')
  await drop.pull()
  const { rows } = await database.pool.query(
    `select outcome from drop_pull where directory = $1 order by id desc limit 1`,
    [drop.directory],
  )
  expect(rows).toEqual([{ outcome: 'pulled' }])
})

test('what a terminal is given holds no sequence that it would obey', () => {
  expect(terminalText('a\u001b]0;x\u0007b\u009b2Jc\r\nd\te\u202ef')).toBe(
    'a\ufffd]0;x\ufffdb\ufffd2Jc\ufffd\nd\te\ufffdf',
  )
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

it('a folder called lock.txt is put aside, not emptied', async () => {
  const lock = join(drop.directory, 'lock.txt')
  mkdirSync(lock)
  writeFileSync(join(lock, 'key.txt'), secret['key.txt'])
  utimesSync(lock, 1, 1)
  drop.leave('users.csv', 'username\n')
  expect(await drop.pull()).toMatchObject({ taken: [{ name: 'users.csv' }] })
  const [aside] = drop.lying()
  expect(contents(join(drop.directory, aside!))).toEqual({ 'key.txt': secret['key.txt'] })
})
