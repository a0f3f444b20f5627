import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import type { ExchangeState } from '../../exchange/exchange-record.ts'
import type { Tally } from '../../exchange/line-outcome.ts'
import type { Queryable } from '../../platform/database.ts'
import { operationCodes } from '../operations.ts'

/** One command file's processing, as lists show it. */
export interface SyncRecord {
  readonly id: number
  readonly runId: number
  readonly batchCode: string
  readonly operation: string
  readonly fileName: string
  readonly dryRun: boolean
  readonly state: ExchangeState
  /** Somebody stopped it: that lines of it were left is what they wanted. */
  readonly cancelled: boolean
  /** Of the lines so far, while it is under way. */
  readonly tally: Tally
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly requestedBy: string | null
}

export interface SyncDetails extends SyncRecord {
  readonly bytes: number | null
  readonly sha256: string | null
  /** What would take the same file again. */
  readonly parameters: Readonly<Record<string, unknown>>
  readonly digest: Partial<CommandFileDigest>
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly appliedByRun: number | null
  /** Its run has ended before the file: the next run of the operation goes on with it. */
  readonly unfinished: boolean
}

/** Its run is over, it is not: it has failed, or waits to be gone on with. */
const stateOf = `
  case when exchange.state = 'processing' and coalesce(run.ended_at is not null, true) then 'failed'
       else exchange.state end`

const recordColumns = `
  exchange.id, exchange.run_id as "runId", coalesce(run.batch_code, exchange.batch_code) as "batchCode",
  exchange.tool as operation, exchange.file_name as "fileName", exchange.dry_run as "dryRun", ${stateOf} as state,
  coalesce(
    exchange.report ->> 'stopped' = 'cancelled' or run.state = 'cancelled' and ${stateOf} = 'failed',
    false) as cancelled,
  case when exchange.state = 'processing' and progress.tally ? 'lines'
    then progress.tally - 'comments' - 'oldComments'
    else jsonb_build_object(
      'lines', exchange.lines, 'blank', exchange.blank, 'created', exchange.created, 'updated', exchange.updated,
      'unchanged', exchange.unchanged, 'partial', exchange.partial, 'deleted', exchange.deleted,
      'skipped', exchange.skipped, 'rejected', exchange.rejected, 'warnings', exchange.warnings)
  end as tally,
  exchange.begun_at as "begunAt", coalesce(exchange.ended_at, run.ended_at) as "endedAt",
  run.requested_by as "requestedBy"`

const surroundings = `
  left join batch_run run on run.id = exchange.run_id
  left join command_file_progress progress on progress.exchange_id = exchange.id`

/**
 * Command files taken in, newest first, from below `before`; one more than `size` when there are older ones. `operation`
 * and `runId` narrow the search.
 */
export async function readSyncRecords(
  db: Queryable,
  wanted: {
    readonly operation?: string | undefined
    readonly runId?: number | undefined
    readonly before?: number | undefined
    readonly size: number
  },
): Promise<SyncRecord[]> {
  const { operation, runId, before, size } = wanted
  const { rows } = await db.query<SyncRecord>(
    runId === undefined ? lastOfOperations : lastOfRun,
    runId === undefined
      ? [operation === undefined ? operationCodes : [operation], before ?? null, size + 1]
      : [runId, operation ?? null, before ?? null, size + 1],
  )
  return rows
}

// Each operation by its own index; their rows are few enough to be merged.
const lastOfOperations = `
  select ${recordColumns}
  from (
    select one.* from unnest($1::text[]) as operation (code)
    cross join lateral (
      select * from file_exchange
      where tool = operation.code and application = 'learning' and ($2::bigint is null or id < $2)
      order by id desc limit $3) one
    order by one.id desc limit $3) exchange
  ${surroundings}
  order by exchange.id desc`

const lastOfRun = `
  select ${recordColumns}
  from file_exchange exchange
  ${surroundings}
  where exchange.run_id = $1 and exchange.application = 'learning' and ($2::text is null or exchange.tool = $2)
    and ($3::bigint is null or exchange.id < $3)
  order by exchange.id desc
  limit $4`

/** The last command file of each operation; those that never had one are absent. */
export async function readLastOfEach(db: Queryable): Promise<Map<string, SyncRecord>> {
  const { rows } = await db.query<SyncRecord>(
    `select ${recordColumns}
     from unnest($1::text[]) as operation (code)
     cross join lateral (
       select * from file_exchange
       where tool = operation.code and application = 'learning' order by id desc limit 1) exchange
     ${surroundings}`,
    [operationCodes],
  )
  return new Map(rows.map((row) => [row.operation, row]))
}

/** Everything about one command file's processing, or null where there is none of this number. */
export async function readSyncDetails(db: Queryable, id: number): Promise<SyncDetails | null> {
  const { rows } = await db.query<SyncDetails>(
    `select ${recordColumns}, exchange.bytes, exchange.sha256, exchange.parameters, exchange.report as digest,
            exchange.decided_by as "decidedBy", exchange.decided_at as "decidedAt",
            progress.request is not null and coalesce(run.ended_at is not null, true) as unfinished,
            (select again.run_id from file_exchange again where again.approval_of = exchange.id
             order by again.id desc limit 1) as "appliedByRun"
     from file_exchange exchange
     ${surroundings}
     where exchange.id = $1 and exchange.application = 'learning'`,
    [id],
  )
  return rows[0] ?? null
}
