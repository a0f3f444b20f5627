import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'
import type { CatalogueEntry } from './catalogue.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { type Notice, sendNotices } from './notices.ts'
import type { Trigger } from './run-state.ts'

/** A run about to wait for its turn. Times are ISO 8601 texts. */
export interface NewRun {
  readonly batchCode: string
  readonly application: string
  readonly trigger: Trigger
  readonly dueAt: string | null
  readonly requestedBy: string | null
  readonly parameters: unknown
  readonly planVersion: number | null
  /** What the batch's definition says; undefined for a code that the program does not have. */
  readonly entry: CatalogueEntry | undefined
  readonly attempt?: number
  readonly retryOf?: number
  /** Only this node may run it, and no message is sent for it. */
  readonly pinnedNode?: string
}

export interface QueuedRun {
  readonly id: number
  readonly batchCode: string
  readonly dueAt: Date | null
}

/** Somebody sits and waits for these; everything else was planned or can bear a moment. */
const urgentTriggers: readonly Trigger[] = ['manual', 'cli']

/**
 * Queues runs together with their messages, in the caller's transaction. Those that a unique index refuses
 * (the due instant has its run already, or a run of the batch waits) are left out of the answer.
 */
export async function queueRuns(
  client: Queryable,
  queue: DispatchQueue,
  runs: readonly NewRun[],
  now: Temporal.Instant,
): Promise<QueuedRun[]> {
  if (runs.length === 0) return []
  const { rows } = await client.query<{
    id: number
    batch_code: string
    due_at: Date | null
    priority: number
    own_lane: boolean
    dispatched: boolean
  }>({
    name: 'queue_runs',
    text: `insert into batch_run (batch_code, application, state, trigger, due_at, queued_at, requested_by, parameters,
                            plan_version, priority, own_lane, waits_alone, resources, dispatched, pinned_node,
                            attempt, retry_of)
     select batch_code, application, 'queued', trigger, due_at, $2, requested_by, parameters,
            plan_version, priority, own_lane, waits_alone, resources, pinned_node is null, pinned_node,
            attempt, retry_of
     from jsonb_to_recordset($1) as r (
       batch_code text, application text, trigger text, due_at timestamptz, requested_by text, parameters jsonb,
       plan_version int, priority smallint, own_lane boolean, waits_alone boolean, resources text[],
       pinned_node uuid, attempt smallint, retry_of bigint)
     on conflict do nothing
     returning id, batch_code, due_at, priority, own_lane, dispatched`,
    values: [JSON.stringify(runs.map(columnsOf)), now.toString()],
  })
  const dispatches = rows
    .filter((row) => row.dispatched)
    .map((row) => ({
      runId: row.id,
      ownLane: row.own_lane,
      priority: row.priority,
    }))
  await queue.send(client, dispatches)
  const notices = rows.map(
    (row): Notice => ({ kind: 'run', run: row.id, batch: row.batch_code, state: 'queued' }),
  )
  if (dispatches.length > 0) notices.push({ kind: 'wake' })
  await sendNotices(client, notices)
  return rows.map((row) => ({ id: row.id, batchCode: row.batch_code, dueAt: row.due_at }))
}

function columnsOf(run: NewRun) {
  const batch = run.entry?.batch
  return {
    batch_code: run.batchCode,
    application: run.application,
    trigger: run.trigger,
    due_at: run.dueAt,
    requested_by: run.requestedBy,
    parameters: run.parameters,
    plan_version: run.planVersion,
    priority: urgentTriggers.includes(run.trigger) ? 1 : 0,
    own_lane: batch?.lane === 'own',
    waits_alone: batch?.waiting !== 'many',
    resources: batch?.resources ?? [],
    pinned_node: run.pinnedNode ?? null,
    attempt: run.attempt ?? 1,
    retry_of: run.retryOf ?? null,
  }
}
