import { habitOf, habitRuns, isAbnormallyLong } from '../batch/habit.ts'
import { instantOf, instantOrNull } from '../batch/instant-column.ts'
import type { RunState } from '../batch/run-state.ts'
import type { Queryable } from '../platform/database.ts'
import type { FoundAlert, Look } from './find-alerts.ts'

interface LongRow {
  id: number
  batch_code: string
  application: string
  state: RunState
  node_name: string | null
  due_at: Date | null
  ended_at: Date | null
  seconds: number
  habit: number[] | null
}

/**
 * Runs under way far longer than the habit of their batch, and those that were so when they finished between two looks.
 * Nothing below a minute is looked at: the rule of `habit.ts` calls no such run long.
 */
export async function findSlowRuns(db: Queryable, { finishedFrom, now }: Look): Promise<FoundAlert[]> {
  const { rows } = await db.query<LongRow>(
    `with long as (
       select id from batch_run where state = 'running' and started_at < $2::timestamptz - interval '1 minute'
       union all
       select id from batch_run
       where ended_at >= $1 and state = 'finished' and ended_at - started_at > interval '1 minute'
     )
     select r.id, r.batch_code, r.application, r.state, r.node_name, r.due_at, r.ended_at,
            extract(epoch from coalesce(r.ended_at, $2) - r.started_at)::float8 as seconds,
            array(
              select extract(epoch from before.ended_at - before.started_at)::float8
              from batch_run before
              where before.batch_code = r.batch_code and before.id < r.id and before.state = 'finished'
              order by before.id desc limit $3) as habit
     from long join batch_run r on r.id = long.id`,
    [finishedFrom.toString(), now.toString(), habitRuns],
  )
  return rows.flatMap((row): FoundAlert[] => {
    const habit = habitOf(row.habit ?? [])
    if (habit === null || !isAbnormallyLong(row.seconds, habit)) return []
    return [
      {
        occasion: `slow:run:${row.id}`,
        kind: 'slow',
        batchCode: row.batch_code,
        application: row.application,
        runId: row.id,
        state: row.state,
        nodeName: row.node_name,
        at: row.ended_at === null ? now : instantOf(row.ended_at),
        dueAt: instantOrNull(row.due_at),
        cause: 'slow',
        facts: { seconds: Math.floor(row.seconds), medianSeconds: Math.round(habit.medianSeconds) },
      },
    ]
  })
}
