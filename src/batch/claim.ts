import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import type { DispatchQueue } from './dispatch-queue.ts'
import type { ClaimedRun } from './execute-run.ts'
import type { Notice } from './notices.ts'
import type { RunReason } from './run-reason.ts'
import type { Trigger } from './run-state.ts'
import { type HoldingRun, type StartVerdict, type WaitingRun, whoMayStart } from './who-may-start.ts'

/** Any constant serves: decisions on who starts are taken one after the other, over all nodes. */
const turnLock = 7_161_003

/**
 * Waits until no other transaction decides on who starts. Rows of runs that wait are locked under this lock, those
 * of runs under way before it, and nobody waits for it while holding a run that waits: so no two transactions
 * can each hold what the other wants.
 */
export async function lockTurns(client: pg.ClientBase): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [turnLock])
}

/** What a node has room for. */
export interface Room {
  readonly nodeId: string
  readonly nodeName: string
  readonly freePlaces: number
  /** False: it runs only what is pinned to it. */
  readonly takesMessages: boolean
}

export interface Claim {
  readonly started: readonly ClaimedRun[]
  readonly notices: readonly Notice[]
  /** More messages may lie in the queue than were looked at, and there is still room for their runs. */
  readonly more: boolean
}

interface WaitingRow {
  id: number
  batch_code: string
  trigger: Trigger
  due_at: Date | null
  queued_at: Date
  requested_by: string | null
  parameters: Readonly<Record<string, unknown>>
  attempt: number
  priority: number
  own_lane: boolean
  resources: string[]
  pinned_node: string | null
  dispatched: boolean
}

const waitingColumns =
  'id, batch_code, trigger, due_at, queued_at, requested_by, parameters, attempt, priority, own_lane, resources, pinned_node, dispatched'

const ownLaneBatch = 50

/**
 * Starts what this node may start, in the caller's transaction: looks at as many messages as there are free
 * places and at the runs that were put aside, decides under the turn lock, and puts aside whoever has to wait.
 * `now` is asked after the lock, so that a run never bears a start earlier than the end it waited for.
 *
 * `somethingEnded` says that the transaction ends runs: then whoever waits for them is looked at under the lock.
 * Otherwise a look without it is enough to see that there is nothing to do: a run that is being put aside at
 * this moment waits for one that has yet to end.
 */
export async function claimRuns(
  client: pg.PoolClient,
  queue: DispatchQueue,
  room: Room,
  somethingEnded: boolean,
  now: () => Temporal.Instant,
): Promise<Claim> {
  const limit = room.freePlaces > 0 ? room.freePlaces : ownLaneBatch
  const messages = room.takesMessages
    ? await queue.fetch(client, limit, { onlyOwnLane: room.freePlaces === 0 })
    : []
  if (messages.length === 0 && !somethingEnded && !(await anyParked(client, room.nodeId)))
    return { started: [], notices: [], more: false }
  await lockTurns(client)
  const { waiting, running } = await lockWaiting(
    client,
    room.nodeId,
    messages.map((message) => message.runId),
  )
  const verdicts = whoMayStart(waiting.map(waitingRun), running, room.freePlaces)
  const started = await start(client, waiting, verdicts, room, now())
  await putAside(client, verdicts)
  const offered = await offerElsewhere(client, queue, waiting, verdicts)
  await queue.discard(client, messages)
  const notices = started.map(
    (run): Notice => ({ kind: 'run', run: run.id, batch: run.batchCode, state: 'running' }),
  )
  if (offered > 0) notices.push({ kind: 'wake' })
  const placesLeft = room.freePlaces - started.filter((run) => run.takesPlace).length
  const more = messages.length === limit && (placesLeft > 0 || room.freePlaces === 0)
  return { started, notices, more }
}

async function anyParked(client: pg.ClientBase, nodeId: string): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'any_parked',
    text: `select from batch_run
           where state = 'queued' and not dispatched and (pinned_node is null or pinned_node = $1)
           limit 1`,
    values: [nodeId],
  })
  return rowCount === 1
}

