import type { Temporal } from 'temporal-polyfill'
import { type Database, type Queryable, transaction } from '../platform/database.ts'
import type { Catalogue } from './catalogue.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { type DueDecision, decideDue } from './due-decision.ts'
import { instantOf, instantOrNull } from './instant-column.ts'
import { queueRuns } from './new-run.ts'
import { sendNotices } from './notices.ts'
import type { RunReason } from './run-reason.ts'
import { latestInstantBetween, type MissedInstants } from './schedule/missed-instants.ts'
import { catchUpOf, type PlanColumns, planColumns, scheduleOf } from './stored-plan.ts'

export interface TickResult {
  /** Batches that were due. */
  readonly due: number
  readonly queued: number
  /** Rows of the history that say why a due instant did not run. */
  readonly skipped: number
  /** Batches whose stored plan could not be read: they are due no more, until their plan is saved anew. */
  readonly unreadable: readonly string[]
}

interface DueRow extends PlanColumns {
  code: string
  application: string
  version: number
  parameters: unknown
  cursor_at: Date
  previous_start: Date | null
  active: boolean
}

interface DueBatch {
  readonly row: DueRow
  readonly decision: DueDecision
}

/**
 * One look of the scheduler, in one transaction: claims up to `limit` batches that are due, queues their runs,
 * records what was missed, and moves their plans on. Batches that another node is looking at are left to it.
 */
export async function scheduleTick(options: {
  database: Database
  queue: DispatchQueue
  catalogue: Catalogue
  now: Temporal.Instant
  limit?: number
}): Promise<TickResult> {
  const { queue, catalogue, now } = options
  return await transaction(options.database.pool, async (client) => {
    const rows = await claimDue(client, now, options.limit ?? 250)
    if (rows.length === 0) return { due: 0, queued: 0, skipped: 0, unreadable: [] }
    const unreadable: string[] = []
    const decided = rows.flatMap((row): DueBatch[] => {
      try {
        return [{ row, decision: decide(row, now) }]
      } catch {
        // C14: one plan that makes no sense (an unknown zone, say) must not hold up the others.
        unreadable.push(row.code)
        return []
      }
    })
    const batches = await applyLastWins(client, catalogue, decided, now)
    const runs = batches.flatMap(({ row, decision }) =>
      decision.run === null
        ? []
        : [
            {
              batchCode: row.code,
              application: row.application,
              trigger: decision.run.trigger,
              dueAt: decision.run.dueAt.toString(),
              requestedBy: null,
              parameters: row.parameters,
              planVersion: row.version,
              entry: catalogue.get(row.code),
            },
          ],
    )
    const queued = await queueRuns(client, queue, runs, now)
    const queuedCodes = new Set(queued.map((run) => run.batchCode))
    const skips = batches.flatMap(({ row, decision }) => [
      ...(decision.missed === null ? [] : [missedRow(row, decision.missed)]),
      ...(decision.run === null || queuedCodes.has(row.code)
        ? []
        : [overlapRow(row, decision.run.dueAt, decision.run.trigger)]),
    ])
    const skipped = await recordSkips(client, skips, now)
    await movePlansOn(client, batches, unreadable, now)
    return { due: rows.length, queued: queued.length, skipped, unreadable }
  })
}

async function claimDue(client: Queryable, now: Temporal.Instant, limit: number): Promise<DueRow[]> {
  const { rows } = await client.query<DueRow>(
    `select code, application, version, parameters, cursor_at, ${planColumns},
            case when every_minutes is not null then
              (select started_at from batch_run r
               where r.batch_code = batch.code and due_at is not null and started_at is not null
               order by due_at desc limit 1)
            end as previous_start,
            every_minutes is not null and exists (
              select from batch_run r where r.batch_code = batch.code and state = 'running'
              union all
              select from batch_run r where r.batch_code = batch.code and state = 'queued') as active
     from batch
     where enabled and next_due_at <= $1
     order by next_due_at, code
     limit $2
     for no key update skip locked`,
    [now.toString(), limit],
  )
  return rows
}

function decide(row: DueRow, now: Temporal.Instant): DueDecision {
  // C10: a frequency never overlaps. While its run lasts it is not due; the run's end sets it going again.
  if (row.active) return { run: null, missed: null, next: null }
  return decideDue(
    {
      schedule: scheduleOf(row),
      catchUp: catchUpOf(row),
      zone: row.time_zone,
      cursor: instantOf(row.cursor_at),
      previousStart: instantOrNull(row.previous_start),
    },
    now,
  )
}

/**
 * C9: of late batches that undo each other only the one due last is caught up. Compared with the plans, not
 * with the other rows of this look, which another node may have claimed.
 */
