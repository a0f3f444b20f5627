import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import type { Notice } from './notices.ts'
import { rearmFrequencies } from './rearm-frequency.ts'
import { type PendingLine, type PendingProgress, writeLines } from './run-log.ts'
import type { RunOutcome } from './run-outcome.ts'

/** A run whose work is over and whose end is not written yet. */
export interface RunEnding {
  readonly runId: number
  readonly batchCode: string
  readonly endedAt: Temporal.Instant
  readonly outcome: RunOutcome
  /** What it said that the scribe has not written. */
  readonly lines: readonly PendingLine[]
  readonly progress: PendingProgress | null
}

export interface EndedRun {
  readonly id: number
  readonly batchCode: string
  readonly state: RunOutcome['state']
  readonly notice: Notice
}

/**
 * Writes the ends of a node's runs, in the caller's transaction. A run that is not the node's own any more
 * stays as it is: a final state is never overwritten. Returns those that were ended.
 */
export async function endRuns(
  client: Queryable,
  nodeId: string,
  endings: readonly RunEnding[],
  now: Temporal.Instant,
): Promise<EndedRun[]> {
  if (endings.length === 0) return []
  const { rows } = await client.query<{
    id: number
    batch_code: string
    state: RunOutcome['state']
    repeats: boolean
  }>({
    name: 'end_runs',
    text: `update batch_run
     set state = e.state, ended_at = greatest(started_at, e.ended_at), detail = e.detail, error = e.error,
         reason = e.reason,
         progress_done = coalesce(e.done, progress_done), progress_total = coalesce(e.total, progress_total),
         progress_phase = coalesce(e.phase, progress_phase)
     from jsonb_to_recordset($2) as e (
       id bigint, state text, ended_at timestamptz, detail jsonb, error text, reason jsonb,
       done float8, total float8, phase text)
     where batch_run.id = e.id and batch_run.state = 'running' and node_id = $1
     returning batch_run.id, batch_code, batch_run.state,
       (select every_minutes is not null from batch where code = batch_code) as repeats`,
    values: [
      nodeId,
      JSON.stringify(
        endings.map(({ runId, endedAt, outcome, progress }) => ({
          id: runId,
          ended_at: endedAt.toString(),
          ...outcome,
          done: progress?.done ?? null,
          total: progress?.total ?? null,
          phase: progress?.phase ?? null,
        })),
      ),
    ],
  })
  const own = new Set(rows.map((row) => row.id))
  await writeLines(
    client,
    endings.filter((ending) => own.has(ending.runId)).flatMap((ending) => ending.lines),
  )
  await rearmFrequencies(
    client,
    rows.filter((row) => row.repeats).map((row) => row.batch_code),
    now,
  )
  return rows.map((row) => ({
    id: row.id,
    batchCode: row.batch_code,
    state: row.state,
    notice: { kind: 'run', run: row.id, batch: row.batch_code, state: row.state },
  }))
}
