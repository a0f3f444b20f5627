import type { Temporal } from 'temporal-polyfill'
import type { Catalogue } from '../../batch/catalogue.ts'
import { instantOf, instantOrNull } from '../../batch/instant-column.ts'
import type { RunState } from '../../batch/run-state.ts'
import type { Queryable } from '../../platform/database.ts'
import { labelOf } from '../surroundings.ts'
import type { Summary, Trouble } from './summary.ts'

export interface SummaryScope {
  readonly date: Temporal.PlainDate
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant
  readonly timeZone: string
  /** Those that the reader may see and wants to hear of. */
  readonly applications: readonly string[]
}

/** How many of the next due instants are told. */
const upcomingCount = 10

export async function gatherSummary(
  db: Queryable,
  catalogue: Catalogue,
  scope: SummaryScope,
): Promise<Summary> {
  const { date, from, until, timeZone } = scope
  const named = <R extends { batch_code: string }>(row: R) => ({
    batchCode: row.batch_code,
    label: labelOf(catalogue, row.batch_code),
  })
  const trouble = await readTrouble(db, scope)
  const held = await readHeld(db, scope)
  const rejects = await readRejects(db, scope)
  const ran = await readRan(db, scope)
  const upcoming = await readUpcoming(db, scope)
  return {
    date,
    from,
    until,
    timeZone,
    trouble: trouble.map((row) => ({
      ...named(row),
      kind: row.kind,
      times: row.times,
      firstAt: instantOf(row.first_at),
      lastAt: instantOf(row.last_at),
      lastRunId: row.last_run_id,
      lastDueAt: instantOrNull(row.last_due_at),
      mendedBy: row.mended_by,
    })),
    held: held.map((row) => ({ ...named(row), runId: row.run_id })),
    rejects: rejects.map((row) => ({
      ...named(row),
      runId: row.run_id,
      lines: row.lines,
      rejected: row.rejected,
    })),
    ran: ran.map((row) => ({ ...named(row), states: row.states })),
    upcoming: upcoming.map((row) => ({ ...named(row), at: instantOf(row.at) })),
  }
}

interface TroubleRow {
  kind: Trouble['kind']
  batch_code: string
  times: number
  first_at: Date
  last_at: Date
  last_run_id: number | null
  last_due_at: Date | null
  mended_by: number | null
}

/** What was found since the last summary, whenever it happened: one line a batch and kind, however often. */
async function readTrouble(
  db: Queryable,
  { from, until, applications }: SummaryScope,
): Promise<TroubleRow[]> {
  const { rows } = await db.query<TroubleRow>(
    `select happened.*,
            case when kind <> 'slow' then (
              select r.id from batch_run r
              where r.batch_code = happened.batch_code and r.state = 'finished' and r.started_at >= happened.last_at
              order by r.id desc limit 1) end as mended_by
     from (
       select kind, batch_code, count(*) as times, min(at) as first_at, max(at) as last_at,
              (array_agg(run_id order by at desc, id desc))[1] as last_run_id,
              (array_agg(due_at order by at desc, id desc))[1] as last_due_at
       from alert
       where found_at > $1 and found_at <= $2 and application = any($3) and kind <> 'held'
       group by kind, batch_code
     ) happened
     order by array_position(array['failed', 'interrupted', 'missed', 'slow'], kind), batch_code`,
    [from.toString(), until.toString(), applications],
  )
  return rows
}

async function readHeld(db: Queryable, { applications }: SummaryScope) {
  const { rows } = await db.query<{ batch_code: string; run_id: number }>(
    `select distinct batch_code, run_id from file_exchange
     where state = 'held' and application = any($1) order by run_id`,
    [applications],
  )
  return rows
}

/** Without the name of the file, which somebody may have chosen after a person. */
async function readRejects(db: Queryable, { from, until, applications }: SummaryScope) {
  const { rows } = await db.query<{ batch_code: string; run_id: number; lines: number; rejected: number }>(
    `select r.batch_code, r.id as run_id, sum(e.lines)::int as lines, sum(e.rejected)::int as rejected
     from batch_run r join file_exchange e on e.run_id = r.id
     where r.ended_at > $1 and r.ended_at <= $2 and r.application = any($3)
       and e.rejected > 0 and e.state = 'applied'
     group by r.batch_code, r.id
     order by r.id`,
    [from.toString(), until.toString(), applications],
  )
  return rows
}

async function readRan(db: Queryable, { from, until, applications }: SummaryScope) {
  const { rows } = await db.query<{ batch_code: string; states: Partial<Record<RunState, number>> }>(
    `select batch_code, jsonb_object_agg(state, runs) as states
     from (
       select batch_code, state, count(*) as runs
       from (
         select batch_code, state from batch_run
         where ended_at > $1 and ended_at <= $2 and state <> 'skipped' and application = any($3)
         union all
         select batch_code, state from batch_run where state = 'running' and application = any($3)
         union all
         select batch_code, state from batch_run where state = 'queued' and application = any($3)
       ) run
       group by batch_code, state
     ) counted
     group by batch_code
     order by batch_code`,
    [from.toString(), until.toString(), applications],
  )
  return rows
}

async function readUpcoming(db: Queryable, { applications }: SummaryScope) {
  const { rows } = await db.query<{ batch_code: string; at: Date }>(
    `select code as batch_code, next_due_at as at from batch
     where enabled and next_due_at is not null and application = any($1)
     order by next_due_at, code limit $2`,
    [applications, upcomingCount],
  )
  return rows
}
