import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contents, type DropPlace, dropPlace, usualRules } from '../../../test/support/drop-place.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { PullStep } from './pull-options.ts'

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

const hour = 3600
const sum = (text: string) => createHash('sha256').update(text).digest('hex')
const told = () =>
  drop.alarms.map(({ kind, phase, subject }) => [kind, phase, subject].filter(Boolean).join(' '))
const why = (report: { waiting: readonly { name: string; why: string }[] }) =>
  Object.fromEntries(report.waiting.map((file) => [file.name, file.why]))

/** A number that was a process's, and is nobody's. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid!
}

/** Permissions keep ordinary users from removing a file while the pull has its lock; root needs a stronger word. */
function immovable(name: string): { onStep: (step: PullStep) => void; release: () => void } {
  if (process.getuid!() === 0) {
    const path = join(drop.directory, name)
    execFileSync('chattr', ['+i', path])
    return { onStep: () => {}, release: () => execFileSync('chattr', ['-i', path]) }
  }
  const onStep = (step: PullStep) => {
    if (step === 'locked') chmodSync(drop.directory, 0o500)
    if (step === 'ending') chmodSync(drop.directory, 0o700)
  }
  return { onStep, release: () => chmodSync(drop.directory, 0o700) }
}

it('takes files to the command files, and leaves the directory and no lock', async () => {
  drop.leave('users.csv', 'username\nctestun\n')
  drop.leave('pictures.zip', Buffer.from([0x50, 0x4b, 0, 255]))
  const report = await drop.pull()
  expect(report).toMatchObject({ outcome: 'pulled', waiting: [], quarantined: [] })
  expect(report.taken).toEqual([
    expect.objectContaining({ name: 'pictures.zip', bytes: 4 }),
    { name: 'users.csv', bytes: 17, sha256: sum('username\nctestun\n') },
  ])
  expect(drop.lying()).toEqual([])
  expect(drop.on('commands')['users.csv']).toBe('username\nctestun\n')
  expect(readdirSync(join(drop.directory, '.nocturne'))).toEqual([])
  expect((statSync(join(drop.root, 'files/commands/users.csv')).mode & 0o777).toString(8)).toBe('640')
})

it('makes the directory at first use, for the group of the agents to write', async () => {
  rmSync(drop.directory, { recursive: true })
  expect(await drop.pull()).toMatchObject({ outcome: 'pulled', taken: [] })
  expect((statSync(drop.directory).mode & 0o700).toString(8)).toBe('700')
})

