import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { PullReport } from '../../src/exchange/drop/pull-report.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { type DropPlace, dropPlace, usualRules } from '../support/drop-place.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'
import { until } from '../support/test-engine.ts'
import { type OpenSsh, startOpenSsh } from './openssh-server.ts'

/** The drop directory as a university's systems fill it: OpenSSH's `sftp` and its server, a real clock set forward. */
let database: TestDatabase
let ssh: OpenSsh
let drop: DropPlace
let sent: string
beforeAll(async () => {
  database = await createTestDatabase()
  drop = dropPlace(database)
  sent = join(drop.root, 'sent.csv')
  ssh = await startOpenSsh(join(drop.root, 'ssh'))
})
afterAll(async () => {
  await ssh?.stop()
  drop.forget()
  await database.drop()
})
beforeEach(() => {
  for (const name of readdirSync(drop.directory)) rmSync(join(drop.directory, name), { recursive: true })
})

/** Pulls as if `seconds` had gone by. */
const pullAfter = (seconds: number) =>
  drop.pull({ clock: systemClock(() => seconds * 1000), rules: { ...usualRules, largestBytes: 10_000_000 } })
const remote = (name: string) => `"${join(drop.directory, name)}"`
const put = (name: string) => `put "${sent}" ${remote(name)}`
const why = (report: PullReport) => Object.fromEntries(report.waiting.map((file) => [file.name, file.why]))
const megabytes = (count: number) => Buffer.alloc(count * 1024 * 1024, 'username;cohort\n')

it('a file that sftp has put is left for five seconds, then taken', async () => {
  writeFileSync(sent, 'username\nctestun\n')
  await ssh.deliver([put('users é.csv')])
  expect(why(await pullAfter(0))).toEqual({ 'users é.csv': 'fresh' })
  expect(await pullAfter(6)).toMatchObject({ taken: [{ name: 'users é.csv', bytes: 17 }] })
  expect(drop.on('commands')['users é.csv']).toBe('username\nctestun\n')
})

it('a slow transfer is left alone until it is whole', async () => {
  const bytes = megabytes(2)
  writeFileSync(sent, bytes)
  // In Kbit/s: some three seconds for it all.
  const client = ssh.sftp([put('slow.csv')], ['-l', '6000'])
  const ended = once(client, 'exit')
  const path = join(drop.directory, 'slow.csv')
  await until(async () => existsSync(path) && statSync(path).size > 0)
  let looks = 0
  let seen = 0
  while (client.exitCode === null && statSync(path).size < bytes.length) {
    const report = await pullAfter(0)
    expect(report.taken).toEqual([])
    seen = report.waiting.find((file) => file.name === 'slow.csv')?.bytes ?? 0
    looks++
  }
  expect((await ended)[0]).toBe(0)
  expect(looks).toBeGreaterThan(2)
  // It was seen growing: a minute without a change, not five seconds. Unless the last look was in time to see all of it.
  if (seen < bytes.length) expect(why(await pullAfter(6))).toEqual({ 'slow.csv': 'changing' })
  expect(await pullAfter(120)).toMatchObject({ taken: [{ name: 'slow.csv' }] })
  expect(Buffer.from(drop.on('commands')['slow.csv']!).equals(bytes)).toBe(true)
})

it('a broken transfer under a temporary name stays, and is taken once it is resumed and renamed', async () => {
  const bytes = megabytes(3)
  writeFileSync(sent, bytes)
  const client = ssh.sftp([put('broken.csv.part')], ['-l', '6000'])
  const ended = once(client, 'exit')
  const path = join(drop.directory, 'broken.csv.part')
  await until(async () => existsSync(path) && statSync(path).size > 100_000)
  client.kill('SIGKILL')
  await ended
  expect(why(await pullAfter(3600))).toEqual({ 'broken.csv.part': 'unfinished' })
  const size = statSync(path).size
  expect(size).toBeLessThan(bytes.length)
  await ssh.deliver([
    `reput "${sent}" ${remote('broken.csv.part')}`,
    `rename ${remote('broken.csv.part')} ${remote('broken.csv')}`,
  ])
  expect(await pullAfter(60)).toMatchObject({ taken: [{ name: 'broken.csv', bytes: bytes.length }] })
})

it('a broken transfer under its own name is caught by its checksum', async () => {
  const bytes = megabytes(3)
  writeFileSync(sent, `${createHash('sha256').update(bytes).digest('hex')}  cut.csv\n`)
  await ssh.deliver([put('cut.csv.sha256')])
  writeFileSync(sent, bytes)
  const client = ssh.sftp([put('cut.csv')], ['-l', '6000'])
  const ended = once(client, 'exit')
  const path = join(drop.directory, 'cut.csv')
  await until(async () => existsSync(path) && statSync(path).size > 100_000)
  client.kill('SIGKILL')
  await ended
  // The server writes what it has received after its client is gone.
  let size = -1
  await until(async () => {
    const before = size
    size = statSync(path).size
    return before === size
  })
  expect(await pullAfter(3600)).toMatchObject({ taken: [], quarantined: [{ name: 'cut.csv' }] })
  expect(drop.on('commands')['cut.csv']).toBeUndefined()
})

it('alock.txt put before and removed after holds the pull off meanwhile', async () => {
  writeFileSync(sent, 'x')
  await ssh.deliver([put('alock.txt'), put('held.csv')])
  expect(await pullAfter(60)).toMatchObject({ outcome: 'agent-at-work', taken: [] })
  await ssh.deliver([`rm ${remote('alock.txt')}`])
  expect(await pullAfter(60)).toMatchObject({ taken: [{ name: 'held.csv' }] })
})
