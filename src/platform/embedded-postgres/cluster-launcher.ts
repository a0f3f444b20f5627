import { setTimeout as delay } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { runnableBinaries } from './binaries-copy.ts'
import { ensureCluster } from './cluster.ts'
import { type ClusterPlace, writePointer } from './cluster-place.ts'
import { becomesFree, freePort, isFreePort } from './port.ts'
import { acceptsSetting, launchPostmaster, stopPostmaster } from './postmaster.ts'
import {
  orphanBackends,
  readPostmasterPid,
  removeStaleLockFile,
  runningPostmaster,
} from './postmaster-pid.ts'
import { lastLogLines, serverLogPath } from './server-log.ts'
import { serverSettings, thisMachine } from './server-settings.ts'
import { DatabaseStartError, usingFolder } from './startup-error.ts'

/** Launches and stops the server of one cluster. */
export interface ClusterLauncher {
  /** The server that this program launched, if it did. */
  readonly launchedPid: number | undefined
  /**
   * One attempt to launch the server, after creating the cluster if there is none. Returns when the server is
   * ready, or when it is worth another look: someone else was faster, the port was taken, or processes of a
   * dead server still use the cluster. Throws `DatabaseStartError` when trying again is of no use.
   * `deadline`, as `Date.now()`, is how long it waits for a server that recovers.
   */
  launch(deadline: number): Promise<void>
  /** Stops the server whoever uses it. */
  stop(): Promise<void>
}

/** How long to wait for the processes of a server whose postmaster was killed: they end with their statement. */
const orphansTimeoutMs = 30_000
const portAttempts = 5
const formerPortTimeoutMs = 3_000

// The SQLSTATEs that a server ends with.
const lockFileExists = 'F0001'
const diskFull = '53100'

export function clusterLauncher(options: {
  folder: string
  place: ClusterPlace
  password: string
  settings: Readonly<Record<string, string>>
}): ClusterLauncher {
  const { folder, place } = options
  const { directory: cluster, user } = place
  const logPath = serverLogPath(folder)
  let found: Binaries | undefined
  // Looked for at the first launch: a program that joins a running server needs none.
  const findBinaries = async () => {
    found ??= await runnableBinaries(user, place.copiesDirectory)
    return found
  }
  let launchedPid: number | undefined
  let lockedSince: number | undefined
  let portsTaken = 0

  return {
    get launchedPid() {
      return launchedPid
    },
    async launch(deadline) {
      let port = 0
      const binaries = await findBinaries()
      const outcome = await usingFolder(folder, async () => {
        const durable = options.settings.fsync !== 'off'
        await ensureCluster({ directory: cluster, user, binaries, password: options.password, durable })
        writePointer(folder, cluster)
        // The port first: the lock file that is about to go tells it.
        port = await choosePort(cluster, portsTaken > 0)
        removeStaleLockFile(cluster)
        const settings = serverSettings(thisMachine(), options.settings)
        if (acceptsSetting(binaries, cluster, user, 'wal_compression', 'lz4'))
          settings.wal_compression ??= 'lz4'
        return await launchPostmaster({ binaries, cluster, user, port, settings, logPath, deadline })
      })
      if (outcome.kind === 'ready') {
        launchedPid = outcome.pid
        lockedSince = undefined
        portsTaken = 0
      }
      if (outcome.kind !== 'exited') return
      if (outcome.sqlState === lockFileExists) {
        if (runningPostmaster(cluster) !== undefined) return
        lockedSince ??= Date.now()
        if (Date.now() - lockedSince > orphansTimeoutMs) throw lockedError(cluster, logPath)
        await delay(200)
      } else if (outcome.sqlState === diskFull) {
        throw new DatabaseStartError(
          `The database in ${cluster} cannot start: the disk is full. Free some space and start again.`,
        )
      } else if (!(await isFreePort(port)) && portsTaken < portAttempts) portsTaken++
      else
        throw new DatabaseStartError(
          `The database server in ${cluster} does not start. Its last words (${logPath}):\n${lastLogLines(logPath)}`,
        )
    },
    stop: () => stopPostmaster(cluster),
  }
}

/** After a crash the former port, so that programs which survived find the server again; otherwise a free one. */
async function choosePort(cluster: string, another: boolean): Promise<number> {
  const former = another ? undefined : readPostmasterPid(cluster)?.port
  return former !== undefined && (await becomesFree(former, formerPortTimeoutMs)) ? former : await freePort()
}

function lockedError(cluster: string, logPath: string): DatabaseStartError {
  const orphans = orphanBackends(cluster)
  const advice =
    orphans.length > 0
      ? `Its processes ${orphans.join(', ')} still work; let them finish, or end them: kill ${orphans.join(' ')}`
      : `Look at its last words (${logPath}):\n${lastLogLines(logPath)}`
  return new DatabaseStartError(
    `The database in ${cluster} is still in use by a former server that was killed. ${advice}`,
  )
}
