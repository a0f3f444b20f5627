import type { Queryable } from '../platform/database.ts'
import type { CatchUp } from './define-batch.ts'
import { type RunRecord, type RunRow, runColumns, runRecord } from './run-record.ts'
import { requestTriggers } from './run-state.ts'
import type { Schedule } from './schedule/schedule.ts'
import { catchUpOf, type PlanColumns, planColumns, scheduleOf } from './stored-plan.ts'

/** A row of the grid. */
export interface BatchRecord {
  readonly code: string
  readonly application: string
  /** False: the running program has no batch of this code any more. */
  readonly known: boolean
  /** False: it has no schedule and runs on request only; the grid does not show it. */
  readonly planned: boolean
  readonly enabled: boolean
  readonly disabledBy: string | null
  readonly disabledAt: string | null
  readonly schedule: Schedule
  readonly timeZone: string
  readonly catchUp: CatchUp
  readonly parameters: Readonly<Record<string, unknown>>
  readonly version: number
  readonly changedAt: string
  readonly changedBy: string
  readonly nextDueAt: string | null
  /** « Lancement immédiat »: a run that somebody asked for waits or is under way. */
  readonly requested: boolean
  readonly waitingRun: number | null
  readonly runningRun: number | null
  /** « Dernière exécution »: the newest run that began. */
  readonly lastRun: RunRecord | null
}

export interface BatchRow extends PlanColumns {
  code: string
  application: string
  known: boolean
  planned: boolean
  enabled: boolean
  disabled_by: string | null
  disabled_at: Date | null
  parameters: Record<string, unknown>
  version: number
  changed_at: Date
  changed_by: string
  next_due_at: Date | null
  requested: boolean
  waiting_run: number | null
  running_run: number | null
}

export interface BatchFilter {
  readonly code?: string
  readonly application?: string
  /** Only batches of these applications. */
  readonly applications?: readonly string[]
  /** Only those that the grid shows. */
  readonly plannedOnly?: boolean
}

/** The statement's own columns, its source and its conditions, of which `grid.ts` makes a larger one. */
export const batchStatement = {
  columns: `code, application, known, planned, enabled, disabled_by, disabled_at, parameters, version, changed_at,
            changed_by, next_due_at, ${planColumns},
            active.requested, active.waiting_run, active.running_run`,
  source: `batch
     left join lateral (
       select coalesce(bool_or(trigger = any($5)), false) as requested,
              min(id) filter (where state = 'queued') as waiting_run,
              min(id) filter (where state = 'running') as running_run
       from batch_run r where r.batch_code = batch.code and state = any('{queued,running}')
     ) active on true`,
  where: `($1::text is null or code = $1) and ($2::text is null or application = $2)
       and ($3::text[] is null or application = any($3)) and (planned or not $4)`,
  values: (filter: BatchFilter) => [
    filter.code ?? null,
    filter.application ?? null,
    filter.applications ?? null,
    filter.plannedOnly ?? false,
    requestTriggers,
  ],
}

/** The batches with what the grid shows of each, by code. */
export async function listBatches(db: Queryable, filter: BatchFilter = {}): Promise<BatchRecord[]> {
  const { columns, source, where, values } = batchStatement
  const { rows } = await db.query<BatchRow>(
    `select ${columns} from ${source} where ${where} order by code`,
    values(filter),
  )
  const last = await lastRuns(
    db,
    rows.map((row) => row.code),
  )
  return rows.map((row) => batchRecord(row, last.get(row.code) ?? null))
}

export function batchRecord(row: BatchRow, lastRun: RunRecord | null): BatchRecord {
  return {
    code: row.code,
    application: row.application,
    known: row.known,
    planned: row.planned,
    enabled: row.enabled,
    disabledBy: row.disabled_by,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    schedule: scheduleOf(row),
    timeZone: row.time_zone,
    catchUp: catchUpOf(row),
    parameters: row.parameters,
    version: row.version,
    changedAt: row.changed_at.toISOString(),
    changedBy: row.changed_by,
    nextDueAt: row.next_due_at?.toISOString() ?? null,
    requested: row.requested,
    waitingRun: row.waiting_run,
    runningRun: row.running_run,
    lastRun,
  }
}

/** The newest run of each batch that began. */
async function lastRuns(db: Queryable, codes: readonly string[]): Promise<Map<string, RunRecord>> {
  const { rows } = await db.query<RunRow>(
    `select ${runColumns('run')}
     from unnest($1::text[]) as b (code)
     cross join lateral (
       select * from batch_run r
       where r.batch_code = b.code and r.started_at is not null
       order by r.id desc limit 1
     ) run`,
    [codes],
  )
  return new Map(rows.map((row) => [row.batch_code, runRecord(row)]))
}
