import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type DropPlace, dropPlace } from '../../../test/support/drop-place.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { until } from '../../../test/support/test-engine.ts'

/** Pulls whose process is killed: whom their `lock.txt` holds up, and whom it does not. */
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

const puller = fileURLToPath(new URL('../../../test/support/drop-puller.ts', import.meta.url))

/** Kills a process of the machine `node-a` in the middle of a pull; resolves to its number when the database knows. */
async function killPuller(step: string): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      puller,
      ...Object.entries({
        database: database.url,
        directory: drop.directory,
        area: join(drop.root, 'files'),
        now: drop.clock.now().toString(),
        step,
      }).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout!, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  await until(async () => {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where application_name = 'puller' and datname = current_database()`,
    )
    return rows.length === 0
  })
  return child.pid!
}

it.each(['locked', 'claimed', 'copied', 'published', 'ending'])(
  'after kill -9 at « %s » the next pull on that machine goes on at once, without an alarm',
  async (step) => {
    drop.leave('x.csv', 'x')
    await killPuller(step)
    expect(drop.lying()).toContain('lock.txt')
    expect(await drop.pull()).toMatchObject({ outcome: 'pulled' })
    expect(drop.on('commands')).toEqual({ 'x.csv': 'x' })
    expect(drop.on('archives')).toEqual({})
    expect([drop.lying(), drop.alarms]).toEqual([[], []])
  },
)

it('a pull elsewhere that came between changes nothing of it: that one waits, this one goes on', async () => {
  drop.leave('x.csv', 'x')
  await killPuller('locked')
  drop.pass(60)
  expect(await drop.pull({ host: 'node-b' })).toMatchObject({ outcome: 'already-pulling' })
  expect(await drop.pull()).toMatchObject({ outcome: 'pulled', taken: [{ name: 'x.csv' }] })
})

it('D03: a fresh lock of this machine that no pull of ours has left stays, its process being gone or not', async () => {
  const pid = await killPuller('locked')
  const foreign = [
    // Before any pull of this machine began, and no instant at all.
    `node-a ${pid} 2026-11-22T07:00:00Z`,
    `node-a ${pid} 2026-11-22Tnight`,
  ]
  for (const text of foreign) {
    drop.leave('lock.txt', `${text}\n`, 60)
    expect(await drop.pull()).toMatchObject({ outcome: 'already-pulling' })
  }
  // After one that came to its end.
  await database.pool.query(`update drop_pull set outcome = 'pulled'`)
  drop.leave('lock.txt', `node-a ${pid} 2026-11-22T08:00:00Z\n`, 60)
  expect(await drop.pull()).toMatchObject({ outcome: 'already-pulling' })
  expect(drop.lying()).toEqual(['lock.txt'])
})
