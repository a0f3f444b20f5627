import { sendNotices } from '../batch/notices.ts'
import type { Queryable } from '../platform/database.ts'
import type { Tally } from './line-outcome.ts'
import type { LineEnding } from './scan-file.ts'

/** What a file's processing has come to: the row of `file_exchange` (migration 0030). */
export type ExchangeState =
  | 'processing'
  | 'applied'
  | 'simulated'
  | 'refused'
  | 'held'
  | 'approved'
  | 'discarded'
  | 'failed'

export interface ExchangeRecord extends Tally {
  readonly id: number
  readonly runId: number
  readonly application: string
  readonly tool: string
  readonly batchCode: string
  readonly parameters: Record<string, unknown>
  readonly fileName: string
  readonly bytes: number | null
  readonly sha256: string | null
  readonly label: string
  readonly dryRun: boolean
  readonly state: ExchangeState
  readonly keptPath: string | null
  readonly approvalOf: number | null
  /** Its place among the files of its run, from 0. */
  readonly position: number
  /** The run that took it in, where another went on with it. */
  readonly begunByRun: number | null
  readonly decidedBy: string | null
  readonly report: Record<string, unknown>
  readonly begunAt: Date
  readonly endedAt: Date | null
}

const recordColumns = `
  id, run_id as "runId", application, tool, batch_code as "batchCode", parameters, file_name as "fileName",
  bytes, sha256, label, dry_run as "dryRun", state, kept_path as "keptPath", approval_of as "approvalOf",
  position, begun_by_run as "begunByRun",
  decided_by as "decidedBy", report, begun_at as "begunAt", ended_at as "endedAt",
  lines, blank, created, updated, unchanged, partial, deleted, skipped, rejected, warnings`

/** Writes down that a run took in a file; returns the exchange's identifier. */
export async function beginExchange(
  db: Queryable,
  exchange: Pick<
    ExchangeRecord,
    | 'runId'
    | 'application'
    | 'tool'
    | 'batchCode'
    | 'parameters'
    | 'fileName'
    | 'label'
    | 'dryRun'
    | 'approvalOf'
  > & {
    /** Where it writes its reports. */
    readonly directory?: string
    /** Of a run that takes in several files. */
    readonly position?: number
  },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into file_exchange
       (run_id, application, tool, batch_code, parameters, file_name, label, dry_run, approval_of,
        directory, position, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'processing')
     returning id`,
    [
      exchange.runId,
      exchange.application,
      exchange.tool,
      exchange.batchCode,
      JSON.stringify(exchange.parameters),
      exchange.fileName,
      exchange.label,
      exchange.dryRun,
      exchange.approvalOf,
      exchange.directory ?? null,
      exchange.position ?? 0,
    ],
  )
  await sendNotices(db, [{ kind: 'exchange', run: exchange.runId }])
  return rows[0]!.id
}

/** Writes down how it ended; called in the transaction that applies the file, so that both are true or neither. */
export async function endExchange(
  db: Queryable,
  id: number,
  end: {
    readonly state: ExchangeState
    readonly tally: Tally
    readonly report: Record<string, unknown>
    readonly file: { readonly bytes: number; readonly sha256: string; readonly lineEnding: LineEnding } | null
    readonly keptPath?: string | null
  },
): Promise<void> {
  const { tally } = end
  const { rows } = await db.query<{ runId: number }>(
    `update file_exchange
     set state = $2, report = $3, bytes = $4, sha256 = $5, line_ending = $6, kept_path = $7, ended_at = now(),
         lines = $8, blank = $9, created = $10, updated = $11, unchanged = $12, partial = $13, deleted = $14,
         skipped = $15, rejected = $16, warnings = $17
     where id = $1
     returning run_id as "runId"`,
    [
      id,
      end.state,
      JSON.stringify(end.report),
      end.file?.bytes ?? null,
      end.file?.sha256 ?? null,
      end.file?.lineEnding ?? null,
      end.keptPath ?? null,
      tally.lines,
      tally.blank,
      tally.created,
      tally.updated,
      tally.unchanged,
      tally.partial,
      tally.deleted,
      tally.skipped,
      tally.rejected,
      tally.warnings,
    ],
  )
  await sayChanged(db, rows)
}

/** Tells those who watch that exchanges have changed state; with the commit, inside a transaction. */
async function sayChanged(db: Queryable, exchanges: readonly { readonly runId: number }[]): Promise<void> {
  await sendNotices(
    db,
    exchanges.map(({ runId }) => ({ kind: 'exchange', run: runId })),
  )
}

/** The exchange of a run, or null when the run took in no file. Of several: the one that waits for somebody, else the last. */
export async function findExchangeOfRun(db: Queryable, runId: number): Promise<ExchangeRecord | null> {
  const { rows } = await db.query<ExchangeRecord>(
    `select ${recordColumns} from file_exchange where run_id = $1
     order by state = 'held' desc, position desc limit 1`,
    [runId],
  )
  return rows[0] ?? null
}

/** All the exchanges of a run, in the order in which it took the files in. */
export async function findExchangesOfRun(db: Queryable, runId: number): Promise<ExchangeRecord[]> {
  const { rows } = await db.query<ExchangeRecord>(
    `select ${recordColumns} from file_exchange where run_id = $1 order by position`,
    [runId],
  )
  return rows
}

export async function findExchange(db: Queryable, id: number): Promise<ExchangeRecord | null> {
  const { rows } = await db.query<ExchangeRecord>(
    `select ${recordColumns} from file_exchange where id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/**
 * Moves a held exchange to `approved` or `discarded`. False when it is not held (any more): somebody decided
 * before, or it never was.
 */
export async function decideHeldExchange(
  db: Queryable,
  id: number,
  decision: 'approved' | 'discarded',
  author: string,
): Promise<boolean> {
  const { rows } = await db.query<{ runId: number }>(
    `update file_exchange set state = $2, decided_by = $3, decided_at = now()
     where id = $1 and state = 'held'
     returning run_id as "runId"`,
    [id, decision, author],
  )
  await sayChanged(db, rows)
  return rows.length === 1
}

/** An approval that led to nothing, should it have: the exchange waits again. */
export async function holdAgain(db: Queryable, id: number): Promise<void> {
  const { rows } = await db.query<{ runId: number }>(
    `update file_exchange set state = 'held', decided_by = null, decided_at = null
     where id = $1 and state = 'approved' and not exists (
       select from file_exchange again where again.approval_of = $1 and again.state in ('applied', 'held'))
     returning run_id as "runId"`,
    [id],
  )
  await sayChanged(db, rows)
}

/**
 * Approvals that no run answers, because the process died before it could ask for one, wait again. Those whose run
 * ends without applying anything do so by themselves (0061_approval_without_effect.sql).
 */
export async function holdUnansweredApprovals(db: Queryable, approvedBefore: string): Promise<number> {
  const { rows } = await db.query<{ runId: number }>(
    `update file_exchange held set state = 'held', decided_by = null, decided_at = null
     where state = 'approved' and decided_at < $1
       and not exists (select from file_exchange again where again.approval_of = held.id)
       and not exists (
         select from batch_run run
         where run.batch_code = held.batch_code and run.id > held.run_id
           and run.parameters -> 'approvalOf' = to_jsonb(held.id))
     returning run_id as "runId"`,
    [approvedBefore],
  )
  await sayChanged(db, rows)
  return rows.length
}
