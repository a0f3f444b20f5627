import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PullStep } from '../src/exchange/drop/pull-options.ts'
import { openDatabase } from '../src/platform/database.ts'
import { type Agent, folderAgent, sftpAgent } from './support/drop-agents.ts'
import { contents, type DropPlace, dropPlace } from './support/drop-place.ts'
import { type SeededRandom, seededRandom } from './support/seeded-random.ts'
import { connectSftp, type SftpClient } from './support/sftp-client.ts'
import { type SftpServer, startSftpServer } from './support/sftp-server.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { until } from './support/test-engine.ts'

/**
 * Issue 4, Done when 3: random deliveries of every kind, through the file system and through SFTP, against two nodes that
 * pull at random moments and die at random steps. Everything that a reader can ever see stays somewhere to be counted at
 * the end: « runs » move command files away, and of one name the older goes to the archives.
 */
const deliveries = 500

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

/** One a run; its number alone is enough to see a failure again: `SEED=4 npx vitest run test/drop-deliveries.test.ts`. */
const seeds = process.env.SEED
  ? [Number(process.env.SEED)]
  : process.env.SOAK
    ? Array.from({ length: 40 }, (_, index) => index + 1)
    : [20261122]

test.each(seeds)(
  `${deliveries} random deliveries (seed %i): none read partially, none taken twice, none lost`,
  async (seed) => {
    // The clock is behind the machine's: what was written just now and not yet dated by the test is never thought old.
    const start = Temporal.Now.instant()
      .subtract({ hours: 24 * 30 })
      .toString()
    const place = dropPlace(database, start)
    const server = await startSftpServer(place.directory)
    const world = new World(seed, place, server)
    try {
      await world.live()
      await world.settle()
      world.judge()
    } finally {
      await world.end()
      await server.stop()
      place.forget()
    }
  },
  120_000,
)

interface Delivery {
  readonly name: string
  readonly text: string
  /** Its sender's own: agents work at the same time. */
  readonly random: SeededRandom
  readonly expected: 'area' | 'quarantine' | 'nowhere'
  complete: boolean
  /** Its sender has written over it, perhaps before anybody took it. */
  superseded: boolean
}

/** One thing an agent does, step by step; between two steps time passes. */
type Work = {
  readonly steps: AsyncGenerator<void, Agent | null>
  readonly unprotected: boolean
  readonly name: string
}

const crashSteps: readonly PullStep[] = [
  'locked',
  'recorded',
  'claimed',
  'copied',
  'staged',
  'published',
  'delivered',
  'removed',
  'quarantining',
  'ending',
]

class World {
  readonly seed: number
  readonly random: SeededRandom
  readonly place: DropPlace
  readonly server: SftpServer
  readonly all: Delivery[] = []
  readonly newest = new Map<string, Delivery>()
  readonly clients = new Set<SftpClient>()
  /** Connections whose agent has delivered: the next one goes on with them. */
  idle: SftpClient[] = []
  works: Work[] = []
  pulls: Promise<unknown>[] = []
  /** Agents that use alock.txt are one system: one at a time. */
  locking = false
  deadPid = 0
  crashes = 0
  moved = 0

  constructor(seed: number, place: DropPlace, server: SftpServer) {
    this.seed = seed
    this.random = seededRandom(seed)
    this.place = place
    this.server = server
  }

  async live(): Promise<void> {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    this.deadPid = child.pid!
    while (this.all.length < deliveries || this.works.length > 0) {
      this.place.pass(this.random.between(5, 30) / 10)
      while (this.works.length < 12 && this.all.length < deliveries) await this.begin()
      // Who writes without any protection never pauses for five seconds.
      const turns = this.works.filter((work) => work.unprotected || this.random.chance(0.7))
      await Promise.all(turns.map((work) => this.stepOf(work)))
      const dice = this.random.between(0, 99)
      if (dice < 25) this.pulls.push(this.place.pull({ host: 'node-a' }))
      else if (dice < 40)
        this.pulls.push(this.place.pull({ host: 'node-b' }), this.place.pull({ host: 'node-a' }))
      else if (dice < 55) await this.crash()
      else if (dice < 65) await this.run()
      if (this.random.chance(0.6)) await this.pullsEnd()
    }
  }

  /** What operators do at the end of the day; then everything that can arrive has arrived. */
  async settle(): Promise<void> {
    await this.pullsEnd()
    rmSync(join(this.place.directory, 'alock.txt'), { force: true })
    for (let pull = 0; pull < 3; pull++) {
      this.place.pass(4 * 3600)
      await this.place.pull({ host: 'node-a' })
    }
  }

