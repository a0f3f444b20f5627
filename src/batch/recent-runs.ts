import type { Queryable } from '../platform/database.ts'
import { type Habit, habitOf, habitRuns } from './habit.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from './run-record.ts'
import { type RunState, triggers } from './run-state.ts'

/** One bar of the list of batches. */
export interface RecentRun {
  readonly id: number
  readonly state: RunState
  /** Whole seconds, both ends truncated; null while it runs. */
  readonly durationSeconds: number | null
  /** Milliseconds since 1970; null while it runs. */
  readonly endedMs: number | null
}

/** What the list of batches tells of the past of one. */
export interface RecentPast {
  /** The last runs that began, oldest first. */
  readonly runs: readonly RecentRun[]
  /** The newest summary of missed due instants, if it is newer than all of those. */
  readonly missed: { readonly runId: number; readonly at: string } | null
}

/** Whole seconds, both ends truncated first; `date_part` counts in floats, which costs less than `extract`. */
export const durationSql = (run: string) =>
  `(floor(date_part('epoch', ${run}.ended_at)) - floor(date_part('epoch', ${run}.started_at)))::int`

/** Runs by their numbers; those that do not exist are left out. */
export async function readRuns(db: Queryable, ids: readonly number[]): Promise<Map<number, RunRecord>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query<RunRow>({
    name: 'runs_by_number',
    text: `select ${runColumns('r')} from batch_run r where r.id = any($1)`,
    values: [ids],
  })
  return new Map(rows.map((row) => [row.id, runRecord(row)]))
}

/** The habits of batches, learnt from their last finished runs. Batches that never finished a run are left out. */
export async function readHabits(db: Queryable, codes: readonly string[]): Promise<Map<string, Habit>> {
  const { rows } = await db.query<{ code: string; durations: number[] }>(
    `select b.code, array_agg(${durationSql('run')}) as durations
     from unnest($1::text[]) as b (code)
     cross join lateral (
       select found.started_at, found.ended_at
       from unnest($3::text[]) as t (trigger)
       cross join lateral (
         select id, started_at, ended_at from batch_run r
         where r.batch_code = b.code and r.state = 'finished' and r.trigger = t.trigger
         order by r.id desc limit $2
       ) found
       order by found.id desc limit $2
     ) run
     group by b.code`,
    [codes, habitRuns, triggers],
  )
  return new Map(rows.map((row) => [row.code, habitOf(row.durations)!]))
}

/** An ended run that did work. */
export interface RunDuration {
  readonly id: number
  readonly state: RunState
  readonly startedAt: string
  readonly durationSeconds: number
}

/** The durations of the last `size` runs of a batch that began and ended, oldest first. */
export async function readDurations(db: Queryable, code: string, size: number): Promise<RunDuration[]> {
  const { rows } = await db.query<{ id: number; state: RunState; started_at: Date; seconds: number }>(
    `select id, state, started_at, ${durationSql('r')} as seconds
     from batch_run r
     where r.batch_code = $1 and r.started_at is not null and r.ended_at is not null
     order by r.id desc limit $2`,
    [code, size],
  )
  return rows.reverse().map((row) => ({
    id: row.id,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    durationSeconds: row.seconds,
  }))
}