describe('locks', () => {
  const lockBy = (owner: string, ageSeconds: number) =>
    drop.leave('lock.txt', `${owner} 2026-11-22T01:00:00Z\n`, ageSeconds)

  it('D01: a fresh alock.txt blocks, without an alarm', async () => {
    drop.leave('alock.txt', '', 60)
    drop.leave('x.csv', 'x')
    expect(await drop.pull()).toMatchObject({ outcome: 'agent-at-work', taken: [] })
    expect([drop.lying(), told()]).toEqual([['alock.txt', 'x.csv'], []])
  })

  it('D02: an alock.txt of four hours blocks, with one alarm a day and one when it is gone', async () => {
    drop.leave('alock.txt', 'agent 7', 4 * hour)
    drop.leave('x.csv', 'x')
    for (let pull = 0; pull < 3; pull++) {
      expect(await drop.pull()).toMatchObject({ outcome: 'agent-at-work' })
      drop.pass(300)
    }
    expect(told()).toEqual(['alock raised'])
    expect(drop.alarms[0]).toMatchObject({ ageSeconds: 4 * hour, owner: 'agent 7' })
    drop.pass(24 * hour)
    await drop.pull()
    expect(told()).toEqual(['alock raised', 'alock still'])
    rmSync(join(drop.directory, 'alock.txt'))
    expect(await drop.pull()).toMatchObject({ outcome: 'pulled', taken: [{ name: 'x.csv' }] })
    await drop.pull()
    expect(told()).toEqual(['alock raised', 'alock still', 'alock solved'])
  })

  it('D03: a fresh lock.txt means that a pull is under way', async () => {
    lockBy('node-b 1', 2 * hour)
    drop.leave('x.csv', 'x')
    const report = await drop.pull()
    expect(report).toMatchObject({
      outcome: 'already-pulling',
      message: { fr: 'récupération déjà en cours' },
    })
    expect([drop.lying(), told()]).toEqual([['lock.txt', 'x.csv'], []])
  })

  it('D04: a lock.txt of four hours whose owner is dead is an alarm, and taken over', async () => {
    lockBy(`node-a ${await deadPid()}`, 4 * hour)
    drop.leave('x.csv', 'x')
    expect(await drop.pull()).toMatchObject({ outcome: 'pulled', taken: [{ name: 'x.csv' }] })
    expect([drop.lying(), told()]).toEqual([[], ['lock raised', 'lock solved']])
  })

  it.each([
    ['alive here', () => `node-a ${process.pid}`, { pid: 1 }],
    ['on another machine', () => 'node-b 1', {}],
    ['unknown', () => 'an agent that knows no better', {}],
  ])(
    'a lock.txt of four hours whose owner is %s is an alarm, and stays until it is six hours old',
    async (_, owner, self) => {
      lockBy(owner(), 4 * hour)
      drop.leave('x.csv', 'x')
      expect(await drop.pull(self)).toMatchObject({ outcome: 'already-pulling' })
      expect([drop.lying(), told()]).toEqual([['lock.txt', 'x.csv'], ['lock raised']])
      drop.pass(2 * hour + 1)
      expect(await drop.pull(self)).toMatchObject({ outcome: 'pulled', taken: [{ name: 'x.csv' }] })
      expect([drop.lying(), told()]).toEqual([[], ['lock raised', 'lock solved']])
    },
  )

  it('lock.txt says who pulls, from its first moment on', async () => {
    let seen = ''
    await drop.pull({
      pid: 4711,
      onStep: (step) => {
        if (step === 'locked') seen = readFileSync(join(drop.directory, 'lock.txt'), 'utf8')
      },
    })
    expect(seen).toBe('node-a 4711 2026-11-22T08:00:00Z\n')
    expect(drop.lying()).toEqual([])
  })

  it('an agent that begins between the two looks goes first', async () => {
    drop.leave('x.csv', 'x')
    const report = await drop.pull({
      onStep: (step) => {
        if (step === 'locked') drop.leave('alock.txt', '', 0)
      },
    })
    expect(report).toMatchObject({ outcome: 'agent-at-work', taken: [] })
    expect(drop.lying()).toEqual(['alock.txt', 'x.csv'])
  })

  it('an agent that begins in spite of the lock stops the pull before the next file', async () => {
    for (const name of ['a.csv', 'b.csv']) drop.leave(name, name)
    const report = await drop.pull({
      onStep: (step, name) => {
        if (step === 'removed' && name === 'a.csv') drop.leave('alock.txt', '', 0)
      },
    })
    expect(report).toMatchObject({ taken: [{ name: 'a.csv' }], waiting: [{ name: 'b.csv', why: 'stopped' }] })
  })

  it('lock.txt goes whatever happens, and the next pull takes the rest', async () => {
    for (const name of ['a.csv', 'b.csv']) drop.leave(name, name)
    const failing = drop.pull({
      onStep: (step, name) => {
        if (step === 'copied' && name === 'b.csv') throw new Error('disk on fire')
      },
    })
    await expect(failing).rejects.toThrow('disk on fire')
    expect(drop.lying()).toEqual([])
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'b.csv' }] })
    expect(drop.on('commands')).toEqual({ 'a.csv': 'a.csv', 'b.csv': 'b.csv' })
  })

  it('two nodes at once: one pulls, the other says so', async () => {
    drop.leave('x.csv', 'x')
    let other: Promise<unknown> = Promise.resolve()
    await drop.pull({
      onStep: async (step) => {
        if (step === 'claimed') other = Promise.resolve(await drop.pull({ host: 'node-b' }))
      },
    })
    expect(await other).toMatchObject({ outcome: 'already-pulling' })
    expect(drop.on('commands')).toEqual({ 'x.csv': 'x' })
  })

  it('D10: a directory that cannot be written is an alarm, and nothing is pulled', async () => {
    // Not writable for root either, whom permissions do not stop.
    const report = await drop.pull({ directory: '/proc/self' })
    expect(report).toMatchObject({ outcome: 'not-writable', taken: [] })
    expect(told()).toEqual(['not-writable raised'])
  })
})

