import { spawnSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { isAlive } from './live-process.ts'

/** What PostgreSQL's lock file `postmaster.pid` says of the server that wrote it, dead or alive. */
export interface PostmasterPid {
  readonly pid: number
  readonly port: number
  /** Empty for an instant at the very beginning. */
  readonly status: '' | 'starting' | 'ready' | 'stopping' | 'standby'
}

/** Lines of the file: pid, data directory, start in seconds, port, socket directory, address, memory key, status. */
export function parsePostmasterPid(content: string): PostmasterPid | undefined {
  const lines = content.split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined
  return { pid, port, status: (lines[7] ?? '').trim() as PostmasterPid['status'] }
}

function lockFile(cluster: string): string {
  return join(cluster, 'postmaster.pid')
}

function readLockFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** What the cluster's lock file says, without judging whether that server still lives. */
export function readPostmasterPid(cluster: string): PostmasterPid | undefined {
  const content = readLockFile(lockFile(cluster))
  return content === undefined ? undefined : parsePostmasterPid(content)
}

/** The server that runs on `cluster` (a real path), if one does. */
export function runningPostmaster(cluster: string): PostmasterPid | undefined {
  const found = readPostmasterPid(cluster)
  return found !== undefined && worksOn(found.pid, cluster) ? found : undefined
}

/**
 * Removes the lock file when its number now belongs to a living process that is not this cluster's server:
 * PostgreSQL would take that for the server and refuse to start. A dead number is left to PostgreSQL, which
 * then also looks for the memory of the former server; nor is anything removed while that one's processes work.
 * A power cut may leave the file empty, which PostgreSQL refuses as well.
 */
export function removeStaleLockFile(cluster: string): void {
  const path = lockFile(cluster)
  const judged = readLockFile(path)
  if (judged === undefined) return
  const pid = parsePostmasterPid(judged)?.pid
  if (pid === undefined ? ageMs(path) < unreadableAfterMs : !isAlive(pid) || worksOn(pid, cluster)) return
  if (orphanBackends(cluster).length > 0) return
  const aside = `${path}.stale-${process.pid}`
  try {
    renameSync(path, aside)
    // Another program may have started the server meanwhile: its lock file goes back.
    if (readLockFile(aside) !== judged) linkSync(aside, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** A server that starts fills the file at once. */
const unreadableAfterMs = 5_000

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}

/** The server processes, by pid, that still work on `cluster` although its postmaster is dead. Linux only. */
export function orphanBackends(cluster: string): number[] {
  if (!hasProc) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksOn(pid, cluster))
}

const hasProc = existsSync('/proc/self/cwd')

/**
 * Whether the process is a PostgreSQL server on `cluster`. Its number alone says nothing: after a crash it
 * may belong to any program, even to the server of a copied cluster. A server's current directory is its cluster.
 */
function worksOn(pid: number, cluster: string): boolean {
  if (!hasProc) return commandOf(pid).includes(cluster)
  try {
    return (
      readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' &&
      readlinkSync(`/proc/${pid}/cwd`) === cluster
    )
  } catch {
    // Gone, about to go (a zombie has no directory), or a process of another user, which is not our server.
    return false
  }
}

function commandOf(pid: number): string {
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return /\bpostgres\b/.test(stdout) ? stdout : ''
}