async function applyLastWins(
  client: Queryable,
  catalogue: Catalogue,
  batches: DueBatch[],
  now: Temporal.Instant,
): Promise<DueBatch[]> {
  const groupOf = (code: string) => catalogue.get(code)?.batch.lastWins
  const late = batches.filter(
    ({ row, decision }) => decision.run?.trigger === 'catch-up' && groupOf(row.code),
  )
  if (late.length === 0) return batches
  const groups = new Set(late.map(({ row }) => groupOf(row.code)))
  const codes = [...catalogue.keys()].filter((code) => groups.has(groupOf(code)))
  const { rows: rivals } = await client.query<PlanColumns & { code: string }>(
    `select code, ${planColumns} from batch where enabled and planned and code = any($1)`,
    [codes],
  )
  return batches.map((batch) => {
    const { row, decision } = batch
    if (decision.run === null || !late.includes(batch)) return batch
    const { dueAt } = decision.run
    const overtaken = rivals.some(
      (rival) =>
        rival.code !== row.code &&
        groupOf(rival.code) === groupOf(row.code) &&
        latestInstantBetween(scheduleOf(rival), dueAt, now, rival.time_zone) !== null,
    )
    if (!overtaken) return batch
    const missed = {
      count: (decision.missed?.count ?? 0) + 1,
      first: decision.missed?.first ?? dueAt,
      latest: dueAt,
    }
    return { row, decision: { ...decision, run: null, missed } }
  })
}

interface SkipRow {
  readonly batch_code: string
  readonly application: string
  readonly trigger: string
  readonly due_at: string
  readonly plan_version: number
  readonly reason: RunReason
  readonly detail: Readonly<Record<string, string | number>> | null
}

function missedRow(row: DueRow, missed: MissedInstants): SkipRow {
  const { count } = missed
  const [from, to] = [missed.first.toString(), missed.latest.toString()]
  return {
    batch_code: row.code,
    application: row.application,
    trigger: 'catch-up',
    due_at: to,
    plan_version: row.version,
    reason: { code: 'missed', from, to, count },
    detail: { missed: count, from, to },
  }
}

function overlapRow(row: DueRow, dueAt: Temporal.Instant, trigger: string): SkipRow {
  return {
    batch_code: row.code,
    application: row.application,
    trigger,
    due_at: dueAt.toString(),
    plan_version: row.version,
    reason: { code: 'one-waits-already' },
    detail: null,
  }
}

async function recordSkips(
  client: Queryable,
  skips: readonly SkipRow[],
  now: Temporal.Instant,
): Promise<number> {
  if (skips.length === 0) return 0
  // Where the due instant has its row already (a clock set back, an edited plan) there is nothing to add.
  const { rows } = await client.query<{ id: number; batch_code: string }>(
    `insert into batch_run (batch_code, application, state, trigger, due_at, queued_at, ended_at, plan_version,
                            reason, detail)
     select batch_code, application, 'skipped', trigger, due_at, $2, $2, plan_version, reason, detail
     from jsonb_to_recordset($1) as r (
       batch_code text, application text, trigger text, due_at timestamptz, plan_version int, reason jsonb,
       detail jsonb)
     on conflict do nothing
     returning id, batch_code`,
    [JSON.stringify(skips), now.toString()],
  )
  await sendNotices(
    client,
    rows.map((row) => ({ kind: 'run', run: row.id, batch: row.batch_code, state: 'skipped' })),
  )
  return rows.length
}

async function movePlansOn(
  client: Queryable,
  batches: readonly DueBatch[],
  unreadable: readonly string[],
  now: Temporal.Instant,
): Promise<void> {
  const moves = [
    ...batches.map(({ row, decision }) => ({
      code: row.code,
      next: decision.next?.toString() ?? null,
      // The slots that pass while a frequency's run lasts are looked at when it ends.
      stay: row.active,
    })),
    ...unreadable.map((code) => ({ code, next: null, stay: false })),
  ]
  // The cursor never goes back: a clock that was set back must not bring due instants a second time.
  await client.query(
    `update batch set next_due_at = moves.next,
                      cursor_at = case when moves.stay then cursor_at else greatest(cursor_at, $2) end
     from jsonb_to_recordset($1) as moves (code text, next timestamptz, stay boolean)
     where batch.code = moves.code`,
    [JSON.stringify(moves), now.toString()],
  )
}

/** When the next batch is due, or null when none ever is. */
export async function nextDueInstant(db: Queryable): Promise<Temporal.Instant | null> {
  const { rows } = await db.query<{ next: Date | null }>(
    'select min(next_due_at) as next from batch where enabled and next_due_at is not null',
  )
  return instantOrNull(rows[0]?.next ?? null)
}