describe('names', () => {
  it('D05: names beginning with a dot or an underscore stay', async () => {
    drop.leave('.hidden.csv', 'x')
    drop.leave('_out.csv', 'x')
    expect(await drop.pull()).toMatchObject({ taken: [], waiting: [] })
    expect(drop.lying()).toEqual(['.hidden.csv', '_out.csv'])
  })

  it('D06: a name that merely contains lock is pulled', async () => {
    for (const name of ['blocks.csv', 'deadlock.csv', 'lock.txt.csv', '0']) drop.leave(name, name)
    await drop.pull()
    expect(Object.keys(drop.on('commands'))).toEqual(['0', 'blocks.csv', 'deadlock.csv', 'lock.txt.csv'])
  })

  it('D07: folders and links are ignored', async () => {
    mkdirSync(join(drop.directory, 'folder.csv'))
    writeFileSync(join(drop.root, 'secret'), 'secret')
    symlinkSync(join(drop.root, 'secret'), join(drop.directory, 'link.csv'))
    expect(await drop.pull()).toMatchObject({ taken: [], waiting: [] })
    expect(drop.lying()).toEqual(['folder.csv', 'link.csv'])
  })

  it('unfinished transfers stay under the names that transfer programs give them', async () => {
    for (const name of ['a.csv.part', 'b.tmp', 'c.csv.FILEPART']) drop.leave(name, 'x')
    expect(why(await drop.pull())).toEqual({
      'a.csv.part': 'unfinished',
      'b.tmp': 'unfinished',
      'c.csv.FILEPART': 'unfinished',
    })
  })

  it('a name that no command file can have goes to quarantine, with the reason beside', async () => {
    drop.leave('a*.csv', 'star')
    const latin = Buffer.concat([Buffer.from(`${drop.directory}/`), Buffer.from('é.csv', 'latin1')])
    writeFileSync(latin, 'latin')
    utimesSync(latin, 1, 1)
    expect(await drop.pull()).toMatchObject({ taken: [], quarantined: [{ name: 'a*.csv' }, {}] })
    const kept = contents(join(drop.directory, '_quarantaine'))
    expect(Object.keys(kept)).toEqual(['_.csv', '_.csv.raison.txt', 'a_.csv', 'a_.csv.raison.txt'])
    expect(kept['a_.csv']).toBe('star')
    expect(kept['a_.csv.raison.txt']).toContain('ne peut pas porter ce nom')
    expect(kept['_.csv.raison.txt']).toContain('pas en UTF-8')
  })
})

