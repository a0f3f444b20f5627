import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import type { InstantFacts } from './explain-instant.ts'
import type { BatchRecord } from './list-batches.ts'
import { readRevisionsAround } from './plan-revisions.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from './run-record.ts'

/** The plan of a batch at an instant: which version, who had saved it, when; null before the installation knew it. */
export interface PlanThen extends NonNullable<InstantFacts['plan']> {
  readonly version: number
}

/** Reads what tells why an instant of a batch has a run or has none. */
export async function readInstant(
  db: Queryable,
  batch: BatchRecord,
  at: Temporal.Instant,
  now: Temporal.Instant,
): Promise<InstantFacts & { readonly plan: PlanThen | null }> {
  return {
    code: batch.code,
    at,
    now,
    zone: batch.timeZone,
    run: await answerTo(db, batch.code, at),
    plan: await planAt(db, batch, at),
    schedulers: await schedulersAt(db, at),
  }
}

/** The run of the instant, else the row of the missed ones among which it counts. */
async function answerTo(db: Queryable, code: string, at: Temporal.Instant): Promise<RunRecord | null> {
  const { rows } = await db.query<RunRow>(
    `(select ${runColumns('r')} from batch_run r where r.batch_code = $1 and r.due_at = $2)
     union all
     (select ${runColumns('r')} from (
        select * from batch_run r
        where r.batch_code = $1 and r.due_at > $2 and r.state = 'skipped'
        order by r.due_at limit 1) r
      where (r.detail->>'from')::timestamptz <= $2)
     limit 1`,
    [code, at.toString()],
  )
  return rows[0] === undefined ? null : runRecord(rows[0])
}

async function planAt(db: Queryable, batch: BatchRecord, at: Temporal.Instant): Promise<PlanThen | null> {
  const { inForce, first } = await readRevisionsAround(db, batch.code, at.toString())
  if (inForce !== null)
    return { version: inForce.version, plan: inForce.after, author: inForce.author, at: inForce.at }
  if (first !== null) {
    // What stood before the first change was installed with the program, at a time that nobody wrote down.
    if (await isBeforeAnyNode(db, at)) return null
    return { version: first.version - 1, plan: first.before, author: 'installation', at: null }
  }
  if (at.epochMilliseconds < Date.parse(batch.changedAt)) return null
  const { version, enabled, schedule, catchUp, parameters, changedBy, changedAt } = batch
  return { version, plan: { enabled, schedule, catchUp, parameters }, author: changedBy, at: changedAt }
}

async function isBeforeAnyNode(db: Queryable, at: Temporal.Instant): Promise<boolean> {
  const { rows } = await db.query<{ before: boolean | null }>(
    'select $1::timestamptz < min(started_at) as before from node',
    [at.toString()],
  )
  return rows[0]?.before ?? false
}

async function schedulersAt(db: Queryable, at: Temporal.Instant): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select distinct name from node
     where check_period_ms is not null and started_at <= $1 and coalesce(ended_at, lease_until) >= $1
     order by name limit 10`,
    [at.toString()],
  )
  return rows.map((row) => row.name)
}