/** The runs of the messages and the first of each batch's parked runs, with what is under way on all nodes. */
async function lockWaiting(
  client: pg.ClientBase,
  nodeId: string,
  fetched: readonly number[],
): Promise<{ waiting: WaitingRow[]; running: HoldingRun[] }> {
  const { rows } = await client.query<WaitingRow & { running: HoldingRun[] | null }>({
    name: 'lock_waiting',
    text: `
      select ${waitingColumns},
             (select jsonb_agg(jsonb_build_object('batchCode', batch_code, 'resources', resources))
              from batch_run where state = 'running') as running
      from batch_run
      where state = 'queued' and id = any($2::bigint[] || array(
        select distinct on (batch_code) id from batch_run
        where state = 'queued' and not dispatched and (pinned_node is null or pinned_node = $1)
        order by batch_code, priority desc, id))
      for update`,
    values: [nodeId, fetched],
  })
  return { waiting: rows, running: rows[0]?.running ?? [] }
}

function waitingRun(row: WaitingRow): WaitingRun {
  return {
    id: row.id,
    batchCode: row.batch_code,
    resources: row.resources,
    takesPlace: takesPlace(row),
    priority: row.priority,
    sinceMs: (row.due_at ?? row.queued_at).getTime(),
  }
}

function takesPlace(row: WaitingRow): boolean {
  return !row.own_lane && row.pinned_node === null
}

function withVerdict(
  waiting: readonly WaitingRow[],
  verdicts: readonly StartVerdict[],
  verdict: StartVerdict['verdict'],
): WaitingRow[] {
  const ids = new Set(verdicts.filter((one) => one.verdict === verdict).map((one) => one.id))
  return waiting.filter((row) => ids.has(row.id))
}

async function start(
  client: pg.ClientBase,
  waiting: readonly WaitingRow[],
  verdicts: readonly StartVerdict[],
  room: Room,
  now: Temporal.Instant,
): Promise<ClaimedRun[]> {
  const chosen = withVerdict(waiting, verdicts, 'start')
  if (chosen.length === 0) return []
  await client.query({
    name: 'start_runs',
    text: `update batch_run
           set state = 'running', started_at = $2, node_id = $3, node_name = $4, dispatched = false, reason = null
           where id = any($1)`,
    values: [chosen.map((row) => row.id), now.toString(), room.nodeId, room.nodeName],
  })
  return chosen.map((row) => ({
    id: row.id,
    batchCode: row.batch_code,
    trigger: row.trigger,
    dueAt: row.due_at,
    requestedBy: row.requested_by,
    parameters: row.parameters,
    attempt: row.attempt,
    takesPlace: takesPlace(row),
  }))
}

/** Says why a run waits, for those who look at it; it is taken up again when the run it waits for ends. */
async function putAside(client: pg.ClientBase, verdicts: readonly StartVerdict[]): Promise<void> {
  const reasons = verdicts.flatMap((one) =>
    one.verdict === 'wait' ? [{ id: one.id, reason: waitReason(one.resource, one.behind) }] : [],
  )
  if (reasons.length === 0) return
  await client.query(
    `update batch_run set dispatched = false, reason = r.reason
     from jsonb_to_recordset($1) as r (id bigint, reason jsonb)
     where batch_run.id = r.id and (dispatched or batch_run.reason is distinct from r.reason)`,
    [JSON.stringify(reasons)],
  )
}

function waitReason(resource: string | null, batch: string): RunReason {
  return resource === null
    ? { code: 'waits-for-batch', batch }
    : { code: 'waits-for-resource', resource, batch }
}

async function offerElsewhere(
  client: pg.ClientBase,
  queue: DispatchQueue,
  waiting: readonly WaitingRow[],
  verdicts: readonly StartVerdict[],
): Promise<number> {
  const rows = withVerdict(waiting, verdicts, 'elsewhere')
  if (rows.length === 0) return 0
  const parked = rows.filter((row) => !row.dispatched).map((row) => row.id)
  if (parked.length > 0)
    await client.query('update batch_run set dispatched = true, reason = null where id = any($1)', [parked])
  await queue.send(
    client,
    rows.map((row) => ({ runId: row.id, ownLane: false, priority: row.priority })),
  )
  return rows.length
}
