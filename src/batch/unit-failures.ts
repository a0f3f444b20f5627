import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'

/**
 * Units of work that failed (admissions.md 3.0, R3): the next runs leave a unit alone until its next try, later each time, and
 * from the fifth failure on until an administrator releases it. So one unit never holds up the queue behind it.
 */

/** Hours until the next try, after the first, second… failure. */
const waitHours = [12, 24, 48, 96] as const
const attemptsBeforeQuarantine = 5

/** When a unit that has failed so often is tried again; null: not by itself, it is put aside. */
export function nextTry(attempts: number, now: Temporal.Instant): Temporal.Instant | null {
  if (attempts >= attemptsBeforeQuarantine) return null
  return now.add({ hours: waitHours[Math.min(attempts, waitHours.length) - 1] ?? waitHours[0] })
}

export interface UnitFailure {
  readonly batchCode: string
  /** Without personal data, such as `application:123`. */
  readonly unit: string
  /** What to do about it, without personal data; cut at 500 characters. */
  readonly error: string
  readonly runId: number
  readonly now: Temporal.Instant
}

/** Writes a failure down, in a transaction of its own (the unit's was rolled back). Says whether it is now put aside. */
export async function noteUnitFailure(
  db: Queryable,
  failure: UnitFailure,
): Promise<{ attempts: number; quarantined: boolean }> {
  const { batchCode, unit, error, runId, now } = failure
  const { rows } = await db.query<{ attempts: number }>(
    `insert into batch_unit_failure as known (batch_code, unit_key, attempts, last_error, failed_at, next_try, run_id)
     values ($1, $2, 1, $3, $4, $4, $5)
     on conflict (batch_code, unit_key) do update
       set attempts = known.attempts + 1, last_error = excluded.last_error, failed_at = excluded.failed_at,
           run_id = excluded.run_id
     returning attempts`,
    [batchCode, unit, error.slice(0, 500), now.toString(), runId],
  )
  const { attempts } = rows[0]!
  const next = nextTry(attempts, now)
  await db.query(
    `update batch_unit_failure set next_try = $3, quarantined_at = $4 where batch_code = $1 and unit_key = $2`,
    [batchCode, unit, (next ?? now).toString(), next === null ? now.toString() : null],
  )
  return { attempts, quarantined: next === null }
}

/** The units that a run leaves alone: put aside, or not yet to be tried again. */
export async function unitsToLeave(
  db: Queryable,
  batchCode: string,
  now: Temporal.Instant,
): Promise<Set<string>> {
  const { rows } = await db.query<{ unit: string }>(
    `select unit_key as unit from batch_unit_failure
     where batch_code = $1 and (quarantined_at is not null or next_try > $2)`,
    [batchCode, now.toString()],
  )
  return new Set(rows.map(({ unit }) => unit))
}

/** A unit that is done, or that an administrator releases: it starts anew. In the unit's own transaction. */
export async function forgetUnitFailures(
  db: Queryable,
  batchCode: string,
  units: readonly string[],
): Promise<number> {
  if (units.length === 0) return 0
  const { rowCount } = await db.query(
    'delete from batch_unit_failure where batch_code = $1 and unit_key = any ($2)',
    [batchCode, units],
  )
  return rowCount ?? 0
}
