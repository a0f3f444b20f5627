import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type pg from 'pg'
import { IdSet } from '../../exchange/id-set.ts'
import type { KeyFilter } from '../../exchange/key-filter.ts'
import type { MarkSet } from '../../exchange/mark-set.ts'
import { type LineBlock, readLines } from '../../exchange/read-lines.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Encryption } from '../../platform/encryption.ts'
import type { CheckContext } from './check-context.ts'
import { checkLine } from './check-line.ts'
import { columnCount } from './columns.ts'
import type { ImportJournal } from './import-journal.ts'
import { isModelActive } from './import-model-store.ts'
import type { Issue } from './issue.ts'
import { loadKnownKeys } from './known-keys.ts'
import { readFields } from './line-fields.ts'
import { quotesRemoved, technicalFailure } from './messages.ts'
import { SkippedLines } from './skipped-lines.ts'
import type { StudentIds } from './student-ids.ts'
import {
  type EntryResult,
  loadPeople,
  lookupKeys,
  type PlanContext,
  planStudents,
  type StudentEntry,
} from './student-set.ts'
import type { StudentWriter } from './student-writer.ts'
import type { WriteTarget } from './write-target.ts'

/** What the taking-in of all lines of one file works with. */
export interface LinesContext {
  readonly client: pg.PoolClient
  /** For what must not wait behind the rows that are being sent on `client`. */
  readonly database: Queryable
  readonly file: FileHandle
  readonly scan: FileScan
  readonly check: CheckContext
  readonly target: WriteTarget
  readonly writer: StudentWriter
  readonly ids: StudentIds
  readonly encryption: Encryption | null
  readonly marks: MarkSet
  readonly hashLine: (bytes: Uint8Array, start: number, end: number) => bigint
  readonly journal: ImportJournal
  readonly signal: AbortSignal
  /** Settles as soon as so many lines wait; null: with the block that brings them to `usualSetLines`. */
  readonly setLines: number | null
  /** Called with the bytes read so far. */
  readonly progress: (bytes: number) => void
}

/** A set that is planned, with its rows worded, ready to be sent. */
interface PreparedSet {
  readonly results: readonly EntryResult[]
  /** Whom its accepted lines are about. */
  readonly applied: readonly number[]
  readonly send: () => Promise<void>
}

/** A line waiting for its set to be matched and written. */
type Pending =
  | {
      readonly number: number
      readonly entry: StudentEntry
      readonly offset: number
      readonly length: number
    }
  | { readonly number: number; readonly entry: null; readonly issues: readonly Issue[]; readonly raw: Buffer }

/**
 * Lines matched and written together: enough that the statements do not count, few enough that their objects die
 * young (with five times as many, the garbage collector takes three times as long).
 */
const usualSetLines = 500
/** Skipped lines remembered until the set is settled. */
const longestSkip = 500_000
/** Failures of single lines, one after the other, that stop the import (E_TECHNIQUE, health.md 3.7). */
const technicalFailuresInARow = 50
/** Look-ups by line cost more than reading all keys once beyond this many lines, or this share of the students. */
const lookupLines = 20_000
const lookupShare = 1 / 8

const quote = 0x22

/** Too many lines failed one after the other: the cause is not in the lines. */
export class TechnicalFailureError extends Error {
  readonly code = 'E_TECHNIQUE'
}

/**
 * Takes in all lines of a file, set by set, inside the caller's transaction. Every line gets its outcome in the
 * journal, in the order of the file.
 *
 * A line whose mark is known, about a student whom no line before it has changed, would change nothing: it is
 * counted as unchanged without being read. While a set is being matched and written, the next one is read.
 */
