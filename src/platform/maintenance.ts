import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from './database.ts'

/** What is closed: everything, or one application. Each has its own switch. */
export const maintenanceScopes = ['installation', 'health', 'admissions', 'learning'] as const
export type MaintenanceScope = (typeof maintenanceScopes)[number]

/** Whether a scope is closed to everyone but its administrators, since when and by whom. */
export interface Maintenance {
  readonly on: boolean
  /** What visitors are told. */
  readonly message: string | null
  /** ISO 8601. */
  readonly since: string | null
  /** A login, or `SYSTEM:<CODE>` of the batch that did it. */
  readonly by: string | null
}

const open: Maintenance = { on: false, message: null, since: null, by: null }

export async function readMaintenance(
  db: Queryable,
  scope: MaintenanceScope = 'installation',
): Promise<Maintenance> {
  return (await readAllMaintenance(db))[scope]
}

/** All switches in one look. A scope whose row is missing is open. */
export async function readAllMaintenance(db: Queryable): Promise<Record<MaintenanceScope, Maintenance>> {
  const { rows } = await db.query<{
    scope: MaintenanceScope
    on: boolean
    message: string | null
    since: Date | null
    by: string | null
  }>(`select scope, "on", message, since, by from maintenance`)
  const found = Object.fromEntries(
    rows.map(({ scope, on, message, since, by }) => [
      scope,
      { on, message, since: since?.toISOString() ?? null, by },
    ]),
  )
  return { installation: open, health: open, admissions: open, learning: open, ...found }
}

export interface MaintenanceChange {
  readonly on: boolean
  /** Undefined: the message stays. */
  readonly message?: string | null
  readonly by: string
  readonly now: Temporal.Instant
}

export interface MaintenanceOutcome {
  /** False: it was so already (a new message is taken all the same). */
  readonly changed: boolean
  /** Its row was missing and was made. */
  readonly created: boolean
}

/**
 * Closes or opens a scope by a conditional update of the switch alone: whoever comes second changes neither since when nor
 * by whom. All nodes know within a second; screens are told by a notice, which the table itself sends (0211).
 */
export async function setMaintenance(
  db: Queryable,
  scope: MaintenanceScope,
  change: MaintenanceChange,
): Promise<MaintenanceOutcome> {
  const { on, by, now } = change
  const { rowCount: created } = await db.query(
    'insert into maintenance (scope) values ($1) on conflict (scope) do nothing',
    [scope],
  )
  const { rowCount: changed } = await db.query(
    `update maintenance set "on" = $2, since = case when $2 then $3::timestamptz end, by = case when $2 then $4 end,
       message = case when $2 then message end
     where scope = $1 and "on" <> $2`,
    [scope, on, now.toString(), by],
  )
  if (on && change.message !== undefined)
    await db.query(
      'update maintenance set message = $2 where scope = $1 and message is distinct from $2::text',
      [scope, change.message],
    )
  return { changed: changed === 1, created: created === 1 }
}
