import {
  type ExchangeSummary,
  summaryColumns,
  summaryJoins,
  unfinishedColumn,
} from '../../exchange/command-file/exchange-summary.ts'
import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import type { Queryable } from '../../platform/database.ts'
import { operationCodes } from '../operations.ts'

/** One command file's processing, as lists show it. */
export interface SyncRecord extends ExchangeSummary {
  readonly operation: string
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

const recordColumns = `exchange.tool as operation, ${summaryColumns}`

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
  ${summaryJoins}
  order by exchange.id desc`

const lastOfRun = `
  select ${recordColumns}
  from file_exchange exchange
  ${summaryJoins}
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
     ${summaryJoins}`,
    [operationCodes],
  )
  return new Map(rows.map((row) => [row.operation, row]))
}

/** Everything about one command file's processing, or null where there is none of this number. */
export async function readSyncDetails(db: Queryable, id: number): Promise<SyncDetails | null> {
  const { rows } = await db.query<SyncDetails>(
    `select ${recordColumns}, exchange.bytes, exchange.sha256, exchange.parameters, exchange.report as digest,
            exchange.decided_by as "decidedBy", exchange.decided_at as "decidedAt",
            ${unfinishedColumn},
            (select again.run_id from file_exchange again where again.approval_of = exchange.id
             order by again.id desc limit 1) as "appliedByRun"
     from file_exchange exchange
     ${summaryJoins}
     where exchange.id = $1 and exchange.application = 'learning'`,
    [id],
  )
  return rows[0] ?? null
}
