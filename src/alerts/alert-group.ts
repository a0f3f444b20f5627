import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '../batch/instant-column.ts'
import type { Queryable } from '../platform/database.ts'
import type { AlertKind } from './alert.ts'
import type { FoundAlert } from './find-alerts.ts'

/** Alike alerts of one batch on one day that no mail has told of yet. */
export interface RepeatedAlert {
  readonly groupId: number
  readonly kind: AlertKind
  readonly batchCode: string
  readonly application: string
  /** Since the last mail. */
  readonly untold: number
  /** On that day, the first included. */
  readonly occurrences: number
  readonly firstAt: Temporal.Instant
  readonly lastAt: Temporal.Instant
  readonly lastRunId: number | null
}

/** A group is mailed of once an hour at most, but for the first of its alerts. */
const silentMinutes = 60

/** Counts an alert in its group of the day; returns how many came before it. */
export async function countInGroup(
  db: Queryable,
  alert: FoundAlert & { readonly id: number },
  now: Temporal.Instant,
  zone: string,
): Promise<number> {
  const { rows } = await db.query<{ occurrences: number }>(
    `insert into alert_group
       (batch_code, application, kind, cause, day, first_at, last_at, last_alert_id, occurrences, told, told_at)
     values ($1, $2, $3, $4, $5, $6, $6, $7, 1, 1, $8)
     on conflict (batch_code, kind, cause, day) do update
       set occurrences = alert_group.occurrences + 1, last_alert_id = $7,
           first_at = least(alert_group.first_at, $6), last_at = greatest(alert_group.last_at, $6)
     returning occurrences`,
    [
      alert.batchCode,
      alert.application,
      alert.kind,
      alert.cause,
      alert.at.toZonedDateTimeISO(zone).toPlainDate().toString(),
      alert.at.toString(),
      alert.id,
      now.toString(),
    ],
  )
  return rows[0]!.occurrences - 1
}

/** The groups that have repeats to tell of, and whose hour of silence is over: from now on they count as told. */
export async function takeUntoldRepeats(db: Queryable, now: Temporal.Instant): Promise<RepeatedAlert[]> {
  const { rows } = await db.query<{
    id: number
    kind: AlertKind
    batch_code: string
    application: string
    untold: number
    occurrences: number
    first_at: Date
    last_at: Date
    run_id: number | null
  }>(
    `with untold as (
       select id, occurrences - told as untold from alert_group
       where told < occurrences and told_at <= $1::timestamptz - make_interval(mins => $2)
       for update
     )
     update alert_group as g set told = g.occurrences, told_at = $1
     from untold, alert
     where g.id = untold.id and alert.id = g.last_alert_id
     returning g.id, g.kind, g.batch_code, g.application, untold.untold, g.occurrences, g.first_at, g.last_at,
               alert.run_id`,
    [now.toString(), silentMinutes],
  )
  return rows.map((row) => ({
    groupId: row.id,
    kind: row.kind,
    batchCode: row.batch_code,
    application: row.application,
    untold: row.untold,
    occurrences: row.occurrences,
    firstAt: instantOf(row.first_at),
    lastAt: instantOf(row.last_at),
    lastRunId: row.run_id,
  }))
}
