import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type Binaries, program } from './binaries.ts'
import { readPostmasterPid, runningPostmaster } from './postmaster-pid.ts'
import { fatalCode } from './server-log.ts'
import { DatabaseStartError } from './startup-error.ts'
import { type RunAs, spawnOptions } from './system-user.ts'

/** How a launch ended. */
export type LaunchOutcome =
  /** The server `pid` accepts connections. */
  | { readonly kind: 'ready'; readonly pid: number }
  /** It gave up; `sqlState` is the code of its last word in the log, where there is one. */
  | { readonly kind: 'exited'; readonly sqlState: string | undefined }
  /** It is still starting, which means recovering, at the deadline. It goes on with that. */
  | { readonly kind: 'starting' }

/**
 * Starts a server on `cluster` as a daemon with its own log, which outlives this program, and waits until it
 * is ready, has ended or `deadline` (as `Date.now()`) has come.
 */
export async function launchPostmaster(options: {
  binaries: Binaries
  cluster: string
  user: RunAs
  port: number
  settings: Readonly<Record<string, string>>
  logPath: string
  deadline: number
}): Promise<LaunchOutcome> {
  const settings = { ...options.settings, port: String(options.port) }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Opened here and handed down: the server's user need not reach the log's folder.
  const log = openSync(options.logPath, 'a', 0o600)
  const child = spawn(program(options.binaries, 'postgres'), ['-D', options.cluster, ...args], {
    ...spawnOptions(options.user),
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  let ended = false
  const end = once(child, 'exit').then(
    () => {
      ended = true
    },
    (cause: Error) => {
      throw new DatabaseStartError(`The database server cannot be run: ${cause.message}`, { cause })
    },
  )
  try {
    while (Date.now() < options.deadline) {
      await Promise.race([end, delay(20)])
      if (ended) return { kind: 'exited', sqlState: fatalCode(options.logPath, child.pid!) }
      const file = readPostmasterPid(options.cluster)
      if (file?.pid === child.pid && file?.status === 'ready') return { kind: 'ready', pid: file!.pid }
    }
    return { kind: 'starting' }
  } finally {
    child.unref()
  }
}

const stopTimeoutMs = 300_000

/**
 * Stops the server of `cluster`, ending the connections to it (a fast shutdown), and waits until it has
 * written everything. Does nothing when it is not running.
 *
 * `pg_ctl stop` would wait for any server on the cluster to end: when another program starts the next one at
 * once, it waits for that one, in vain.
 */
export async function stopPostmaster(cluster: string): Promise<void> {
  const pid = runningPostmaster(cluster)?.pid
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGINT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
  const deadline = Date.now() + stopTimeoutMs
  while (runningPostmaster(cluster)?.pid === pid) {
    if (Date.now() > deadline)
      throw new Error(`the database server in ${cluster} (process ${pid}) does not stop`)
    await delay(20)
  }
}

/** Whether this build of the server knows the setting and that value of it, such as a compression method. */
export function acceptsSetting(
  binaries: Binaries,
  cluster: string,
  user: RunAs,
  name: string,
  value: string,
): boolean {
  const args = ['-D', cluster, '-c', `${name}=${value}`, '-C', name]
  return spawnSync(program(binaries, 'postgres'), args, spawnOptions(user)).status === 0
}
