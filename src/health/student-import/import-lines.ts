import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type pg from 'pg'
import { IdSet } from '../../exchange/id-set.ts'
import type { KeyFilter } from '../../exchange/key-filter.ts'
import { lengthWithoutEnd } from '../../exchange/line-end.ts'
import type { MarkSet } from '../../exchange/mark-set.ts'
import { type LineBlock, readLines } from '../../exchange/read-lines.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Encryption } from '../../platform/encryption.ts'
import type { CheckContext } from './line/check-context.ts'
import { checkLine } from './line/check-line.ts'
import { columnCount } from './line/columns.ts'
import { readFields } from './line/line-fields.ts'
import type { People } from './match/people.ts'
import type { StudentEntry } from './match/student-entry.ts'
import { loadPeople, lookupKeys, type PlanContext, planStudents } from './match/student-set.ts'
import type { Issue } from './messages/issue.ts'
import { quotesRemoved, technicalFailure } from './messages/messages.ts'
import type { ImportJournal } from './report/import-journal.ts'
import { isRejected, type PlannedSet, type SetLine, setQueue } from './set-queue.ts'
import { SkippedLines } from './skipped-lines.ts'
import { isModelActive } from './store/import-model-store.ts'
import { loadKnownKeys } from './store/known-keys.ts'
import type { StudentIds } from './store/student-ids.ts'
import type { StudentWriter } from './store/student-writes.ts'
import type { WriteTarget } from './store/write-target.ts'

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
 * counted as unchanged without being read. While sets are being written, the next ones are read and planned.
 *
 * Gives the INEs (ten characters) for which lines were rejected because several students carry them (E_MULTI).
 */
export async function importLines(context: LinesContext): Promise<ReadonlySet<string>> {
  const { client, file, scan, check, journal, marks, target } = context
  const expected = columnCount(check.model.formatVersion)
  const touched = new Set<number>()
  const met = new IdSet()
  const sharedInes = new Set<string>()
  const skipped = new SkippedLines()
  const students = await estimatedStudents(client, target)
  let known: KeyFilter | null = students === 0 ? await loadKnownKeys(client, target) : null
  let lookedUp = 0
  let pending: Pending[] = []
  /** The line that tells of quotation marks: once a file, and again when that line is read again. */
  let quotesToldBy: number | null = null
  let failuresInARow = 0
  let useMarks = marks.size > 0
  const queue = setQueue({
    client,
    writer: context.writer,
    written: report,
    failed: reportFailure,
    planAgain,
  })

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
    const sayQuotes = read.unquoted && (quotesToldBy ?? number) === number
    const warnings = sayQuotes ? [...read.warnings, quotesRemoved()] : read.warnings
    const checked = checkLine(read.fields, number, check, warnings)
    if (!checked.ok) return { number, entry: null, issues: checked.issues, raw: raw() }
    if (sayQuotes) quotesToldBy = number
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

  /** Matches and plans the lines that wait, and hands them over to be written. */
  async function settle(): Promise<void> {
    const lines = pending
    pending = []
    if (known === null && lookedUp > Math.max(lookupLines, students * lookupShare)) {
      await queue.drain()
      known = await loadKnownKeys(client, target)
    }
    const plan = await planContext()
    let people: People | null = null
    // Which lines skipped along the way are about students that these lines may change.
    if (skipped.count > 0 && lines.length > 0) {
      await queue.drain()
      const entries = entriesOf(lines)
      people = await loadPeople(entries, lookupKeys(entries, plan.known), plan)
      const concerned = new Set([...people.all()].map((person) => person.student.id))
      // More lines, more people.
      if (unskip(lines, concerned)) people = null
    }
    journal.unchanged(skipped.count)
    skipped.eachStudent((student) => met.add(student))
    skipped.clear()
    // From here on every line must be told that its model is gone.
    if (!plan.modelActive) useMarks = false
    if (lines.length > 0) await queue.add(await planSet(lines, plan, people))
  }

  async function planContext(): Promise<PlanContext> {
    return {
      client,
      target,
      model: check.model,
      encryption: context.encryption,
      ids: context.ids,
      known,
      touched,
      met,
      sharedInes,
      modelActive: await isModelActive(context.database, check.model.id),
    }
  }

  /**
   * Where a set depends on what the database holds, it is planned once the sets before it are written; a set of
   * people whom nobody knows yet is planned while they still are being written. `loaded`: whom it concerns, where
   * that has just been read.
   */
  async function planSet(
    lines: readonly Pending[],
    plan: PlanContext,
    loaded: People | null,
  ): Promise<PlannedSet> {
    const entries = entriesOf(lines)
    lookedUp += entries.length
    if (loaded !== null) return await planOn(lines, entries, loaded, plan)
    const keys = lookupKeys(entries, plan.known)
    if (keys !== null || context.ids.available() < entries.length) await queue.drain()
    return await planOn(lines, entries, await loadPeople(entries, keys, plan), plan)
  }

  async function planOn(
    lines: readonly Pending[],
    entries: readonly StudentEntry[],
    people: People,
    plan: PlanContext,
  ): Promise<PlannedSet> {
    if (context.ids.available() < entries.length) await context.ids.reserve(entries.length)
    const { results, applied, writes } = planStudents(entries, people, plan)
    return { lines: lines.map(setLine), results, applied, rows: context.writer.prepare(writes) }
  }

  /** After a refusal of the database: the lines are read anew, since their sets kept no more than their places. */
  async function planAgain(again: readonly SetLine[]): Promise<PlannedSet> {
    const lines = again.map((line): Pending => {
      if (isRejected(line)) return { ...line, entry: null }
      const raw = rawLine(line.offset, line.length)
      const end = lengthWithoutEnd(raw)
      return take(raw, 0, end, raw.length, line.number, false, line.offset, context.hashLine(raw, 0, end))!
    })
    const entries = entriesOf(lines)
    const plan = await planContext()
    const people = await loadPeople(entries, lookupKeys(entries, plan.known), plan)
    return await planOn(lines, entries, people, plan)
  }

  function report({ lines, results, applied }: PlannedSet): void {
    for (const student of applied) met.add(student)
    let next = 0
    journal.mark()
    for (const line of lines) {
      if (isRejected(line)) {
        journal.rejected(line.number, line.issues, () => line.raw)
        continue
      }
      const { outcome, issues, changes } = results[next++]!
      const raw = () => rawLine(line.offset, line.length)
      for (const change of changes) journal.changedFields.add(change, line.number)
      if (outcome === 'rejected') journal.rejected(line.number, issues, raw)
      else journal.accepted(line.number, outcome, line.ine, issues, raw)
      failuresInARow = 0
    }
  }

  function reportFailure({ lines }: PlannedSet): void {
    for (const line of lines) {
      if (isRejected(line)) journal.rejected(line.number, line.issues, () => line.raw)
      else {
        const raw = () => rawLine(line.offset, line.length)
        journal.rejected(line.number, [technicalFailure(line.number)], raw)
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
    return quotesToldBy === null && bytes.subarray(start, end).includes(quote)
  }

  async function takeBlock(block: LineBlock): Promise<void> {
    const { bytes, starts, ends, nexts, offset } = block
    const holdsQuotes = quotesToldBy === null && bytes.includes(quote)
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
    await queue.drain()
    return sharedInes
  } catch (error) {
    // The caller rolls back on this connection: what is being sent must be over, or its rest would follow the
    // rollback and be committed by itself.
    await queue.quiet()
    throw error
  }
}

function setLine(line: Pending): SetLine {
  if (line.entry === null) return line
  return { number: line.number, ine: line.entry.line.displayIne, offset: line.offset, length: line.length }
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