  judge(): void {
    const area = [
      ...Object.values(this.place.on('commands')),
      ...Object.values(this.place.on('archives')),
      ...Object.values(this.place.on('journals')),
    ]
    const quarantine = Object.entries(contents(join(this.place.directory, '_quarantaine')))
      .filter(([name]) => !name.endsWith('.raison.txt'))
      .map(([, text]) => text)
    const seen = counted(area)
    const known = new Map(this.all.map((delivery) => [delivery.text, delivery]))
    const partial = area.filter((text) => known.get(text)?.complete !== true)
    const twice = [...seen].filter(([, times]) => times > 1)
    const lost = this.all.filter(
      ({ text, expected, superseded }) => expected === 'area' && !superseded && !seen.has(text),
    )
    const kept = counted(quarantine)
    const notKept = this.all.filter(({ text, expected }) => expected === 'quarantine' && kept.get(text) !== 1)
    const wrong = this.all.filter(({ text, expected }) => expected !== 'area' && seen.has(text))
    const name = (text: string) => known.get(text)?.name ?? text.slice(0, 60)
    expect({
      partial: partial.map(name),
      twice: twice.map(([text]) => name(text)),
      lost: lost.map((delivery) => delivery.name),
      notKept: notKept.map((delivery) => delivery.name),
      wrong: wrong.map((delivery) => delivery.name),
      rightInQuarantine: this.all
        .filter(({ text, expected }) => expected === 'area' && kept.has(text))
        .map((one) => one.name),
    }).toEqual({ partial: [], twice: [], lost: [], notKept: [], wrong: [], rightInQuarantine: [] })
    // The test is worth something only if much of each kind has happened.
    const exact = this.all.filter(({ expected, superseded }) => expected === 'area' && !superseded)
    expect(this.all.length).toBe(deliveries)
    expect(exact.length).toBeGreaterThan(deliveries / 2)
    expect(this.crashes).toBeGreaterThan(5)
    expect(this.place.lying().filter((one) => /lock/.test(one))).toEqual([])
  }

  async end(): Promise<void> {
    await this.pullsEnd()
    for (const client of this.clients) client.end()
  }

  private async stepOf(work: Work): Promise<void> {
    const step = await work.steps.next()
    if (step.done !== true) return
    this.works = this.works.filter((other) => other !== work)
    step.value?.release()
  }

  private async pullsEnd(): Promise<void> {
    const reports = await Promise.all(this.pulls)
    this.pulls = []
    expect(reports.filter((report) => (report as { outcome: string }).outcome === 'failed')).toEqual([])
  }

  /** A run of a tool takes what is there: moved away, so that it is seen at the end. */
  private async run(): Promise<void> {
    for (const { name } of await this.place.area.list('commands'))
      await this.place.area
        .move({ shelf: 'commands', name }, { shelf: 'journals', name: `run-${++this.moved}` })
        .catch((error) => expect(error).toMatchObject({ code: 'ABSENT' }))
  }

