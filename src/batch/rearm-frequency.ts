import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import { instantOf, instantOrNull } from './instant-column.ts'
import { latestInstantBetween } from './schedule/missed-instants.ts'
import { nextInstant } from './schedule/next-instant.ts'
import { type PlanColumns, planColumns, scheduleOf } from './stored-plan.ts'

/**
 * Plans the next start of batches with a frequency whose run has just ended (or never began): n minutes after
 * that start, at once if they are over already (C10). Does nothing for other batches, and for those that have
 * a run waiting or under way: its own end will come. A batch whose row somebody is editing is left to `mend`.
 * Returns the codes of those that are due earlier or later than before.
 */
export async function rearmFrequencies(
  client: Queryable,
  codes: readonly string[],
  now: Temporal.Instant,
): Promise<string[]> {
  if (codes.length === 0) return []
  const { rows } = await client.query<
    PlanColumns & { code: string; cursor_at: Date; previous_start: Date | null }
  >(
    `select code, cursor_at, ${planColumns},
            (select started_at from batch_run r
             where r.batch_code = batch.code and due_at is not null and started_at is not null
             order by due_at desc limit 1) as previous_start
     from batch
     where code = any($1) and every_minutes is not null and enabled and planned
       and not exists (select from batch_run r where r.batch_code = batch.code and state = 'running')
       and not exists (select from batch_run r where r.batch_code = batch.code and state = 'queued')
     order by code
     for no key update skip locked`,
    [codes],
  )
  if (rows.length === 0) return []
  const moves = rows.map((row) => ({ code: row.code, next: nextStart(row, now)?.toString() ?? null }))
  await client.query(
    `update batch set next_due_at = moves.next
     from jsonb_to_recordset($1) as moves (code text, next timestamptz)
     where batch.code = moves.code`,
    [JSON.stringify(moves)],
  )
  return rows.map((row) => row.code)
}

function nextStart(
  row: PlanColumns & { cursor_at: Date; previous_start: Date | null },
  now: Temporal.Instant,
): Temporal.Instant | null {
  const schedule = scheduleOf(row)
  const options = { previousStart: instantOrNull(row.previous_start) }
  const passed = latestInstantBetween(schedule, instantOf(row.cursor_at), now, row.time_zone, options)
  return passed ?? nextInstant(schedule, now, row.time_zone, options)
}