describe('files at rest', () => {
  it('D11: a file that is still growing is left for next time', async () => {
    drop.leave('x.csv', 'half', 2)
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'fresh' })
    drop.pass(2)
    drop.leave('x.csv', 'half and half', 0)
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'fresh' })
    drop.pass(60)
    await drop.pull()
    expect(drop.on('commands')).toEqual({ 'x.csv': 'half and half' })
  })

  it('a writer who pauses is given more time once a pull has seen the file grow', async () => {
    drop.leave('x.csv', 'a', 1)
    await drop.pull()
    drop.pass(30)
    drop.leave('x.csv', 'ab', 10)
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'changing' })
    drop.pass(20)
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'x.csv' }] })
  })

  it('a file dated in the future is taken once two pulls have seen it the same', async () => {
    drop.leave('x.csv', 'x', -3600)
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'future' })
    drop.pass(4)
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'future' })
    drop.pass(1)
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'x.csv' }] })
  })

  it.each(['claimed', 'copied'] as const)(
    'a writer that still holds the file open shows after it is %s: it goes on where it was',
    async (moment) => {
      drop.leave('x.csv', 'first ')
      drop.leave('x.csv.sha256', sum('first second'))
      const report = await drop.pull({
        onStep: (step) => {
          if (step !== moment) return
          const [claim] = readdirSync(join(drop.directory, '.nocturne'))
          appendFileSync(join(drop.directory, '.nocturne', claim!, 'x.csv'), 'second')
        },
      })
      expect(why(report)).toEqual({ 'x.csv': 'changing' })
      expect(drop.lying()).toEqual(['x.csv', 'x.csv.sha256'])
      expect(drop.on('commands')).toEqual({})
      drop.leave('x.csv', 'first second')
      await drop.pull()
      expect(drop.on('commands')).toEqual({ 'x.csv': 'first second' })
    },
  )

  it('when a newer file has its name by then, the one that grew is delivered first', async () => {
    drop.leave('x.csv', 'old ')
    await drop.pull({
      onStep: (step) => {
        if (step !== 'copied') return
        const [claim] = readdirSync(join(drop.directory, '.nocturne'))
        const path = join(drop.directory, '.nocturne', claim!, 'x.csv')
        appendFileSync(path, 'grown')
        const at = drop.clock.now().epochMilliseconds / 1000
        utimesSync(path, at, at)
        drop.leave('x.csv', 'new')
      },
    })
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'claimed' })
    expect(drop.on('commands')).toEqual({})
    drop.pass(10)
    expect((await drop.pull()).taken).toHaveLength(2)
    expect([drop.on('commands'), Object.values(drop.on('archives'))]).toEqual([
      { 'x.csv': 'new' },
      ['old grown'],
    ])
  })
})

