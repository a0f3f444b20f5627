import { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { readAcknowledgements } from '../acknowledgement.ts'
import { instantOf } from '../instant-column.ts'
import { readHabits } from '../recent-runs.ts'
import type { RememberedPlan } from '../remembered-plan.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from '../run-record.ts'
import { type RunState, runStates, triggers } from '../run-state.ts'
import { catchUpOf, type PlanColumns, planColumns, scheduleOf } from '../stored-plan.ts'
import type { DueAnswer, NightBatch, NightFacts, NightRun } from './night-facts.ts'
import type { NightSpan } from './night-span.ts'

export interface NightReading {
  readonly span: NightSpan
  readonly now: Temporal.Instant
  readonly zone: string
  /** Only batches and runs of these. */
  readonly applications: readonly string[]
  readonly labelOf: (code: string) => Text
}

/** Reads what is known of a night: a dozen statements, whatever the number of batches and runs. */
export async function readNight(db: Queryable, reading: NightReading): Promise<NightFacts> {
  const { span, now, zone, applications, labelOf } = reading
  const batches = await readBatches(db, span, applications, labelOf)
  const { runs, counts } = await readRunsOf(db, span, applications)
  const answers = await readAnswers(
    db,
    span,
    batches.map((batch) => batch.code),
  )
  const concerned = new Set([...runs, ...answers.map((one) => one.run)].map((run) => run.batchCode))
  for (const batch of batches) if (batch.plans.some((one) => one.plan.enabled)) concerned.add(batch.code)
  const ids = [...new Set([...runs.map((run) => run.id), ...answers.map((one) => one.run.id)])]
  const exchanges = await readExchanges(db, ids)
  return {
    from: span.from,
    to: span.to,
    now,
    zone,
    batches,
    runs: runs.map((run): NightRun => ({ run, exchange: exchanges.get(run.id) ?? null })),
    counts,
    answers,
    habits: await readHabits(db, [...concerned]),
    newestFinished: await readNewestFinished(db, [...concerned]),
    acknowledged: await readAcknowledgements(db, ids),
  }
}

interface BatchRow extends PlanColumns {
  code: string
  application: string
  planned: boolean
  enabled: boolean
  parameters: Record<string, unknown>
  version: number
  changed_at: Date
  first_node_at: Date | null
  /** Changes since the night began, oldest first. */
  changes: { at: string; before: RememberedPlan; after: RememberedPlan }[] | null
}

/** Changes of one plan that are looked at; nobody saves a plan more often in a night. */
const mostChanges = 50

async function readBatches(
  db: Queryable,
  { from, to }: NightSpan,
  applications: readonly string[],
  labelOf: NightReading['labelOf'],
): Promise<NightBatch[]> {
  const { rows } = await db.query<BatchRow>(
    `select code, application, planned, enabled, parameters, version, changed_at, ${planColumns}, since.changes,
            (select min(started_at) from node) as first_node_at
     from batch
     left join lateral (
       select json_agg(json_build_object('at', at, 'before', before, 'after', after) order by id) as changes
       from (select id, at, before, after from batch_revision r
             where r.batch_code = batch.code and r.at > $1 order by r.id limit $3) revision
     ) since on true
     where application = any($2)
     order by code`,
    [from.toString(), applications, mostChanges],
  )
  return rows.map((row) => ({
    code: row.code,
    application: row.application,
    label: labelOf(row.code),
    plans: row.planned ? plansOf(row, from, to) : [],
  }))
}

/** What stood when the night began is what stood before the first change since then. */
function plansOf(row: BatchRow, from: Temporal.Instant, to: Temporal.Instant): NightBatch['plans'] {
  const changes = row.changes ?? []
  const present: RememberedPlan = {
    enabled: row.enabled,
    schedule: scheduleOf(row),
    catchUp: catchUpOf(row),
    parameters: row.parameters,
  }
  const within = changes
    .map(({ at, after }) => ({ from: Temporal.Instant.from(at), plan: after }))
    .filter((change) => Temporal.Instant.compare(change.from, to) < 0)
  const first = { from: standsSince(row, from), plan: changes[0]?.before ?? present }
  return Temporal.Instant.compare(first.from, within[0]?.from ?? to) < 0 ? [first, ...within] : within
}

/** The plan that a batch was installed with counts from then: nothing was due before. */
function standsSince(row: BatchRow, from: Temporal.Instant): Temporal.Instant {
  const before = from.subtract({ hours: 24 })
  if (row.version - 1 > (row.changes?.length ?? 0)) return before
  // Once it has been changed nobody knows any more when it was installed: not before the first node, in any case.
  const installedAt = row.version === 1 ? row.changed_at : row.first_node_at
  return installedAt === null ? before : instantOf(installedAt)
}

/** Bars beyond these are too many to draw; those that went wrong are among them in any case. */
const mostRunsOfBatch = 300

/**
 * The runs that belong to the night: that began in it or, where they never began, were due or asked for in it. A run
 * may be queued in one night and begin in the next, not later than a day afterwards.
 */
async function readRunsOf(
  db: Queryable,
  { from, to }: NightSpan,
  applications: readonly string[],
): Promise<{ runs: RunRecord[]; counts: Record<RunState, number> }> {
  const { rows } = await db.query<RunRow & { of_state: number }>(
    `select ${runColumns('run')}, of_state
     from (
       select *,
              count(*) over (partition by state)::int as of_state,
              row_number() over (partition by batch_code order by state not in ('finished', 'skipped') desc,
                                 id desc) as place
       from batch_run
       where queued_at >= $1::timestamptz - interval '24 hours' and queued_at < $2 and application = any($3)
         and coalesce(started_at, due_at, queued_at) >= $1 and coalesce(started_at, due_at, queued_at) < $2
     ) run
     where place <= $4
     order by coalesce(started_at, due_at, queued_at), id`,
    [from.toString(), to.toString(), applications, mostRunsOfBatch],
  )
  const counts = Object.fromEntries(runStates.map((state) => [state, 0])) as Record<RunState, number>
  for (const row of rows) counts[row.state] = row.of_state
  return { runs: rows.map(runRecord), counts }
}

const mostAnswers = 200

/** The rows by their due instants, those of missed instants with all that they answer. */
async function readAnswers(
  db: Queryable,
  { from, to }: NightSpan,
  codes: readonly string[],
): Promise<DueAnswer[]> {
  const { rows } = await db.query<RunRow & { missed_from: Date | null }>(
    `select ${runColumns('run')}, case when run.state = 'skipped' then (run.detail->>'from')::timestamptz end as missed_from
     from unnest($3::text[]) as b (code)
     cross join lateral (
       (select * from batch_run r
        where r.batch_code = b.code and r.due_at >= $1 and r.due_at < $2
        order by r.due_at desc limit $4)
       union all
       (select * from (
          select * from batch_run r
          where r.batch_code = b.code and r.due_at >= $2 and r.state = 'skipped'
          order by r.due_at limit 1) later
        where (later.detail->>'from')::timestamptz < $2)
     ) run
     order by run.due_at`,
    [from.toString(), to.toString(), codes, mostAnswers],
  )
  return rows.map((row) => ({
    batchCode: row.batch_code,
    first: instantOf(row.missed_from ?? row.due_at!),
    last: instantOf(row.due_at!),
    run: runRecord(row),
  }))
}

async function readExchanges(
  db: Queryable,
  runIds: readonly number[],
): Promise<Map<number, NonNullable<NightRun['exchange']>>> {
  const { rows } = await db.query<{ run_id: number; held: boolean; rejected: number; dry_run: boolean }>(
    `select run_id, bool_or(state = 'held') as held, sum(rejected)::int as rejected, bool_and(dry_run) as dry_run
     from file_exchange where run_id = any($1)
     group by run_id`,
    [runIds],
  )
  return new Map(
    rows.map((row) => [row.run_id, { held: row.held, rejected: row.rejected, dryRun: row.dry_run }]),
  )
}

async function readNewestFinished(
  db: Queryable,
  codes: readonly string[],
): Promise<Map<string, { id: number; startedAt: string }>> {
  const { rows } = await db.query<{ code: string; id: number; started_at: Date }>(
    `select b.code, newest.id, newest.started_at
     from unnest($1::text[]) as b (code)
     cross join lateral (
       select found.id, found.started_at
       from unnest($2::text[]) as t (trigger)
       cross join lateral (
         select id, started_at from batch_run r
         where r.batch_code = b.code and r.state = 'finished' and r.trigger = t.trigger
         order by r.id desc limit 1) found
       order by found.id desc limit 1) newest`,
    [codes, triggers],
  )
  return new Map(rows.map((row) => [row.code, { id: row.id, startedAt: row.started_at.toISOString() }]))
}

/** When the first of all runs was queued; null before any. */
export async function firstRunAt(db: Queryable): Promise<Temporal.Instant | null> {
  const { rows } = await db.query<{ at: Date }>(
    'select queued_at as at from batch_run order by queued_at limit 1',
  )
  return rows[0] === undefined ? null : instantOf(rows[0].at)
}

/** What comes next, of all batches. */
export async function readUpcoming(
  db: Queryable,
  applications: readonly string[],
  count = 10,
): Promise<{ readonly code: string; readonly application: string; readonly at: string }[]> {
  const { rows } = await db.query<{ code: string; application: string; at: Date }>(
    `select code, application, next_due_at as at from batch
     where enabled and next_due_at is not null and application = any($1)
     order by next_due_at, code limit $2`,
    [applications, count],
  )
  return rows.map(({ code, application, at }) => ({ code, application, at: at.toISOString() }))
}
