import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from './database.ts'

/** Whether the application is closed to everyone but administrators, since when and by whom. */
export interface Maintenance {
  readonly on: boolean
  /** What visitors are told. */
  readonly message: string | null
  /** ISO 8601. */
  readonly since: string | null
  readonly by: string | null
}

export async function readMaintenance(db: Queryable): Promise<Maintenance> {
  const { rows } = await db.query<{
    on: boolean
    message: string | null
    since: Date | null
    by: string | null
  }>(`select "on", message, since, by from maintenance where scope = 'installation'`)
  const { on, message, since, by } = rows[0]!
  return { on, message, since: since?.toISOString() ?? null, by }
}

/**
 * Closes or opens the application; false when it was so already (a new message is taken all the same). All nodes know
 * within a second; screens are told by a notice, which the table itself sends (0052_maintenance.sql).
 */
export async function setMaintenance(
  db: Queryable,
  change: {
    readonly on: boolean
    readonly message: string | null
    readonly by: string
    readonly now: Temporal.Instant
  },
): Promise<boolean> {
  const { on, message, by, now } = change
  const { rows } = await db.query<{ changed: boolean }>(
    `update maintenance set "on" = $1, message = $2,
       since = case when not $1 then null when maintenance."on" then since else $4::timestamptz end,
       by = case when not $1 then null when maintenance."on" then by else $3 end
     from (select "on" as before from maintenance where scope = 'installation' for update) as old
     where scope = 'installation'
     returning before is distinct from maintenance."on" as changed`,
    [on, on ? message : null, by, now.toString()],
  )
  return rows[0]!.changed
}
