import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import { type Binaries, program } from './binaries.ts'
import { readPostmasterPid } from './postmaster-pid.ts'
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

/**
 * Stops the server of `cluster`, ending the connections to it, and waits until it has written everything.
 * Does nothing when it is not running.
 */
export async function stopPostmaster(binaries: Binaries, cluster: string, user: RunAs): Promise<void> {
  const child = spawn(program(binaries, 'pg_ctl'), ['stop', '-D', cluster, '-m', 'fast', '-w', '-t', '300'], {
    ...spawnOptions(user),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [messages, [status]] = await Promise.all([text(child.stderr), once(child, 'close')])
  if (status !== 0 && readPostmasterPid(cluster) !== undefined)
    throw new Error(`the database server in ${cluster} does not stop: ${messages.trim()}`)
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
