import { mkdirSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { applicationDatabase, ensureApplicationDatabase } from './application-database.ts'
import { type ClusterLauncher, clusterLauncher } from './cluster-launcher.ts'
import { clusterPlace } from './cluster-place.ts'
import { keepShare } from './kept-share.ts'
import { type PostmasterPid, readPostmasterPid, runningPostmaster } from './postmaster-pid.ts'
import { lastLogLines, serverLogPath, trimServerLog } from './server-log.ts'
import { DatabaseStartError, usingFolder } from './startup-error.ts'
import { passwordFile, superuser, superuserPassword } from './superuser-password.ts'
import { ForeignServerError, isPassing, takeShare, type UsageShare } from './usage-share.ts'

// The PostgreSQL server that Nocturne brings along. It is a daemon: programs on the same data folder share it,
// it outlives those that die, and the last one that stops in good order takes it down.
//
//     data folder ──▶ place of the cluster ──▶ is a server running on it? ──yes──▶ take a share ──▶ ready
//                                                 ▲       │ no                          │
//                                                 │       ▼                             │ it is just stopping
//                                                 └── launch one ◀──────────────────────┘
//
// Programs that do this at the same time meet on one server because PostgreSQL lets only one run on a cluster.

/** A running PostgreSQL server with the database `nocturne`. */
export interface DatabaseServer {
  /** Of the superuser, on 127.0.0.1. It holds the password: not for logs. */
  readonly url: string
  /** Another program started it. */
  readonly shared: boolean
  /**
   * Lets go of the server, and stops it if no other program uses it. May be called twice. Until then the
   * program does not end by itself.
   */
  stop(): Promise<void>
}

/** Enough for the recovery after a crash: 4 GB of log to replay (setting max_wal_size). */
const startTimeoutMs = 300_000

/**
 * Starts the server of the data folder `dataDirectory`, or joins the one that runs, making folder, cluster
 * and database as needed. `settings` are PostgreSQL's, over those of `serverSettings`; they have no effect on
 * a server that runs already. If the server crashes later it is started again, on the same port.
 * Throws `DatabaseStartError`, after five minutes at the latest.
 */
export async function startEmbeddedPostgres(options: {
  dataDirectory: string
  settings?: Record<string, string>
}): Promise<DatabaseServer> {
  const folder = await openDataFolder(options.dataDirectory)
  const password = await usingFolder(folder, () => superuserPassword(folder))
  const place = await usingFolder(folder, () => clusterPlace(folder))
  await usingFolder(folder, () => trimServerLog(serverLogPath(folder)))
  const cluster = place.directory
  const launcher = clusterLauncher({ folder, place, password, settings: options.settings ?? {} })
  const url = (port: number, database: string) =>
    `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`
  const joinRunning = (running: PostmasterPid) =>
    join(running, cluster, folder, url(running.port, 'postgres'))

  const { running, share } = await reach(cluster, folder, launcher, joinRunning)
  const kept = keepShare(share, async () => {
    const now = runningPostmaster(cluster)
    if (now !== undefined) return await joinRunning(now)
    // Only a crash leaves the lock file: a server that somebody stopped in good order stays down.
    if (readPostmasterPid(cluster) !== undefined) await launcher.launch(Date.now() + startTimeoutMs)
    return undefined
  })
  let stopped: Promise<void> | undefined
  return {
    url: url(running.port, applicationDatabase),
    shared: running.pid !== launcher.launchedPid,
    stop() {
      stopped ??= kept.release(launcher.stop)
      return stopped
    },
  }
}

/** Finds or launches the server, and takes a share in it. */
async function reach(
  cluster: string,
  folder: string,
  launcher: ClusterLauncher,
  joinRunning: (running: PostmasterPid) => Promise<UsageShare | undefined>,
): Promise<{ running: PostmasterPid; share: UsageShare }> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    const running = runningPostmaster(cluster)
    if (running === undefined) await launcher.launch(deadline)
    else {
      const share = await joinRunning(running)
      if (share !== undefined) return { running, share }
      await delay(50)
    }
  }
  const logPath = serverLogPath(folder)
  throw new DatabaseStartError(
    `The database server in ${cluster} was not ready after ${startTimeoutMs / 60_000} minutes. After a crash ` +
      'it may need longer to repair itself: start again later; it goes on meanwhile. ' +
      `Its last words (${logPath}):\n${lastLogLines(logPath)}`,
  )
}

async function openDataFolder(dataDirectory: string): Promise<string> {
  return await usingFolder(dataDirectory, () => {
    mkdirSync(resolve(dataDirectory), { recursive: true })
    return realpathSync(dataDirectory)
  })
}

/** A share in the running server; `undefined` while it starts or stops, or if it just has gone. */
async function join(
  running: PostmasterPid,
  cluster: string,
  folder: string,
  adminUrl: string,
): Promise<UsageShare | undefined> {
  if (running.status !== 'ready') return undefined
  try {
    const share = await takeShare(adminUrl, cluster)
    await ensureApplicationDatabase(share.client)
    return share
  } catch (error) {
    if (isPassing(error) || error instanceof ForeignServerError) return undefined
    if (error instanceof pg.DatabaseError && error.code === invalidPassword)
      throw new DatabaseStartError(
        `The database server in ${cluster} refuses the password in ${passwordFile(folder)}: ` +
          'restore the file that was there when the database was created.',
        { cause: error },
      )
    throw error
  }
}

const invalidPassword = '28P01'
