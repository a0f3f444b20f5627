import type { Queryable } from '../platform/database.ts'
import { triggers } from './run-state.ts'

/** The runs of the same batch beside one: newest of the older ones, oldest of the newer ones. */
export interface RunNeighbours {
  readonly previous: number | null
  readonly next: number | null
  /** The newest older one that failed or was interrupted. */
  readonly previousFailed: number | null
}

export async function readNeighbours(
  db: Queryable,
  run: { readonly id: number; readonly batchCode: string },
): Promise<RunNeighbours> {
  const { rows } = await db.query<RunNeighbours>(
    `select
       (select max(id) from batch_run where batch_code = $2 and id < $1) as previous,
       (select min(id) from batch_run where batch_code = $2 and id > $1) as next,
       (select max(newest.id) from unnest(array['failed', 'interrupted']) as s (state)
        cross join unnest($3::text[]) as t (trigger)
        cross join lateral (
          select id from batch_run r
          where r.batch_code = $2 and r.state = s.state and r.trigger = t.trigger and r.id < $1
          order by r.id desc limit 1) newest) as "previousFailed"`,
    [run.id, run.batchCode, triggers],
  )
  return rows[0]!
}

/** The runs under way that one that waits has to let end: of its own batch, or with a resource that it needs. */
export async function readWaitsFor(
  db: Queryable,
  runId: number,
): Promise<{ readonly id: number; readonly batchCode: string }[]> {
  const { rows } = await db.query<{ id: number; batchCode: string }>(
    `select other.id, other.batch_code as "batchCode"
     from batch_run run
     join batch_run other on other.state = 'running'
       and (other.batch_code = run.batch_code or other.resources && run.resources)
     where run.id = $1 and run.state = 'queued'
     order by other.id`,
    [runId],
  )
  return rows
}

/** The version of the plan that launched a run, and who had saved that; null for a run without one. */
export async function readPlanOfRun(
  db: Queryable,
  runId: number,
): Promise<{ readonly version: number; readonly author: string | null; readonly at: string | null } | null> {
  const { rows } = await db.query<{ version: number | null; author: string | null; at: Date | null }>(
    `select run.plan_version as version, revision.author, revision.at
     from batch_run run
     left join batch_revision revision
       on revision.batch_code = run.batch_code and revision.version = run.plan_version
     where run.id = $1`,
    [runId],
  )
  const row = rows[0]
  if (row === undefined || row.version === null) return null
  return { version: row.version, author: row.author, at: row.at?.toISOString() ?? null }
}