describe('deliveries', () => {
  it('D08: of a name that is in the area already, the old version is archived', async () => {
    drop.leave('x.csv', 'one')
    await drop.pull()
    drop.leave('x.csv', 'two')
    await drop.pull()
    expect(drop.on('commands')).toEqual({ 'x.csv': 'two' })
    expect(drop.on('archives')).toEqual({ '20261122-090000_x.csv': 'one' })
  })

  it('D09: a file that cannot be removed is an alarm, taken once, and removed when that can be done', async () => {
    drop.leave('x.csv', 'once')
    const { onStep, release } = immovable('x.csv')
    try {
      expect(await drop.pull({ onStep })).toMatchObject({ outcome: 'pulled', taken: [{ name: 'x.csv' }] })
      expect(why(await drop.pull({ onStep }))).toEqual({ 'x.csv': 'left-behind' })
      expect(told()).toEqual(['not-removable raised x.csv'])
      expect([drop.on('commands'), drop.on('archives')]).toEqual([{ 'x.csv': 'once' }, {}])
    } finally {
      release()
    }
    expect(await drop.pull()).toMatchObject({ taken: [], waiting: [] })
    expect(drop.lying()).toEqual([])
    expect(told()).toEqual(['not-removable raised x.csv', 'not-removable solved x.csv'])
  })

  it('a directory whose claims cannot be made is pulled from all the same', async () => {
    writeFileSync(join(drop.directory, '.nocturne'), 'not a folder')
    drop.leave('x.csv', 'x')
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'x.csv' }] })
    expect([drop.lying(), told()]).toEqual([[], []])
    drop.leave('x.csv', 'y')
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'x.csv' }] })
  })

  it.each([
    ['the hash alone', (text: string) => sum(text).toUpperCase()],
    ['as sha256sum writes it', (text: string) => `${sum(text)}  export/x.csv\r\n`],
    ['among others', (text: string) => `${sum('?')} *y.csv\n${sum(text)} *x.csv\n`],
  ])('a right checksum, %s, goes with its file', async (_, line) => {
    drop.leave('x.csv', 'right')
    drop.leave('x.csv.sha256', line('right'))
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'x.csv' }], waiting: [] })
    expect([drop.lying(), drop.on('commands')]).toEqual([[], { 'x.csv': 'right' }])
  })

  it.each([
    ['another sum', sum('other'), 'ne correspond pas'],
    ['no sum', 'hello', 'ne contient pas de somme'],
    ['the sum of another name', `${sum('wrong')}  y.csv`, 'ne contient pas de somme'],
  ])('a checksum file with %s puts the file into quarantine', async (_, line, reason) => {
    drop.leave('x.csv', 'wrong')
    drop.leave('x.csv.sha256', line)
    expect(await drop.pull()).toMatchObject({ taken: [], quarantined: [{ name: 'x.csv' }] })
    expect([drop.on('commands'), drop.lying()]).toEqual([{}, ['_quarantaine']])
    drop.leave('x.csv', 'wrong again')
    drop.leave('x.csv.sha256', line)
    await drop.pull()
    const kept = contents(join(drop.directory, '_quarantaine'))
    expect(kept).toMatchObject({ 'x.csv': 'wrong', 'x-2.csv': 'wrong again' })
    expect(kept['x.csv.raison.txt']).toContain(reason)
  })

  it('a checksum that is still being written is waited for', async () => {
    drop.leave('x.csv', 'x')
    drop.leave('x.csv.sha256', '', 1)
    drop.leave('alone.csv.sha256', '')
    expect(why(await drop.pull())).toEqual({ 'x.csv': 'fresh', 'alone.csv.sha256': 'companion' })
  })

  it('with the marker in use, only what has its .done beside is taken, and the marker with it', async () => {
    const rules = { ...usualRules, doneMarker: true }
    drop.leave('x.csv', 'x')
    drop.leave('y.csv', 'y', 60)
    drop.leave('y.csv.done', '', 61)
    drop.leave('z.csv', 'z')
    drop.leave('z.csv.done', '')
    const report = await drop.pull({ rules })
    expect(report).toMatchObject({ taken: [{ name: 'z.csv' }] })
    expect(why(report)).toEqual({ 'x.csv': 'no-marker', 'y.csv': 'old-marker' })
    expect(drop.lying()).toEqual(['x.csv', 'y.csv', 'y.csv.done'])
  })

  it('a file that is too large goes to quarantine unread', async () => {
    drop.leave('x.csv', 'four')
    const report = await drop.pull({ rules: { ...usualRules, largestBytes: 3 } })
    expect(report).toMatchObject({ quarantined: [{ name: 'x.csv' }] })
  })

  it('a file that its sender takes back is no delivery', async () => {
    drop.leave('x.csv', 'x')
    const report = await drop.pull({
      onStep: (step) => {
        if (step === 'recorded') rmSync(join(drop.directory, 'x.csv'))
      },
    })
    expect(report).toMatchObject({ outcome: 'pulled', taken: [], waiting: [] })
  })

  it('a claim that no row knows is taken rather than lost', async () => {
    mkdirSync(join(drop.directory, '.nocturne/77'), { recursive: true })
    writeFileSync(join(drop.directory, '.nocturne/77/x.csv'), 'x')
    writeFileSync(join(drop.directory, '.nocturne/77/x.csv.sha256'), sum('x'))
    utimesSync(join(drop.directory, '.nocturne/77/x.csv'), 1, 1)
    expect(await drop.pull()).toMatchObject({ taken: [{ name: 'x.csv' }] })
    expect(drop.on('commands')).toEqual({ 'x.csv': 'x' })
    expect(readdirSync(join(drop.directory, '.nocturne'))).toEqual([])
  })
})
