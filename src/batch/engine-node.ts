import type { Clock } from '../platform/clock.ts'
import { openDatabase } from '../platform/database.ts'
import type { Catalogue } from './catalogue.ts'
import { type DispatchQueue, openDispatchQueue } from './dispatch-queue.ts'
import type { EngineOptions } from './engine-options.ts'
import { mendDispatch } from './mend.ts'
import { applicationNameOf, joinNodes } from './node-liveness.ts'
import { listenToNotices, type Notice } from './notices.ts'
import { startRecovery } from './recovery.ts'
import { startRunScribe } from './run-log.ts'
import { isFinal } from './run-state.ts'
import { type Runner, startRunner } from './runner.ts'
import { scheduleTick, type TickResult } from './schedule-tick.ts'
import { startScheduler } from './scheduler.ts'

/** One life of a node: everything that bears its identity, from joining to stopping or being lost. */
export interface EngineNode {
  readonly nodeId: string
  readonly queue: DispatchQueue
  readonly runner: Runner
  tick(): Promise<TickResult>
  stop(): Promise<void>
  /** After being lost: lets go of everything without writing anything more. */
  abandon(): Promise<void>
}

export interface EngineNodeOptions extends EngineOptions {
  readonly clock: Clock
  readonly catalogue: Catalogue
  readonly nodeName: string
  readonly version: string
  readonly onLost: (reason: string) => void
  readonly onNotice: (notice: Notice) => void
}

const mendEveryMs = 60_000

export async function startEngineNode(options: EngineNodeOptions): Promise<EngineNode> {
  const { catalogue, clock, events = {} } = options
  const { url } = options.database
  const onError = events.error ?? (() => {})
  const takesMessages = options.runner ?? true
  const places = options.concurrency ?? 20
  let parts: { abandonAll(): void } | undefined
  const liveness = await joinNodes({
    url,
    name: options.nodeName,
    version: options.version,
    onLost(reason) {
      parts?.abandonAll()
      options.onLost(reason)
    },
  })
  const { nodeId } = liveness
  const applicationName = applicationNameOf(nodeId)
  // Batches have a pool of their own: however they use it, the engine always finds a connection for itself.
  const engineDatabase = openDatabase(url, { applicationName, max: 4 })
  const workDatabase = openDatabase(url, { applicationName, max: Math.max(4, Math.min(places, 10)) })
  const queue = await openDispatchQueue(engineDatabase.pool, onError)
  const scribe = startRunScribe({ pool: engineDatabase.pool, nodeId, clock, onError })
  const runner = startRunner({
    pool: engineDatabase.pool,
    queue,
    scribe,
    surroundings: {
      nodeId,
      database: workDatabase,
      catalogue,
      clock,
      settings: options.settings,
      mail: options.mail,
      place: options.place,
      patienceMs: 30_000,
    },
    nodeName: options.nodeName,
    places,
    takesMessages,
    pollMs: options.pollMs ?? 5_000,
    onEnded(runs) {
      scheduler?.wake()
      events.ended?.(runs)
    },
    onError,
  })
  parts = runner
  const scheduler =
    (options.scheduler ?? true)
      ? startScheduler({
          database: engineDatabase,
          queue,
          catalogue,
          clock,
          nodeId,
          checkPeriodMs: options.checkPeriodMs ?? 30_000,
          startDelayMs: options.startDelayMs ?? 0,
          onQueued: () => runner.wake(),
          onTick: (result) => events.tick?.(result),
          onError,
        })
      : undefined
  const recovery = startRecovery({
    database: engineDatabase,
    queue,
    catalogue,
    clock,
    nodeId,
    periodMs: options.recoveryPeriodMs ?? 1_000,
    onRecovered(result) {
      runner.wake()
      events.recovered?.(result)
    },
    onError,
  })
  const listener = await listenToNotices(url, {
    applicationName,
    onNotice(notice) {
      if (notice.kind === 'wake') runner.wake()
      else if (notice.kind === 'plan') scheduler?.wake()
      else if (notice.kind === 'cancel') stopCancelled([notice.run]).catch(onError)
      // Its end may be what a run pinned to this node waits for.
      else if (notice.kind === 'run' && isFinal(notice.state) && !takesMessages) runner.wake()
      options.onNotice(notice)
    },
    onConnected() {
      runner.wake()
      scheduler?.wake()
    },
  })
  const mending = setInterval(() => {
    mendDispatch({ database: engineDatabase, queue, clock }).catch(onError)
    stopCancelled([...runner.running.keys()]).catch(onError)
  }, mendEveryMs)

  /** The row says who asked; a notice that was lost is made up for by the next look. */
  async function stopCancelled(ids: readonly number[]): Promise<void> {
    const own = ids.filter((id) => runner.running.has(id))
    if (own.length === 0) return
    const { rows } = await engineDatabase.pool.query<{ id: number; cancel_requested_by: string | null }>(
      'select id, cancel_requested_by from batch_run where id = any($1) and cancel_requested_at is not null',
      [own],
    )
    for (const row of rows) runner.stopRun(row.id, { kind: 'cancelled', by: row.cancel_requested_by })
  }

  async function letGo(): Promise<void> {
    clearInterval(mending)
    await listener.stop()
    await recovery.stop()
    await queue.stop().catch(onError)
    await workDatabase.close()
    await engineDatabase.close()
  }

  return {
    nodeId,
    queue,
    runner,
    tick: () =>
      scheduler?.runOnce() ?? scheduleTick({ database: engineDatabase, queue, catalogue, now: clock.now() }),
    async stop() {
      await scheduler?.stop()
      await runner.stop(options.graceMs ?? 10_000)
      await scribe.stop()
      await liveness.stop().catch(onError)
      await letGo()
    },
    async abandon() {
      runner.abandonAll()
      await scheduler?.stop()
      await letGo().catch(onError)
    },
  }
}
