import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import { type CheckingNode, type CheckState, checkState } from './checks.ts'
import { commandSuffix } from './living-nodes.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from './run-record.ts'

/** Who checks what is due, what is under way and how much waits. */
export interface Checks extends CheckState {
  readonly running: readonly RunRecord[]
  readonly queued: number
  readonly nodes: readonly CheckingNode[]
}

/**
 * Reads it for these applications: runs of others are neither shown nor counted. Nodes are those whose lease is
 * running, commands left out.
 */
export async function readChecks(
  db: Queryable,
  applications: readonly string[],
  now: Temporal.Instant,
): Promise<Checks> {
  const [nodes, running, queued] = await Promise.all([
    db.query<{
      name: string
      period: number | null
      started: Date
      check_started: Date | null
      check_ended: Date | null
    }>({
      name: 'checking_nodes',
      text: `select name, check_period_ms as period, started_at as started, check_started_at as check_started,
                    check_ended_at as check_ended
             from node
             where ended_at is null and lease_until > clock_timestamp() and not name like '%' || $1
             order by number`,
      values: [commandSuffix],
    }),
    db.query<RunRow>({
      name: 'runs_under_way',
      text: `select ${runColumns('r')} from batch_run r
             where r.state = 'running' and r.application = any($1)
             order by r.started_at, r.id`,
      values: [applications],
    }),
    db.query<{ queued: number }>({
      name: 'runs_waiting',
      text: `select count(*) as queued from batch_run where state = 'queued' and application = any($1)`,
      values: [applications],
    }),
  ])
  const living = nodes.rows.map(
    (row): CheckingNode => ({
      name: row.name,
      periodMs: row.period,
      startedAt: row.started.toISOString(),
      checkStartedAt: row.check_started?.toISOString() ?? null,
      checkEndedAt: row.check_ended?.toISOString() ?? null,
    }),
  )
  return {
    ...checkState(living, now),
    running: running.rows.map(runRecord),
    queued: queued.rows[0]!.queued,
    nodes: living,
  }
}
