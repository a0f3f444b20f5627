import type { Queryable } from '../platform/database.ts'

/** A process that serves the installation, or did so not long ago. Instants are ISO 8601. */
export interface NodeRecord {
  readonly id: string
  readonly name: string
  readonly pid: number
  readonly version: string
  readonly startedAt: string
  readonly leaseUntil: string
  readonly alive: boolean
  readonly endedAt: string | null
  readonly endReason: string | null
  /** It looks for what is due. */
  readonly scheduler: boolean
  readonly lastCheckAt: string | null
  readonly nextCheckAt: string | null
  /** Runs under way there. */
  readonly running: number
}

const shownDays = 7
const mostNodes = 50

/** The nodes that live and those that ended in the last days, the living first, then the newest. */
export async function readNodes(db: Queryable): Promise<NodeRecord[]> {
  const { rows } = await db.query<{
    id: string
    name: string
    pid: number
    version: string
    started_at: Date
    lease_until: Date
    alive: boolean
    ended_at: Date | null
    end_reason: string | null
    check_period_ms: number | null
    check_started_at: Date | null
    running: number
  }>(
    `select id, name, pid, version, started_at, lease_until, ended_at, end_reason, check_period_ms,
            check_started_at, alive,
            (select count(*) from batch_run r where r.node_id = node.id and r.state = 'running') as running
     from node, lateral (select ended_at is null and lease_until > clock_timestamp() as alive) life
     where alive or coalesce(ended_at, lease_until) > clock_timestamp() - $1 * interval '1 day'
     order by alive desc, number desc
     limit $2`,
    [shownDays, mostNodes],
  )
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    pid: row.pid,
    version: row.version,
    startedAt: row.started_at.toISOString(),
    leaseUntil: row.lease_until.toISOString(),
    alive: row.alive,
    endedAt: row.ended_at?.toISOString() ?? null,
    endReason: row.end_reason,
    scheduler: row.check_period_ms !== null,
    lastCheckAt: row.check_started_at?.toISOString() ?? null,
    nextCheckAt: nextCheck(row.alive ? row.check_started_at : null, row.check_period_ms),
    running: row.running,
  }))
}

function nextCheck(last: Date | null, periodMs: number | null): string | null {
  return last === null || periodMs === null ? null : new Date(last.getTime() + periodMs).toISOString()
}

/** How much waits and runs, and since when. */
export async function readQueue(
  db: Queryable,
): Promise<{ readonly queued: number; readonly running: number; readonly oldestQueuedAt: string | null }> {
  const { rows } = await db.query<{ queued: number; running: number; oldest: Date | null }>(
    `select (select count(*) from batch_run where state = 'queued') as queued,
            (select count(*) from batch_run where state = 'running') as running,
            (select min(queued_at) from batch_run where state = 'queued') as oldest`,
  )
  const { queued, running, oldest } = rows[0]!
  return { queued, running, oldestQueuedAt: oldest?.toISOString() ?? null }
}
