import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import { nodeLockClass } from './node-liveness.ts'
import { sendNotices } from './notices.ts'
import { rearmFrequencies } from './rearm-frequency.ts'
import type { PendingLine } from './run-log.ts'
import { writeLines } from './run-log.ts'
import type { RunReason } from './run-reason.ts'

export interface LongRun {
  readonly id: number
  readonly batchCode: string
  readonly startedAt: string
}

export interface StuckRuns {
  /** Ended as interrupted: their node is not alive. */
  readonly interrupted: readonly LongRun[]
  /** As old, but their node lives: reported, not touched. */
  readonly alive: readonly LongRun[]
}

/**
 * The administrator's broom: runs that began before `startedBefore` and whose node is not alive (it has signed off,
 * was declared dead, or neither holds its lock nor has a lease) are ended as interrupted. A run that is long but
 * alive is never touched, nor is `except`, the run that sweeps. Locks held by a living node and its lease are read
 * the same way as in `recovery.ts`, which normally leaves nothing to do here.
 */
export async function interruptStuckRuns(
  client: Queryable,
  options: {
    readonly startedBefore: Temporal.Instant
    readonly now: Temporal.Instant
    readonly except: number
    readonly by: string
  },
): Promise<StuckRuns> {
  const { now, by } = options
  const { rows } = await client.query<{ id: number; batch_code: string; started_at: Date; alive: boolean }>(
    `select r.id, r.batch_code, r.started_at,
            exists (
              select from node n
              where n.id = r.node_id and n.ended_at is null
                and (n.lease_until > clock_timestamp() or n.number in (
                  select objid::int from pg_locks
                  where locktype = 'advisory' and classid = $3 and objsubid = 2 and granted
                    and database = (select oid from pg_database where datname = current_database())))
            ) as alive
     from batch_run r
     where r.state = 'running' and r.started_at < $1 and r.id <> $2
     order by r.id
     for update of r`,
    [options.startedBefore.toString(), options.except, nodeLockClass],
  )
  const dead = rows.filter((row) => !row.alive)
  if (dead.length > 0) {
    const reason: RunReason = { code: 'found-stuck', by }
    await client.query(
      `update batch_run set state = 'interrupted', ended_at = greatest(started_at, $2), reason = $3
       where id = any($1)`,
      [dead.map((row) => row.id), now.toString(), JSON.stringify(reason)],
    )
    await writeLines(client, await farewellLines(client, dead, now, `interrompu par ${by}`))
    await rearmFrequencies(
      client,
      dead.map((row) => row.batch_code),
      now,
    )
    await sendNotices(client, [
      ...dead.map(
        (row) => ({ kind: 'run', run: row.id, batch: row.batch_code, state: 'interrupted' }) as const,
      ),
      { kind: 'wake' },
    ])
  }
  const longRun = (row: (typeof rows)[number]): LongRun => ({
    id: row.id,
    batchCode: row.batch_code,
    startedAt: row.started_at.toISOString(),
  })
  return { interrupted: dead.map(longRun), alive: rows.filter((row) => row.alive).map(longRun) }
}

/** A last line in each run's log, after those that it wrote itself. */
async function farewellLines(
  client: Queryable,
  runs: readonly { id: number }[],
  now: Temporal.Instant,
  message: string,
): Promise<PendingLine[]> {
  const { rows } = await client.query<{ id: number; last: number }>(
    `select id, coalesce((select max(seq) from batch_run_line where run_id = id), 0) as last
     from unnest($1::bigint[]) as id`,
    [runs.map((run) => run.id)],
  )
  return rows.map((row) => ({
    runId: row.id,
    seq: row.last + 1,
    at: now.toString(),
    level: 'warn',
    message,
  }))
}
