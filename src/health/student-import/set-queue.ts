import type pg from 'pg'
import type { EntryResult } from './match/student-entry.ts'
import type { Issue } from './messages/issue.ts'
import type { PreparedRows, StudentWriter } from './store/student-writes.ts'

/** A set of lines that is planned, with its rows ready to be sent. Holds no more of a line than its report needs. */
export interface PlannedSet {
  /** In the order of the file. */
  readonly lines: readonly SetLine[]
  /** Of the lines that were matched, in their order. */
  readonly results: readonly EntryResult[]
  /** Students whom the accepted lines are about. */
  readonly applied: readonly number[]
  readonly rows: PreparedRows
}

export type SetLine = MatchedLine | RejectedLine

/** A line that passed the row rules, and where it lies in the file, its line end included. */
export interface MatchedLine {
  readonly number: number
  readonly ine: string
  readonly offset: number
  readonly length: number
}

/** A line that the row rules rejected. */
export interface RejectedLine {
  readonly number: number
  readonly issues: readonly Issue[]
  readonly raw: Buffer
}

export function isRejected(line: SetLine): line is RejectedLine {
  return 'raw' in line
}

export interface SetQueue {
  /** Takes a set; resolves when there is room for the next one. Sets are written in the order they come. */
  add(set: PlannedSet): Promise<void>
  /** Resolves when every set is written: what the database holds is what the lines so far have made. */
  drain(): Promise<void>
  /** Resolves when nothing is being sent any more, whatever became of it. */
  quiet(): Promise<void>
}

export interface SetQueueContext {
  readonly client: pg.PoolClient
  readonly writer: StudentWriter
  /** A set was written: its lines may be told. */
  readonly written: (set: PlannedSet) => void
  /** A set with one line that the database refuses, alone of its kind. */
  readonly failed: (set: PlannedSet) => void
  /** Reads lines anew and plans them on what the database holds. */
  readonly planAgain: (lines: readonly SetLine[]) => Promise<PlannedSet>
}

/**
 * Lines sent together at the most. Every statement costs a round trip in which the server waits for this program, busy reading
 * the next lines: with ten times fewer lines a first import takes half as long again.
 */
const sendLines = 5_000

/** Writes sets, several at a time where they wait, while the next ones are being read and planned. */
export function setQueue(context: SetQueueContext): SetQueue {
  const { client, writer } = context
  let waiting: PlannedSet[] = []
  let waitingLines = 0
  let writing: Promise<void> = Promise.resolve()
  let busy = false

  async function start(): Promise<void> {
    const sets = waiting
    waiting = []
    waitingLines = 0
    await writing
    busy = true
    writing = write(sets).finally(() => {
      busy = false
    })
    // A failure is met at the next `await writing`; until then it must not count as unhandled.
    writing.catch(() => {})
  }

  /** As one; where the database refuses that, set by set, then by halves down to the line that fails. */
  async function write(sets: readonly PlannedSet[]): Promise<void> {
    await client.query('savepoint line_sets')
    try {
      await writer.send(sets.map((set) => set.rows))
      await client.query('release savepoint line_sets')
    } catch (error) {
      if (!isDataFault(error)) throw error
      await client.query('rollback to savepoint line_sets')
      if (sets.length > 1) for (const set of sets) await write([set])
      else await divide(sets[0]!)
      return
    }
    for (const set of sets) context.written(set)
  }

  async function divide(set: PlannedSet): Promise<void> {
    if (set.results.length <= 1) return context.failed(set)
    const middle = Math.ceil(set.lines.length / 2)
    for (const half of [set.lines.slice(0, middle), set.lines.slice(middle)])
      await write([await context.planAgain(half)])
  }

  return {
    async add(set) {
      waiting.push(set)
      waitingLines += set.lines.length
      // Nothing waits while the server has nothing to do.
      if (!busy || waitingLines >= sendLines) await start()
    },
    async drain() {
      if (waiting.length > 0) await start()
      await writing
    },
    async quiet() {
      await writing.catch(() => {})
    },
  }
}

/** Classes 22 and 23 of SQLSTATE: a value that does not fit, a constraint. Everything else is no fault of a line. */
function isDataFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}
