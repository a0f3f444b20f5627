import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { installedBinaries, linkLibraries, program } from './binaries.ts'
import { serverSettings } from './server-settings.ts'
import { DatabaseStartError } from './startup-error.ts'
import { unprivilegedUser } from './system-user.ts'

/** A running PostgreSQL server with the database `nocturne`. */
export interface DatabaseServer {
  readonly url: string
  /** Another program started it. */
  readonly shared: boolean
  /** Lets go of the server, and stops it if no other program uses it. May be called twice. */
  stop(): Promise<void>
}

/** First version: one program, one server. */
export async function startEmbeddedPostgres(options: {
  dataDirectory: string
  settings?: Record<string, string>
}): Promise<DatabaseServer> {
  const binaries = installedBinaries()
  linkLibraries(binaries.directory)
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  const as = { cwd: '/', ...(user && { uid: user.uid, gid: user.gid }) }
  const cluster = join(options.dataDirectory, 'postgres')
  const passwordFile = join(options.dataDirectory, 'postgres.password')
  mkdirSync(cluster, { recursive: true, mode: 0o700 })
  if (user) chownSync(cluster, user.uid, user.gid)
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 })
    const forInitdb = join(cluster, '..', 'postgres.initial-password')
    writeFileSync(forInitdb, readFileSync(passwordFile), { mode: 0o600 })
    if (user) chownSync(forInitdb, user.uid, user.gid)
    chmodSync(cluster, 0o700)
    const { status, stderr } = spawnSync(
      program(binaries, 'initdb'),
      ['-D', cluster, '-U', 'nocturne', '--auth=scram-sha-256', `--pwfile=${forInitdb}`, '--no-sync'].concat([
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ]),
      { ...as, encoding: 'utf8' },
    )
    if (status !== 0) throw new DatabaseStartError(`initdb failed: ${stderr}`)
  }
  const password = readFileSync(passwordFile, 'utf8')
  const port = await freePort()
  const settings = serverSettings({ memoryBytes: totalmem(), sharedMemoryBytes: 0 }, options.settings)
  const args = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  const log = openSync(join(options.dataDirectory, 'postgres.log'), 'a', 0o600)
  const child = spawn(program(binaries, 'postgres'), ['-D', cluster, ...args], {
    ...as,
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.unref()
  const url = (database: string) => `postgres://nocturne:${password}@127.0.0.1:${port}/${database}`
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client(url('postgres'))
    client.on('error', () => {})
    try {
      await client.connect()
      const { rowCount } = await client.query(`select from pg_database where datname = 'nocturne'`)
      if (rowCount === 0) await client.query('create database nocturne')
      await client.end()
      break
    } catch (error) {
      await client.end().catch(() => {})
      if (attempt > 200) throw error
      await delay(50)
    }
  }
  let stopped: Promise<void> | undefined
  return {
    url: url('nocturne'),
    shared: false,
    stop() {
      stopped ??= (async () => {
        spawnSync(program(binaries, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w'], as)
      })()
      return stopped
    },
  }
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
