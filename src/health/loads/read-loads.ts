import type { CommandFileDigest } from '../../exchange/command-file/file-digest.ts'
import type { ExchangeState } from '../../exchange/exchange-record.ts'
import type { Tally } from '../../exchange/line-outcome.ts'
import type { Queryable } from '../../platform/database.ts'
import type { LoadKindCode } from './load-kind.ts'
import { loadKinds, toolOf } from './load-kinds.ts'

/** One file's load, as lists show it. */
export interface LoadSummary {
  readonly id: number
  readonly runId: number
  readonly batchCode: string
  readonly kind: LoadKindCode
  readonly fileName: string
  readonly dryRun: boolean
  readonly state: ExchangeState
  /** Somebody stopped it. */
  readonly cancelled: boolean
  readonly tally: Tally
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly requestedBy: string | null
}

export interface LoadDetails extends LoadSummary {
  readonly bytes: number | null
  readonly sha256: string | null
  readonly digest: Partial<CommandFileDigest>
  /** Its run has ended before the file: the next load goes on with it. */
  readonly unfinished: boolean
  /** What was sent, while it is still there. */
  readonly upload: { readonly id: string; readonly owner: number } | null
}

/** Its run is over, it is not: it has failed, or waits to be gone on with. */
const stateOf = `
  case when exchange.state = 'processing' and coalesce(run.ended_at is not null, true) then 'failed'
       else exchange.state end`

const tools = loadKinds.map(({ code }) => toolOf(code))

const summaryColumns = `
  exchange.id, exchange.run_id as "runId", exchange.batch_code as "batchCode", substr(exchange.tool, 8) as kind,
  exchange.file_name as "fileName", exchange.dry_run as "dryRun", ${stateOf} as state,
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

/** Loads and simulations of all kinds, newest first, from below `before`; one more than `size` when there are older ones. */
export async function readLoads(
  db: Queryable,
  { before, size }: { readonly before: number | null; readonly size: number },
): Promise<LoadSummary[]> {
  const { rows } = await db.query<LoadSummary>(
    `select ${summaryColumns}
     from (
       select one.* from unnest($1::text[]) as tool (code)
       cross join lateral (
         select * from file_exchange
         where file_exchange.tool = tool.code and application = 'health' and ($2::bigint is null or id < $2)
         order by id desc limit $3) one
       order by one.id desc limit $3) exchange
     ${surroundings}
     order by exchange.id desc`,
    [tools, before, size + 1],
  )
  return rows
}

/** What became of the file of a run (of several, the last), or null where it loaded none. */
export async function readLoad(db: Queryable, runId: number): Promise<LoadDetails | null> {
  const { rows } = await db.query<LoadDetails>(
    `select ${summaryColumns}, exchange.bytes, exchange.sha256, exchange.report as digest,
            progress.request is not null and coalesce(run.ended_at is not null, true) as unfinished,
            (select json_build_object('id', upload.id, 'owner', upload.owner) from upload
             where upload.id = exchange.parameters ->> 'uploadId') as upload
     from file_exchange exchange
     ${surroundings}
     where exchange.run_id = $1 and exchange.application = 'health' and exchange.tool = any ($2)
     order by exchange.position desc limit 1`,
    [runId, tools],
  )
  return rows[0] ?? null
}