  /** A node dies at a random step: its promise never ends, its connections fall, its lock stays. */
  private async crash(): Promise<void> {
    await this.pullsEnd()
    const name = `crash_${++this.crashes}`
    const dying = openDatabase(database.url, { applicationName: name, max: 4 })
    const fatal = this.random.pick(crashSteps)
    const skip = this.random.between(0, 2)
    let passed = 0
    const { promise: died, resolve: die } = Promise.withResolvers<void>()
    // What dies on a machine that goes on pulling holds nobody up; of another one nothing is known.
    const host = this.random.pick(['node-a', 'node-c'])
    const pull = this.place.pull({
      host,
      pid: this.deadPid,
      pool: dying.pool,
      onStep: (step) => {
        if (step !== fatal || passed++ < skip) return
        die()
        return new Promise(() => {})
      },
    })
    await Promise.race([pull, died])
    await database.pool.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
      [name],
    )
    // Told to end, they hold the lock of the database a little longer.
    await until(async () => {
      const { rows } = await database.pool.query('select from pg_stat_activity where application_name = $1', [
        name,
      ])
      return rows.length === 0
    })
    const lock = join(this.place.directory, 'lock.txt')
    if (!existsSync(lock)) return
    // It may be that of a node that died before, which kept this one from pulling.
    if (readFileSync(lock, 'utf8').startsWith('node-a ')) {
      const { outcome } = await this.place.pull({ host: 'node-a' })
      expect(outcome).toBe(existsSync(join(this.place.directory, 'alock.txt')) ? 'agent-at-work' : 'pulled')
    } else if (this.random.chance(0.5)) {
      // Nobody who writes without protection pauses for hours.
      for (const work of this.works.filter((one) => one.unprotected))
        while (this.works.includes(work)) {
          this.place.pass(1)
          await this.stepOf(work)
        }
      this.place.pass(3 * 3600 + 1)
    } else rmSync(lock)
  }

  private async begin(): Promise<void> {
    const number = this.all.length
    const agent = this.random.chance(0.5) ? folderAgent(this.place) : await this.remoteAgent()
    const kinds = [
      'slow',
      'slow',
      'named',
      'named',
      'locked',
      'killed-part',
      'killed-fast',
      'right-sum',
      'wrong-sum',
      'cut',
    ] as const
    const kind = this.random.pick(this.locking ? kinds.filter((one) => one !== 'locked') : kinds)
    // Names of their own where a checksum is involved: one without would be judged by that of the delivery before.
    const free = (name: string) => !this.works.some((work) => work.name === name)
    const shared = Array.from({ length: 150 }, (_, index) => `file ${index} é.csv`).filter(free)
    const name = /sum|cut/.test(kind) ? `${kind}-${number}.csv` : this.random.pick(shared)
    const text = `${number} of ${name}\n${'abcdefghij\n'.repeat(this.random.between(1, this.random.chance(0.05) ? 50_000 : 300))}end ${number}\n`
    if (kind === 'locked') this.locking = true
    const before = this.newest.get(name)
    if (before !== undefined) before.superseded = !(await this.isTaken(before))
    const expected = kind === 'wrong-sum' ? 'quarantine' : kind === 'cut' ? 'nowhere' : 'area'
    const delivery: Delivery = {
      name,
      text,
      random: seededRandom(this.seed + number),
      expected,
      complete: false,
      superseded: false,
    }
    this.all.push(delivery)
    this.newest.set(name, delivery)
    this.works.push({
      name,
      unprotected: !/locked|named|part/.test(kind),
      steps: this.deliver(kind, agent, delivery),
    })
  }

  private async isTaken({ text }: Delivery): Promise<boolean> {
    const { rows } = await database.pool.query(
      `select from drop_delivery where sha256 = $1 and state = 'delivered'`,
      [sha256(text)],
    )
    return rows.length > 0
  }

  private async remoteAgent(): Promise<Agent> {
    const client = this.idle.pop() ?? (await connectSftp(this.server))
    this.clients.add(client)
    return sftpAgent(client, this.place.clock, () => this.idle.push(client))
  }

  private async *deliver(kind: string, given: Agent, delivery: Delivery): AsyncGenerator<void, Agent | null> {
    let agent = given
    const { name, text } = delivery
    const half = text.slice(0, Math.floor(text.length / 2))
    switch (kind) {
      case 'slow':
        // Over an older file of that name, in place, if there is one.
        yield* this.write(agent, name, text, delivery.random, delivery)
        return agent
      case 'named': {
        const hidden = delivery.random.pick([
          `${name}.part`,
          `${name}.filepart`,
          `${name}.TMP`,
          `.${name}`,
          `_${name}`,
        ])
        yield* this.write(agent, hidden, text, delivery.random)
        delivery.complete = true
        await agent.rename(hidden, name)
        return agent
      }
      case 'killed-part':
        yield* this.write(agent, `${name}.part`, half, delivery.random)
        await agent.kill()
        agent = await this.remoteAgent()
        yield
        yield* this.write(agent, `${name}.part`, text, delivery.random)
        delivery.complete = true
        await agent.rename(`${name}.part`, name)
        return agent
      case 'killed-fast':
        yield* this.write(agent, name, half, delivery.random)
        await agent.kill()
        agent = await this.remoteAgent()
        yield* this.write(agent, name, text, delivery.random, delivery)
        return agent
      case 'locked':
        return yield* this.underLock(agent, delivery, half)
      case 'right-sum':
      case 'wrong-sum':
        yield* this.write(agent, name, text, delivery.random, delivery)
        await agent.put(`${name}.sha256`, `${sha256(kind === 'right-sum' ? text : `${text}?`)}  ${name}\n`)
        return agent
      case 'cut':
        await agent.put(`${name}.sha256`, sha256(text))
        yield* this.write(agent, name, half, delivery.random)
        await agent.kill()
        return null
    }
    return agent
  }

  /** The protocol of alock.txt: long pauses, even death, do no harm. */
  private async *underLock(given: Agent, delivery: Delivery, half: string): AsyncGenerator<void, Agent> {
    let agent = given
    await agent.put('alock.txt', `agent ${delivery.name}`)
    // A pull that is under way goes first; one that died is not waited for.
    for (let wait = 0; wait < 20 && (await agent.exists('lock.txt')); wait++) yield
    yield* this.write(agent, delivery.name, half, delivery.random)
    if (delivery.random.chance(0.3)) {
      await agent.kill()
      for (let pause = 0; pause < 5; pause++) {
        yield
      }
      agent = await this.remoteAgent()
    }
    yield* this.write(agent, delivery.name, delivery.text, delivery.random, delivery)
    await agent.remove('alock.txt')
    this.locking = false
    return agent
  }

  /** In pieces, dated by the test's clock. `done` is complete with the last piece: from then on it may be taken. */
  private async *write(
    agent: Agent,
    path: string,
    text: string,
    random: SeededRandom,
    done?: Delivery,
  ): AsyncGenerator<void> {
    const pieces = random.between(1, 3)
    const size = Math.ceil(text.length / pieces)
    const file = await agent.open(path)
    await agent.date(path)
    for (let at = 0; at < text.length; at += size) {
      yield
      if (at + size >= text.length && done !== undefined) done.complete = true
      await file.write(text.slice(at, at + size))
      await agent.date(path)
    }
    await file.close()
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}
