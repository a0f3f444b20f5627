import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Binaries, majorVersion, program } from './binaries.ts'
import { isAlive } from './live-process.ts'
import { DatabaseStartError } from './startup-error.ts'
import { superuser } from './superuser-password.ts'
import { type RunAs, spawnOptions } from './system-user.ts'

/** Whether `directory` holds a database cluster. */
export function isCluster(directory: string): boolean {
  return existsSync(join(directory, 'PG_VERSION'))
}

/** Throws `DatabaseStartError` unless the cluster was made by the same major version as `binaries`. */
function checkClusterVersion(directory: string, binaries: Binaries): void {
  const found = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim()
  const wanted = majorVersion(binaries.version)
  if (found === wanted) return
  throw new DatabaseStartError(
    `The database in ${directory} was made by PostgreSQL ${found}, and this version of Nocturne brings ` +
      `PostgreSQL ${wanted}. Export it with the version of Nocturne that made it (pg_dump), move the folder ` +
      `away and import the export here; or go on with that version, or set DATABASE_URL to a server of yours.`,
  )
}

/**
 * Makes the cluster `directory`, owned by `user`, unless it exists. The files are written in a folder beside
 * it, which takes its name when complete: a crash leaves no half-made cluster, and of several programs that
 * do this together the first wins and the others take its cluster.
 * `durable: false` does not wait for the disk (tests).
 */
export async function ensureCluster(options: {
  directory: string
  user: RunAs
  binaries: Binaries
  password: string
  durable: boolean
}): Promise<void> {
  const { directory, user, binaries } = options
  if (isCluster(directory)) return checkClusterVersion(directory, binaries)
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new DatabaseStartError(`${directory} is in the way: it holds no database. Move it elsewhere.`)
  removeAbandoned(directory)
  const staging = `${directory}${stagingMark}${process.pid}-${randomBytes(4).toString('hex')}`
  const passwordFile = join(staging, 'password')
  try {
    mkdirSync(staging, { mode: 0o700 })
    writeFileSync(passwordFile, options.password, { mode: 0o600 })
    if (user) for (const path of [staging, passwordFile]) chownSync(path, user.uid, user.gid)
    await initdb(join(staging, 'data'), passwordFile, options)
    publish(join(staging, 'data'), directory)
    checkClusterVersion(directory, binaries)
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

async function initdb(
  staging: string,
  passwordFile: string,
  options: { directory: string; binaries: Binaries; user: RunAs; durable: boolean },
): Promise<void> {
  const { binaries, user, directory } = options
  const args = ['-D', staging, '-U', superuser, '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  // Order and case of characters come from PostgreSQL itself: another machine, or the next version of its C
  // library, sorts the same and corrupts no index.
  args.push('--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C')
  if (!options.durable) args.push('--no-sync')
  const child = spawn(program(binaries, 'initdb'), args, {
    ...spawnOptions(user),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'close')
  const [messages, [status]] = await Promise.all([text(child.stderr), exited])
  if (status === 0) return
  throw new DatabaseStartError(
    /No space left|Disk quota/.test(messages)
      ? `The database cannot be created in ${dirname(directory)}: the disk is full. Free some space and start again.`
      : `The database cannot be created in ${dirname(directory)} (initdb):\n${messages.trim()}`,
  )
}

function publish(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    // Another program was faster: its cluster is the one.
    if (!isCluster(to)) throw error
    return
  }
  const parent = openSync(dirname(to), 'r')
  try {
    fsyncSync(parent)
  } finally {
    closeSync(parent)
  }
}

const stagingMark = '.new-'
const abandonedAfterMs = 3_600_000

/** Removes what programs left that died while they made this cluster. */
function removeAbandoned(directory: string): void {
  const prefix = basename(directory) + stagingMark
  for (const name of readdirSync(dirname(directory)).filter((name) => name.startsWith(prefix))) {
    const path = join(dirname(directory), name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) continue
    const maker = Number.parseInt(name.slice(prefix.length), 10)
    // The number of a dead program may belong to another by now, hence the age as well.
    if (!isAlive(maker) || Date.now() - stats.mtimeMs > abandonedAfterMs)
      rmSync(path, { recursive: true, force: true })
  }
}
