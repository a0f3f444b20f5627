import type { ExchangeState } from '../exchange-record.ts'
import type { Tally } from '../line-outcome.ts'

/** One file's processing, as the lists of every application show it. */
export interface ExchangeSummary {
  readonly id: number
  readonly runId: number
  readonly batchCode: string
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

/** Its run is over, it is not: it has failed, or waits to be gone on with. */
const stateOf = `
  case when exchange.state = 'processing' and coalesce(run.ended_at is not null, true) then 'failed'
       else exchange.state end`

/** `ExchangeSummary` of `file_exchange exchange` with `summaryJoins`. */
export const summaryColumns = `
  exchange.id, exchange.run_id as "runId", coalesce(run.batch_code, exchange.batch_code) as "batchCode",
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

/** Its run has ended before the file: the next run goes on with it. */
export const unfinishedColumn = `
  progress.request is not null and coalesce(run.ended_at is not null, true) as unfinished`

export const summaryJoins = `
  left join batch_run run on run.id = exchange.run_id
  left join command_file_progress progress on progress.exchange_id = exchange.id`
