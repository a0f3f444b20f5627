import type { ExchangeState } from '../../exchange/exchange-record.ts'
import type { Tally } from '../../exchange/line-outcome.ts'
import type { Queryable } from '../../platform/database.ts'
import type { ImportDigest } from '../student-import/report/import-digest.ts'

/** One import of a student file: a run of `IMP_QUO` or `IMP_MAN`, with its file exchange once that has begun. */
export interface ImportRecord {
  readonly runId: number
  readonly batchCode: string
  readonly fileName: string
  readonly model: string | null
  readonly dryRun: boolean
  readonly state: ExchangeState
  /** Somebody stopped it: that it failed is what they wanted. */
  readonly cancelled: boolean
  readonly tally: Tally
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly requestedBy: string | null
}

export interface ImportDetails extends ImportRecord {
  /** Null as long as the run has not begun with the file, and where it never did. */
  readonly exchangeId: number | null
  readonly bytes: number | null
  readonly sha256: string | null
  readonly digest: ImportDigest
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  /** The run that an approval asked for. */
  readonly appliedByRun: number | null
  /** The held import, or the simulation, that this one applies. */
  readonly approvalOfRun: number | null
  /** The upload that it was made of, as long as that is kept, and the account that sent it. */
  readonly upload: { readonly id: string; readonly owner: number } | null
}

interface ImportRow extends Omit<ImportRecord, 'tally'> {
  tally: Tally
}

/**
 * What is told of a run without an exchange: it waits or has just begun, or it ended before it could take the file in.
 * An exchange that its run left under way has failed.
 */
const stateOf = `
  case
    when exchange.state is not null and not (exchange.state = 'processing' and run.ended_at is not null)
    then exchange.state
    when run.ended_at is null then 'processing'
    else 'failed'
  end`

const importColumns = `
  run.id as "runId", run.batch_code as "batchCode",
  coalesce(exchange.file_name, run.parameters ->> 'fileName', '') as "fileName",
  coalesce(exchange.parameters ->> 'model', run.parameters ->> 'model') as model,
  coalesce(exchange.dry_run, (run.parameters ->> 'dryRun')::boolean, false) as "dryRun",
  ${stateOf} as state, run.state = 'cancelled' as cancelled,
  jsonb_build_object(
    'lines', coalesce(exchange.lines, 0), 'blank', coalesce(exchange.blank, 0),
    'created', coalesce(exchange.created, 0), 'updated', coalesce(exchange.updated, 0),
    'unchanged', coalesce(exchange.unchanged, 0), 'partial', coalesce(exchange.partial, 0),
    'deleted', coalesce(exchange.deleted, 0), 'skipped', coalesce(exchange.skipped, 0),
    'rejected', coalesce(exchange.rejected, 0), 'warnings', coalesce(exchange.warnings, 0)) as tally,
  coalesce(exchange.begun_at, run.started_at, run.queued_at) as "begunAt",
  coalesce(exchange.ended_at, run.ended_at) as "endedAt",
  run.requested_by as "requestedBy"`

/**
 * The last imports, newest first, from below run `before`; one more than `size` when there are older ones. A night
 * that found nothing to import (skipped, out of service) is none.
 */
export async function readImports(
  db: Queryable,
  { before, size }: { readonly before: number | null; readonly size: number },
): Promise<ImportRecord[]> {
  const { rows } = await db.query<ImportRow>(lastImports, [before, size + 1])
  return rows
}

// Each batch by its own index; their rows are few enough to be merged.
const lastImports = `
  select ${importColumns}
  from unnest(array['IMP_QUO', 'IMP_MAN']) as batch (code)
  cross join lateral (
    select * from batch_run
    where batch_code = batch.code and ($1::bigint is null or id < $1)
      and (batch_code = 'IMP_MAN' or exists (select from file_exchange where run_id = batch_run.id))
    order by id desc
    limit $2) run
  left join file_exchange exchange on exchange.run_id = run.id
  order by run.id desc
  limit $2`

/** Everything about one import, or null where the run is none. */
export async function readImport(db: Queryable, runId: number): Promise<ImportDetails | null> {
  const { rows } = await db.query<
    ImportRow &
      Omit<ImportDetails, keyof ImportRecord | 'digest' | 'upload'> & {
        report: ImportDigest | null
        uploadId: string | null
        uploadOwner: number | null
      }
  >(oneImport, [runId])
  const row = rows[0]
  if (row === undefined) return null
  const { report, uploadId, uploadOwner, ...rest } = row
  return {
    ...rest,
    digest: report ?? {},
    upload: uploadId === null || uploadOwner === null ? null : { id: uploadId, owner: uploadOwner },
  }
}

const oneImport = `
  select ${importColumns},
    exchange.id as "exchangeId", exchange.bytes, exchange.sha256, exchange.report,
    exchange.decided_by as "decidedBy", exchange.decided_at as "decidedAt",
    (select later.id from batch_run later
     where later.batch_code = exchange.batch_code and later.id > run.id
       and later.parameters -> 'approvalOf' = to_jsonb(exchange.id)
     order by later.id desc limit 1) as "appliedByRun",
    coalesce(
      (select held.run_id from file_exchange held where held.id = exchange.approval_of),
      (run.parameters ->> 'simulation')::bigint) as "approvalOfRun",
    upload.id as "uploadId", upload.owner as "uploadOwner"
  from batch_run run
  left join file_exchange exchange on exchange.run_id = run.id
  left join upload on upload.id = run.parameters ->> 'uploadId'
  where run.id = $1 and run.batch_code in ('IMP_QUO', 'IMP_MAN')`

/** Earlier imports of the same model that wrote something, newest first: what an import is compared with. */
export async function readImportHistory(
  db: Queryable,
  { model, before }: { readonly model: string; readonly before: number },
  size = 30,
): Promise<Pick<ImportRecord, 'runId' | 'begunAt' | 'tally'>[]> {
  const { rows } = await db.query<Pick<ImportRow, 'runId' | 'begunAt' | 'tally'>>(earlierImports, [
    model,
    before,
    size,
  ])
  return rows
}

const earlierImports = `
  select run_id as "runId", begun_at as "begunAt",
    jsonb_build_object(
      'lines', lines, 'blank', blank, 'created', created, 'updated', updated, 'unchanged', unchanged,
      'partial', partial, 'deleted', deleted, 'skipped', skipped, 'rejected', rejected,
      'warnings', warnings) as tally
  from file_exchange
  where tool = 'students' and state = 'applied' and parameters ->> 'model' = $1 and run_id < $2
  order by id desc
  limit $3`
