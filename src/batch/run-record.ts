import type { RunDetail } from './define-batch.ts'
import type { RunReason } from './run-reason.ts'
import type { RunState, Trigger } from './run-state.ts'

/** A run as history, pages and command line show it. Instants are ISO 8601, UTC. */
export interface RunRecord {
  readonly id: number
  readonly batchCode: string
  readonly application: string
  readonly state: RunState
  readonly trigger: Trigger
  readonly dueAt: string | null
  readonly queuedAt: string
  readonly startedAt: string | null
  readonly endedAt: string | null
  readonly nodeName: string | null
  readonly requestedBy: string | null
  readonly parameters: Readonly<Record<string, unknown>>
  readonly attempt: number
  readonly retryOf: number | null
  readonly cancelRequestedAt: string | null
  readonly cancelRequestedBy: string | null
  readonly progress: {
    readonly done: number
    readonly total: number | null
    readonly phase: string | null
  } | null
  readonly detail: RunDetail | null
  readonly error: string | null
  /** Why it waits, was skipped, cancelled or interrupted. */
  readonly reason: RunReason | null
}

export interface RunRow {
  id: number
  batch_code: string
  application: string
  state: RunState
  trigger: Trigger
  due_at: Date | null
  queued_at: Date
  started_at: Date | null
  ended_at: Date | null
  node_name: string | null
  requested_by: string | null
  parameters: Record<string, unknown>
  attempt: number
  retry_of: number | null
  cancel_requested_at: Date | null
  cancel_requested_by: string | null
  progress_done: number | null
  progress_total: number | null
  progress_phase: string | null
  detail: RunDetail | null
  error: string | null
  reason: RunReason | null
}

const columns = [
  'id',
  'batch_code',
  'application',
  'state',
  'trigger',
  'due_at',
  'queued_at',
  'started_at',
  'ended_at',
  'node_name',
  'requested_by',
  'parameters',
  'attempt',
  'retry_of',
  'cancel_requested_at',
  'cancel_requested_by',
  'progress_done',
  'progress_total',
  'progress_phase',
  'detail',
  'error',
  'reason',
]

/** The columns of `batch_run` that make a `RunRecord`, for a query that calls the table `alias`. */
export function runColumns(alias: string): string {
  return columns.map((column) => `${alias}.${column}`).join(', ')
}

export function runRecord(row: RunRow): RunRecord {
  return {
    id: row.id,
    batchCode: row.batch_code,
    application: row.application,
    state: row.state,
    trigger: row.trigger,
    dueAt: iso(row.due_at),
    queuedAt: row.queued_at.toISOString(),
    startedAt: iso(row.started_at),
    endedAt: iso(row.ended_at),
    nodeName: row.node_name,
    requestedBy: row.requested_by,
    parameters: row.parameters,
    attempt: row.attempt,
    retryOf: row.retry_of,
    cancelRequestedAt: iso(row.cancel_requested_at),
    cancelRequestedBy: row.cancel_requested_by,
    progress:
      row.progress_done === null
        ? null
        : { done: row.progress_done, total: row.progress_total, phase: row.progress_phase },
    detail: row.detail,
    error: row.error,
    reason: row.reason,
  }
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null
}
