import type { Queryable } from '../../platform/database.ts'
import type { FaultGroup } from '../fault-digest.ts'
import { emptyTally, type Tally } from '../line-outcome.ts'
import type { FilePlace } from '../read-lines.ts'
import type { Change, LineMessage } from './verdict.ts'

/** Counts of a command file: `blank` holds blank lines and comments, `skipped` old-style comments among others. */
export interface FileTally extends Tally {
  comments: number
  oldComments: number
}

/** How far a command file has come: the row of `command_file_progress` (migration 0095). */
export interface FileProgress {
  readonly phase: 'rows' | 'closing'
  /** The first line that is not applied. */
  readonly next: FilePlace
  readonly tally: FileTally
  readonly faults: readonly FaultGroup[]
  /** What the tool remembers, as JSON. */
  readonly memory: unknown
  readonly outputs: OutputLengths
  readonly conclusion: FileConclusion | null
  /** Somebody, or the time limit, ended it before its last line. */
  readonly stopped: 'cancelled' | 'timeout' | null
}

export function emptyFileTally(): FileTally {
  return { ...emptyTally(), comments: 0, oldComments: 0 }
}

export function emptyProgress(): FileProgress {
  return {
    phase: 'rows',
    next: { offset: 0, line: 0 },
    tally: emptyFileTally(),
    faults: [],
    memory: undefined,
    outputs: { report: 0, journal: 0, retry: 0 },
    conclusion: null,
    stopped: null,
  }
}

/** Bytes of each output that are durable. */
export interface OutputLengths {
  readonly report: number
  readonly journal: number
  readonly retry: number
}

export interface FileConclusion {
  readonly messages: readonly LineMessage[]
  readonly changes: readonly Change[]
  /** It came to nothing: the words of the error. */
  readonly failure?: string
}

/** Writes down that an exchange is under way, before anything of it exists on disk. */
export async function beginProgress(db: Queryable, exchangeId: number): Promise<void> {
  await db.query('insert into command_file_progress (exchange_id) values ($1)', [exchangeId])
}

/** The working copy is whole, and from here on lines may be applied. */
export async function setRequest(
  db: Queryable,
  exchangeId: number,
  request: unknown,
  begin: FilePlace,
): Promise<void> {
  await db.query(
    `update command_file_progress set request = $2, next_offset = $3, next_line = $4, updated_at = now()
     where exchange_id = $1`,
    [exchangeId, JSON.stringify(request), begin.offset, begin.line],
  )
}

/** In the transaction that applies a chunk. Throws when nobody knows of this exchange any more. */
export async function saveProgress(db: Queryable, exchangeId: number, progress: FileProgress): Promise<void> {
  const { phase, next, tally, faults, memory, outputs, conclusion, stopped } = progress
  const { rowCount } = await db.query({
    name: 'save_file_progress',
    text: `update command_file_progress
      set phase = $2, next_offset = $3, next_line = $4, tally = $5, faults = $6, memory = $7,
          report_bytes = $8, journal_bytes = $9, retry_bytes = $10, conclusion = $11, stopped = $12, stalled = 0, updated_at = now()
      where exchange_id = $1`,
    values: [
      exchangeId,
      phase,
      next.offset,
      next.line,
      JSON.stringify(tally),
      JSON.stringify(faults),
      memory === undefined ? null : JSON.stringify(memory),
      outputs.report,
      outputs.journal,
      outputs.retry,
      conclusion === null ? null : JSON.stringify(conclusion),
      stopped,
    ],
  })
  if (rowCount === 0) throw new Error(`exchange ${exchangeId} is not under way any more`)
}

export async function endProgress(db: Queryable, exchangeId: number): Promise<void> {
  await db.query('delete from command_file_progress where exchange_id = $1', [exchangeId])
}

/** An exchange that no run works on any more and that has not come to its end. */
export interface UnfinishedFile {
  readonly exchangeId: number
  /** The operation. */
  readonly tool: string
  readonly runId: number
  /** How that run ended; null: it is not known any more. */
  readonly runState: string | null
  /** Null: nothing was applied, not even the copy was made. */
  readonly request: unknown
  /** That run was not told to stop: its process died, or an error ended it. */
  readonly crashed: boolean
  readonly attempts: number
  /** Crashes at the place where it stands, the last one not counted. */
  readonly stalled: number
  readonly progress: FileProgress
}

/** Those of an application and these operations, oldest first; those of runs that wait or run are not abandoned. */
export async function findUnfinished(
  db: Queryable,
  application: string,
  operations: readonly string[],
): Promise<UnfinishedFile[]> {
  const { rows } = await db.query(
    `select exchange.id, exchange.tool, exchange.run_id, run.state as run_state, progress.*,
            coalesce(run.reason ->> 'code', '') not in ('server-stopped', 'cancelled-by') as crashed
     from command_file_progress progress
     join file_exchange exchange on exchange.id = progress.exchange_id
     left join batch_run run on run.id = exchange.run_id
     where exchange.application = $1 and exchange.tool = any($2::text[]) and exchange.state = 'processing'
       and run.state is distinct from 'running' and run.state is distinct from 'queued'
     order by exchange.id`,
    [application, operations],
  )
  return rows.map((row) => ({
    exchangeId: row.id,
    tool: row.tool,
    runId: row.run_id,
    runState: row.run_state,
    request: row.request,
    crashed: row.crashed,
    attempts: row.attempts,
    stalled: row.stalled,
    progress: {
      phase: row.phase,
      next: { offset: row.next_offset, line: row.next_line },
      tally: row.tally,
      faults: row.faults,
      memory: row.memory ?? undefined,
      outputs: { report: row.report_bytes, journal: row.journal_bytes, retry: row.retry_bytes },
      conclusion: row.conclusion,
      stopped: row.stopped,
    },
  }))
}

/** Makes an unfinished exchange one of this run, at this place among its files. */
export async function takeOver(
  db: Queryable,
  exchangeId: number,
  runId: number,
  position: number,
  crashed: boolean,
): Promise<void> {
  await db.query(
    `with taken as (
       update file_exchange set run_id = $2, position = $3, begun_by_run = coalesce(begun_by_run, run_id)
       where id = $1)
     update command_file_progress set attempts = attempts + $4::int, stalled = stalled + $4::int, updated_at = now() where exchange_id = $1`,
    [exchangeId, runId, position, crashed ? 1 : 0],
  )
}
