import type { Temporal } from 'temporal-polyfill'
import { instantOf, instantOrNull } from '../batch/instant-column.ts'
import { describeReason, type RunReason } from '../batch/run-reason.ts'
import type { RunState } from '../batch/run-state.ts'
import type { Queryable } from '../platform/database.ts'
import type { Alert, AlertFacts } from './alert.ts'
import { failureCause } from './failure-cause.ts'
import { findSlowRuns } from './find-slow-runs.ts'

/** An alert that may have been told already: its occasion says. */
export interface FoundAlert extends Omit<Alert, 'label'> {
  readonly occasion: string
  /** Alerts of one batch, kind, cause and day are told together. */
  readonly cause: string
}

export interface Look {
  /** Runs that ended at or after it are looked at. */
  readonly from: Temporal.Instant
  /** Those that finished are compared with their habit from here on. */
  readonly finishedFrom: Temporal.Instant
  readonly now: Temporal.Instant
  /** Batches due before it that nobody has launched are missed starts; null: not yet to be judged. */
  readonly overdueBefore: Temporal.Instant | null
}

/** Everything that deserves an alert, oldest first. The database alone is asked: what a crash cut short is found too. */
export async function findAlerts(db: Queryable, look: Look): Promise<FoundAlert[]> {
  const found = [
    ...(await endedRuns(db, look)),
    ...(await findSlowRuns(db, look)),
    ...(look.overdueBefore === null ? [] : await overdueBatches(db, look.overdueBefore)),
  ]
  return found.sort(
    (a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds || (a.runId ?? 0) - (b.runId ?? 0),
  )
}

interface EndedRow {
  kind: 'failed' | 'interrupted' | 'held' | 'missed'
  id: number
  batch_code: string
  application: string
  state: RunState
  node_name: string | null
  due_at: Date | null
  ended_at: Date
  error: string | null
  reason: RunReason | null
  missed: { missed: number; from: string; to: string } | null
  retried_by: number | null
  lines: number | null
  rejected: number | null
}

async function endedRuns(db: Queryable, { from }: Look): Promise<FoundAlert[]> {
  const { rows } = await db.query<EndedRow>(
    `select kind, r.id, r.batch_code, r.application, r.state, r.node_name, r.due_at, r.ended_at, r.error, r.reason,
            case when kind = 'missed' then r.detail end as missed,
            case when kind = 'interrupted' then (
              select again.id from batch_run again
              where again.batch_code = r.batch_code and again.id > r.id and again.retry_of = r.id
              order by again.id limit 1) end as retried_by,
            e.lines, e.rejected
     from batch_run r
     left join lateral (
       select * from file_exchange where run_id = r.id and state = 'held' order by position limit 1) e on true
     cross join lateral unnest(array[
       case when r.state in ('failed', 'interrupted') then r.state
            when r.state = 'skipped' and r.detail ? 'missed' then 'missed' end,
       case when e.id is not null then 'held' end]) as kind
     where r.ended_at >= $1 and kind is not null`,
    [from.toString()],
  )
  return rows.map((row) => ({
    occasion: occasionOf(row),
    kind: row.kind,
    batchCode: row.batch_code,
    application: row.application,
    runId: row.id,
    state: row.state,
    nodeName: row.node_name,
    at: instantOf(row.ended_at),
    dueAt: instantOrNull(row.due_at),
    cause: causeOf(row),
    facts: factsOf(row),
  }))
}

function occasionOf(row: EndedRow): string {
  // The first missed instant: what was told while nobody launched it is not told again by the row that says so later.
  return row.missed === null
    ? `${row.kind}:run:${row.id}`
    : missedOccasion(row.batch_code, new Date(row.missed.from))
}

function missedOccasion(code: string, first: Date): string {
  return `missed:${code}:${first.toISOString()}`
}

function causeOf(row: EndedRow): string {
  switch (row.kind) {
    case 'failed':
      return failureCause(row.error)
    case 'interrupted':
      // Any zone will do: figures do not count.
      return failureCause(row.reason === null ? null : describeReason(row.reason, 'UTC').fr)
    // Each wants a decision of its own.
    case 'held':
      return `run:${row.id}`
    case 'missed':
      return 'missed'
  }
}

function factsOf(row: EndedRow): AlertFacts {
  return {
    ...(row.retried_by === null ? {} : { retriedBy: row.retried_by }),
    ...(row.kind === 'held' && row.lines !== null && row.rejected !== null
      ? { lines: row.lines, rejected: row.rejected }
      : {}),
    ...(row.missed === null ? {} : { missed: row.missed.missed, from: row.missed.from, to: row.missed.to }),
  }
}

/** Nobody looks for what is due: no scheduler is alive, or its looks fail. */
async function overdueBatches(db: Queryable, before: Temporal.Instant): Promise<FoundAlert[]> {
  const { rows } = await db.query<{ code: string; application: string; next_due_at: Date }>(
    `select code, application, next_due_at from batch where enabled and next_due_at < $1`,
    [before.toString()],
  )
  return rows.map((row) => ({
    occasion: missedOccasion(row.code, row.next_due_at),
    kind: 'missed',
    batchCode: row.code,
    application: row.application,
    runId: null,
    state: null,
    nodeName: null,
    at: instantOf(row.next_due_at),
    dueAt: instantOf(row.next_due_at),
    cause: 'missed',
    facts: {},
  }))
}
