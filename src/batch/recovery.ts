import type pg from 'pg'
import type { Clock } from '../platform/clock.ts'
import { type Database, transaction } from '../platform/database.ts'
import type { Catalogue } from './catalogue.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { queueRuns } from './new-run.ts'
import { applicationNameOf, nodeLockClass } from './node-liveness.ts'
import { type Notice, sendNotices } from './notices.ts'
import { rearmFrequencies } from './rearm-frequency.ts'
import type { RunReason } from './run-reason.ts'

export interface InterruptedRun {
  readonly id: number
  readonly batchCode: string
  readonly nodeName: string
}

export interface RecoveryResult {
  readonly deadNodes: number
  readonly interrupted: readonly InterruptedRun[]
  readonly retries: number
}

/** The duty that finds dead nodes and says so of their runs. Every node does it; one of them wins. */
export interface Recovery {
  runOnce(): Promise<RecoveryResult>
  stop(): Promise<void>
}

export interface RecoveryOptions {
  readonly database: Database
  readonly queue: DispatchQueue
  readonly catalogue: Catalogue
  readonly clock: Clock
  /** The node that looks; it never judges itself. */
  readonly nodeId: string | null
  readonly periodMs: number
  readonly onRecovered: (result: RecoveryResult) => void
  readonly onError: (error: Error) => void
}

interface Suspect {
  id: string
  name: string
  lockGone: boolean
}

/**
 * An expired lease is believed at the second look only, this much later: when the database's clock jumps forward,
 * all leases seem expired at once, and a living node needs its next renewal to show it.
 */
const confirmMs = 2_200

export function startRecovery(options: RecoveryOptions): Recovery {
  const expiredSince = new Map<string, number>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<unknown> = Promise.resolve()

  async function runOnce(): Promise<RecoveryResult> {
    const suspects = await findSuspects(options.database.pool, options.nodeId)
    const nowMs = performance.now()
    for (const id of expiredSince.keys())
      if (!suspects.some((node) => node.id === id)) expiredSince.delete(id)
    const dead = suspects.filter((node) => {
      if (node.lockGone) return true
      if (!expiredSince.has(node.id)) expiredSince.set(node.id, nowMs)
      return nowMs - expiredSince.get(node.id)! >= confirmMs
    })
    let deadNodes = 0
    let retries = 0
    const interrupted: InterruptedRun[] = []
    for (const node of dead) {
      const result = await declareDead(options, node)
      if (result === null) continue
      deadNodes += 1
      retries += result.retries
      interrupted.push(...result.interrupted)
    }
    const result = { deadNodes, interrupted, retries }
    if (deadNodes > 0) options.onRecovered(result)
    return result
  }

  function arm(): void {
    if (stopped) return
    timer = setTimeout(() => {
      looking = runOnce().catch(options.onError).finally(arm)
    }, options.periodMs)
  }
  looking = runOnce().catch(options.onError).finally(arm)

  return {
    runOnce,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

async function findSuspects(pool: pg.Pool, nodeId: string | null): Promise<Suspect[]> {
  const { rows } = await pool.query<{ id: string; name: string; lock_gone: boolean }>(
    `select id, name, lock_gone
     from (select id, name, lease_until,
                  number not in (
                    select objid::int from pg_locks
                    where locktype = 'advisory' and classid = $2 and objsubid = 2 and granted
                      and database = (select oid from pg_database where datname = current_database())) as lock_gone
           from node where ended_at is null and id is distinct from $1) living
     where lock_gone or lease_until < clock_timestamp()`,
    [nodeId, nodeLockClass],
  )
  return rows.map((row) => ({ id: row.id, name: row.name, lockGone: row.lock_gone }))
}

/**
 * Ends the node's connections, so that its open transactions roll back and free what they hold, then ends its runs.
 * Null when another node does it or has done it.
 */
async function declareDead(
  options: RecoveryOptions,
  node: Suspect,
): Promise<{ interrupted: InterruptedRun[]; retries: number } | null> {
  const { queue, catalogue, clock } = options
  return await transaction(options.database.pool, async (client) => {
    const { rowCount } = await client.query(
      `update node set ended_at = clock_timestamp(), end_reason = $2
       where id = (select id from node where id = $1 and ended_at is null for update skip locked)`,
      [node.id, node.lockGone ? 'connection lost' : 'lease expired'],
    )
    if (rowCount === 0) return null
    await client.query(
      `select pg_terminate_backend(pid, 1000) from pg_stat_activity
       where application_name = $1 and datname = current_database()`,
      [applicationNameOf(node.id)],
    )
    const now = clock.now()
    const reason: RunReason = { code: 'node-lost', node: node.name }
    const { rows } = await client.query<{
      id: number
      batch_code: string
      application: string
      parameters: unknown
      plan_version: number | null
      requested_by: string | null
      attempt: number
    }>(
      `update batch_run
       set state = 'interrupted', ended_at = greatest(started_at, $2), reason = $3
       where node_id = $1 and state = 'running'
       returning id, batch_code, application, parameters, plan_version, requested_by, attempt`,
      [node.id, now.toString(), JSON.stringify(reason)],
    )
    const { rows: unpinned } = await client.query<{ id: number; batch_code: string }>(
      `update batch_run
       set state = 'cancelled', ended_at = greatest(queued_at, $2), reason = $3
       where pinned_node = $1 and state = 'queued'
       returning id, batch_code`,
      [node.id, now.toString(), JSON.stringify(reason)],
    )
    const retries = await queueRuns(
      client,
      queue,
      rows
        .filter((row) => row.attempt === 1 && catalogue.get(row.batch_code)?.batch.rerunSafe === true)
        .map((row) => ({
          batchCode: row.batch_code,
          application: row.application,
          trigger: 'retry',
          dueAt: null,
          requestedBy: row.requested_by,
          parameters: row.parameters,
          planVersion: row.plan_version,
          entry: catalogue.get(row.batch_code),
          attempt: 2,
          retryOf: row.id,
        })),
      now,
    )
    await rearmFrequencies(
      client,
      [...rows, ...unpinned].map((row) => row.batch_code),
      now,
    )
    const notices: Notice[] = [
      ...rows.map(
        (row): Notice => ({ kind: 'run', run: row.id, batch: row.batch_code, state: 'interrupted' }),
      ),
      ...unpinned.map(
        (row): Notice => ({ kind: 'run', run: row.id, batch: row.batch_code, state: 'cancelled' }),
      ),
      // Whoever waited for one of these runs may start now.
      { kind: 'wake' },
    ]
    await sendNotices(client, notices)
    const interrupted = rows.map((row) => ({ id: row.id, batchCode: row.batch_code, nodeName: node.name }))
    return { interrupted, retries: retries.length }
  })
}
