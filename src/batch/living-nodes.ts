import type { Queryable } from '../platform/database.ts'

/** A process that runs what waits. */
export interface LivingNode {
  readonly name: string
  readonly pid: number
  readonly version: string
  readonly startedAt: string
  /** False: a worker, which launches nothing by itself. */
  readonly schedules: boolean
}

/** Ends the name of a node that a command is, for the length of it: it serves nobody else. */
export const commandSuffix = ' (commande)'

/** The nodes whose lease is running, those of commands left out. */
export async function livingNodes(db: Queryable): Promise<LivingNode[]> {
  const { rows } = await db.query<{
    name: string
    pid: number
    version: string
    started_at: Date
    schedules: boolean
  }>(
    `select name, pid, version, started_at, check_period_ms is not null as schedules
     from node
     where ended_at is null and lease_until > clock_timestamp() and not name like '%' || $1
     order by number`,
    [commandSuffix],
  )
  return rows.map((row) => ({
    name: row.name,
    pid: row.pid,
    version: row.version,
    startedAt: row.started_at.toISOString(),
    schedules: row.schedules,
  }))
}