export async function importLines(context: LinesContext): Promise<void> {
  const { client, file, scan, check, journal, marks, target } = context
  const expected = columnCount(check.model.formatVersion)
  const touched = new Set<number>()
  const met = new IdSet()
  const skipped = new SkippedLines()
  const students = await estimatedStudents(client, target)
  let known: KeyFilter | null = students === 0 ? await loadKnownKeys(client, target) : null
  let lookedUp = 0
  let pending: Pending[] = []
  let quotesSaid = false
  let failuresInARow = 0
  let useMarks = marks.size > 0
  let writing: Promise<void> = Promise.resolve()

  function take(
    bytes: Buffer,
    start: number,
    end: number,
    next: number,
    number: number,
    truncated: boolean,
    offset: number,
    hash: bigint,
  ): Pending | null {
    const read = readFields(bytes, start, end, number, expected, truncated)
    if (read.kind === 'blank') return null
    const raw = () => Buffer.from(bytes.subarray(start, next))
    if (read.kind === 'rejected') return { number, entry: null, issues: [read.issue], raw: raw() }
    const sayQuotes = read.unquoted && !quotesSaid
    const warnings = sayQuotes ? [...read.warnings, quotesRemoved()] : read.warnings
    const checked = checkLine(read.fields, number, check, warnings)
    if (!checked.ok) return { number, entry: null, issues: checked.issues, raw: raw() }
    quotesSaid ||= sayQuotes
    return { number, entry: { line: checked.line, hash }, offset: offset + start, length: next - start }
  }

  function rawLine(offset: number, length: number): Buffer {
    const raw = Buffer.allocUnsafe(length)
    readSync(file.fd, raw, 0, length, offset)
    return raw
  }

  /** Reads after all the skipped lines whose students this set may change; `lines` comes back in file order. */
  function unskip(lines: Pending[], concerned: ReadonlySet<number>): boolean {
    const taken = skipped.takeOf(concerned)
    for (const { number, offset, length } of taken) {
      const raw = rawLine(offset, length)
      const end = lengthWithoutEnd(raw)
      const again = take(raw, 0, end, length, number, false, offset, context.hashLine(raw, 0, end))
      if (again !== null) lines.push(again)
    }
    if (taken.length > 0) lines.sort((a, b) => a.number - b.number)
    return taken.length > 0
  }

  function entriesOf(lines: readonly Pending[]): StudentEntry[] {
    return lines.map((line) => line.entry).filter((entry) => entry !== null)
  }

  async function settle(): Promise<void> {
    const lines = pending
    pending = []
    const plan = await planContext()
    // Which lines skipped along the way are about students that these lines may change.
    if (skipped.count > 0 && lines.length > 0) {
      await writing
      const entries = entriesOf(lines)
      const people = await loadPeople(entries, lookupKeys(entries, plan.known), plan)
      unskip(lines, new Set([...people.all()].map((person) => person.student.id)))
    }
    journal.unchanged(skipped.count)
    skipped.eachStudent((student) => met.add(student))
    skipped.clear()
    // From here on every line must be told that its model is gone.
    if (!plan.modelActive) useMarks = false
    if (lines.length === 0) return await writing
    const before = writing
    const send = await prepareSet(lines, plan, before)
    await before
    writing = writeSet(lines, plan, send)
    // A failure is met at the next `await writing`; until then it must not count as unhandled.
    writing.catch(() => {})
  }

  async function planContext(): Promise<PlanContext> {
    if (known === null && lookedUp > Math.max(lookupLines, students * lookupShare)) {
      await writing
      known = await loadKnownKeys(client, target)
    }
    return {
      client,
      target,
      model: check.model,
      encryption: context.encryption,
      ids: context.ids,
      known,
      touched,
      met,
      modelActive: await isModelActive(context.database, check.model.id),
    }
  }

  /**
   * Matches and plans a set. Where it depends on what the database holds, that is once the set before is written
   * (`before`); a set of people whom nobody knows yet is planned while the one before is still being written.
   */
  async function prepareSet(
    lines: readonly Pending[],
    plan: PlanContext,
    before: Promise<void>,
  ): Promise<PreparedSet> {
    const entries = entriesOf(lines)
    lookedUp += entries.length
    const keys = lookupKeys(entries, plan.known)
    if (keys !== null) await before
    const people = await loadPeople(entries, keys, plan)
    if (context.ids.available() < entries.length) {
      await before
      await context.ids.reserve(entries.length)
    }
    const planned = planStudents(entries, people, plan)
    return { ...planned, send: context.writer.prepare(planned.writes) }
  }

  /** Writes a set as one; where the database refuses it, finds by halves the line that fails. */
  async function writeSet(lines: readonly Pending[], plan: PlanContext, set: PreparedSet): Promise<void> {
    await client.query('savepoint line_set')
    try {
      await set.send()
      await client.query('release savepoint line_set')
      for (const student of set.applied) met.add(student)
      report(lines, set.results)
    } catch (error) {
      if (!isDataFault(error)) throw error
      await client.query('rollback to savepoint line_set')
      if (set.results.length <= 1) return reportFailure(lines)
      const middle = Math.ceil(lines.length / 2)
      for (const half of [lines.slice(0, middle), lines.slice(middle)])
        await writeSet(half, plan, await prepareSet(half, plan, Promise.resolve()))
    }
  }

  function report(lines: readonly Pending[], results: readonly EntryResult[]): void {
    let next = 0
    journal.mark()
    for (const line of lines) {
      if (line.entry === null) {
        journal.rejected(line.number, line.issues, () => line.raw)
        continue
      }
      const result = results[next++]!
      const raw = () => rawLine(line.offset, line.length)
      for (const change of result.changes) journal.change(change.field)
      if (result.outcome === 'rejected') journal.rejected(line.number, result.issues, raw)
      else
        journal.accepted(
          line.number,
          result.outcome as 'created' | 'updated' | 'unchanged' | 'partial',
          line.entry.line.displayIne,
          result.issues,
          raw,
        )
      failuresInARow = 0
    }
  }

  function reportFailure(lines: readonly Pending[]): void {
    for (const line of lines) {
      if (line.entry === null) journal.rejected(line.number, line.issues, () => line.raw)
      else {
        journal.rejected(line.number, [technicalFailure(line.number)], () =>
          rawLine(line.offset, line.length),
        )
        failuresInARow++
      }
    }
    if (failuresInARow >= technicalFailuresInARow)
      throw new TechnicalFailureError(
        `${failuresInARow} lignes de suite en erreur technique : l’import est arrêté, rien n’a été écrit`,
      )
  }

  /** The warning on quotes is due on the first line that has some: until then none of those is passed over. */
  function mustSayQuotes(bytes: Buffer, start: number, end: number): boolean {
    return !quotesSaid && bytes.subarray(start, end).includes(quote)
  }

  async function takeBlock(block: LineBlock): Promise<void> {
    const { bytes, starts, ends, nexts, offset } = block
    const holdsQuotes = !quotesSaid && bytes.includes(quote)
    for (let index = 0; index < block.count; index++) {
      const number = block.firstNumber + index
      if (number === 1) continue
      const start = starts[index]!
      const end = ends[index]!
      const next = nexts[index]!
      const hash = context.hashLine(bytes, start, end)
      if (useMarks) {
        const student = marks.recordOf(hash)
        if (student !== 0 && !touched.has(student) && !(holdsQuotes && mustSayQuotes(bytes, start, end))) {
          skipped.add(student, number, offset + start, next - start)
          continue
        }
      }
      const truncated = block.endsUnfinished && index === block.count - 1
      const line = take(bytes, start, end, next, number, truncated, offset, hash)
      if (line === null) journal.blank()
      else pending.push(line)
      if (pending.length === context.setLines) await settle()
    }
    if (pending.length >= usualSetLines || skipped.count >= longestSkip) await settle()
    context.progress(offset + nexts[block.count - 1]!)
  }

  try {
    for await (const block of readLines(file, scan)) {
      context.signal.throwIfAborted()
      await takeBlock(block)
    }
    await settle()
    await writing
  } catch (error) {
    // The caller rolls back on this connection: what is being sent must be over, or its rest would follow the
    // rollback and be committed by itself.
    await writing.catch(() => {})
    throw error
  }
}

/** Length of a raw line without its LF, CR LF or CR. */
function lengthWithoutEnd(raw: Buffer): number {
  let end = raw.length
  if (end > 0 && raw[end - 1] === 0x0a) end--
  if (end > 0 && raw[end - 1] === 0x0d) end--
  return end
}

/** Classes 22 and 23 of SQLSTATE: a value that does not fit, a constraint. Everything else is no fault of a line. */
function isDataFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code))
}

/** 0 only when there is no student at all; otherwise the planner's estimate, which costs nothing. */
async function estimatedStudents(client: pg.PoolClient, target: WriteTarget): Promise<number> {
  const { rows } = await client.query<{ some: boolean; estimate: number }>(
    `select exists (select from student) as some, greatest(reltuples, 1)::bigint as estimate
     from pg_class where oid = $1::regclass`,
    [target.studentTables[0]],
  )
  return rows[0]!.some ? rows[0]!.estimate : 0
}
