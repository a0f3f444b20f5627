import type { FileHandle } from 'node:fs/promises'
import type pg from 'pg'
import { faultDigest } from '../fault-digest.ts'
import { count, type LineOutcome } from '../line-outcome.ts'
import type { FilePlace } from '../read-lines.ts'
import { allDone, makeWay } from './all-done.ts'
import { endsTheFile } from './chunk-failure.ts'
import type { CommandRows } from './command-rows.ts'
import type { CommandTool, NumberedCommand } from './command-tool.ts'
import type { FileOutputs } from './file-outputs.ts'
import type { FileConclusion, FileProgress } from './file-progress.ts'
import { cancelledLine, conclusionFailed, oldComment, unexpectedError } from './frame-messages.ts'
import { oneAhead } from './one-ahead.ts'
import type { RowEntry } from './read-rows.ts'
import { goesToRetry, type LineMessage, type Verdict } from './verdict.ts'

/** The platform as the frame needs it: see `DriverSession` (src/learning/driver/driver.ts). */
export interface ChunkSession<Operation, Reader> {
  chunk<T>(
    work: (unit: {
      readonly read: Reader
      apply(operations: readonly Operation[]): Promise<void>
    }) => Promise<T>,
    alongside: (client: pg.PoolClient, result: T) => Promise<void>,
  ): Promise<T>
}

export type PostedMails = NonNullable<Verdict<unknown>['mails']>

/** A command file to process, from its beginning or from where a run that died left it. */
export interface CommandFileWork<Command, Operation, Reader> {
  readonly file: FileHandle
  readonly bytes: number
  readonly rows: CommandRows
  readonly tool: CommandTool<Command, Operation, Reader>
  readonly session: ChunkSession<Operation, Reader>
  readonly simulation: boolean
  readonly from: FileProgress
  readonly outputs: FileOutputs
  /** Called in the transaction of each chunk of a real run, never in a simulation. */
  readonly save: (client: pg.PoolClient, progress: FileProgress, mails: PostedMails) => Promise<void>
  readonly signal: AbortSignal
  /** Whether the signal says that somebody, or the time limit, stops the file for good: what is left is given back. */
  readonly stoppedBy: () => FileProgress['stopped']
  readonly progress: (done: number, total: number, phase: string) => void
  /** Lines planned and applied together: see `usualChunkRows`. */
  readonly chunkRows?: number
}

/**
 * Large enough that statements and commits do not count, small enough that a chunk is short in time and memory.
 * Measured: 100,000 lines cost the frame the same from 2,000 on.
 */
const usualChunkRows = 4_000

/** Lines read or written in one go, a few milliseconds, while the platform is at work on others and may answer. */
const linesAtOnce = 250

/**
 * Takes the rows of a command file through check, plan and apply, chunk by chunk, each chunk with its books (counts,
 * lengths of the outputs, the tool's memory) in one transaction; then lets the tool conclude. Returns the state that is
 * written down too (phase `closing`): the outputs wait for their names.
 *
 *     entries ──check──> commands ──plan──> verdicts ──apply + outputs + progress (one transaction)──> next chunk
 *
 * A chunk that fails is halved until the line that fails is alone; that one is rejected (learning.md R14). Throws what
 * ends the work: a lost run, a broken connection, a full disk; then the file can be taken up where `save` left it.
 */
export async function processCommandFile<Command, Operation, Reader>(
  work: CommandFileWork<Command, Operation, Reader>,
): Promise<FileProgress> {
  const { tool, session, outputs, simulation, signal } = work
  let state = work.from
  if (state.memory !== undefined) tool.memory?.restore(state.memory)

  if (state.phase === 'closing') return state
  if (isFresh(state, work.rows)) await begin()
  for await (const span of oneAhead(checkedChunks(work, state.next))) {
    if (work.stoppedBy() !== null) break
    signal.throwIfAborted()
    await applySpan(span)
    work.progress(state.next.offset, work.bytes, 'lignes')
  }
  const stopped = work.stoppedBy()
  if (stopped !== null) await giveBackTheRest(stopped)
  else await conclude()
  outputs.close()
  return state

  /** What stands above the rows is counted and told like the rest. */
  async function begin(): Promise<void> {
    const { before, warnings } = work.rows
    await inChunk(
      async () => null,
      () => {
        const books = openBooks(state)
        books.tally.blank += before.blank + before.comments
        books.tally.comments += before.comments
        for (const warning of warnings) books.message(warning, 0)
        for (const line of before.oldComments) writeIgnored(line, oldComment(line), books)
        return books.close()
      },
      () => [],
    )
  }

  /** Applies consecutive entries, whatever it takes. */
  async function applySpan(span: readonly Checked<Command>[]): Promise<void> {
    try {
      return await applyTogether(span)
    } catch (error) {
      if (endsTheFile(error, signal)) throw error
      const commands = span.filter((one) => one.command !== null)
      // No line is to blame.
      if (commands.length === 0) throw error
      if (commands.length === 1)
        return await applySpan(span.map((one) => (one === commands[0] ? failed(one, error) : one)))
      const middle = span.indexOf(commands[commands.length >> 1]!)
      await applySpan(span.slice(0, middle))
      await applySpan(span.slice(middle))
    }
  }

  async function applyTogether(span: readonly Checked<Command>[]): Promise<void> {
    const commands = span.flatMap(({ entry, command }) =>
      command === null ? [] : [{ line: entry.line, command: command.value }],
    )
    const next = span.at(-1)!.entry.end
    await inChunk(
      async (unit, writing) => {
        const verdicts = commands.length === 0 ? [] : await tool.plan(commands, unit.read)
        expectVerdicts(commands, verdicts)
        const operations = verdicts.flatMap((verdict) => verdict.operations)
        // What the lines leave is written while the platform works: cut back if that comes to nothing.
        writing()
        const books = openBooks(state)
        await allDone([
          operations.length > 0 ? unit.apply(operations) : undefined,
          writeAllDown(span, verdicts, books).then(() => outputs.sync()),
        ])
        return { verdicts, books }
      },
      ({ verdicts, books }) => {
        if (commands.length > 0) tool.remember?.(verdicts, commands)
        return { ...books.close(), next }
      },
      ({ verdicts }) => verdicts.flatMap((verdict) => verdict.mails ?? []),
    )
  }

  async function writeAllDown(
    span: readonly Checked<Command>[],
    verdicts: readonly Verdict<Operation>[],
    books: Books,
  ): Promise<void> {
    let at = 0
    for (const [index, one] of span.entries()) {
      if (index % linesAtOnce === linesAtOnce - 1) await makeWay()
      writeDown(one, one.command === null ? null : verdicts[at++]!, books)
    }
  }

  async function conclude(): Promise<void> {
    try {
      await inChunk(
        async (unit) => {
          const conclusion = await tool.conclude?.(
            unit.read,
            (operations) => unit.apply(operations),
            state.tally,
          )
          if (conclusion !== undefined && conclusion.operations.length > 0)
            await unit.apply(conclusion.operations)
          return conclusion ?? null
        },
        (conclusion) =>
          closing(
            conclusion === null ? null : { messages: conclusion.messages, changes: conclusion.changes },
          ),
        (conclusion) => conclusion?.mails ?? [],
      )
    } catch (error) {
      if (endsTheFile(error, signal)) throw error
      // The lines are applied and stay so.
      const failure = wordsOf(error)
      await inChunk(
        async () => null,
        () => closing({ messages: [conclusionFailed(failure)], changes: [], failure }),
        () => [],
      )
    }
  }

  /** The rest is not processed, by somebody's wish: it goes to the retry file, and the counts still add up. */
  async function giveBackTheRest(stopped: NonNullable<FileProgress['stopped']>): Promise<void> {
    const books = openBooks(state)
    const message = cancelledLine(stopped)
    for await (const { entries } of work.rows.read(state.next)) {
      for (const entry of entries) {
        if (entry.kind === 'row' || entry.kind === 'malformed') {
          writeLine(entry, 'skipped', [message], [], books)
          if (!simulation) outputs.retry.add(entry, work.file)
        } else writeDown({ entry, command: null, messages: [] }, null, books)
      }
    }
    const lengths = await outputs.sync()
    const end = { ...books.close(), outputs: lengths, next: { offset: work.bytes, line: state.next.line } }
    await inChunk(
      async () => null,
      () => ({ ...end, phase: 'closing', conclusion: null, stopped }),
      () => [],
    )
  }

  function closing(conclusion: FileConclusion | null): FileProgress {
    const books = openBooks(state)
    for (const message of conclusion?.messages ?? []) books.message(message, 0)
    if (conclusion !== null) outputs.journal.add({ line: null, outcome: null, ...withoutFailure(conclusion) })
    return { ...books.close(), phase: 'closing', conclusion }
  }

  /** One transaction: what is applied, and the books of it. On failure all is as it was before, in memory too. */
  async function inChunk<T>(
    apply: (
      unit: Parameters<Parameters<typeof session.chunk>[0]>[0],
      /** Called before anything is written already while this goes on. */
      writing: () => void,
    ) => Promise<T>,
    write: (result: T) => FileProgress,
    mailsOf: (result: T) => PostedMails,
  ): Promise<void> {
    const before = state
    const memory = tool.memory === undefined ? undefined : JSON.stringify(tool.memory.save())
    let after: FileProgress | null = null
    let touched = false
    const writing = () => {
      touched = true
    }
    async function account(result: T): Promise<FileProgress> {
      writing()
      const written = write(result)
      const outputsNow = await outputs.sync()
      after = { ...written, outputs: outputsNow, memory: tool.memory?.save() }
      return after
    }
    try {
      const result = await session.chunk(
        (unit) => apply(unit, writing),
        async (client, result) => {
          await work.save(client, await account(result), mailsOf(result))
        },
      )
      state = after ?? (await account(result))
    } catch (error) {
      if (touched) outputs.cutBack(before.outputs)
      if (memory !== undefined) tool.memory!.restore(JSON.parse(memory))
      throw error
    }
  }

  /** Writes down what became of one line. */
  function writeDown(one: Checked<Command>, verdict: Verdict<Operation> | null, books: Books): void {
    const { entry } = one
    switch (entry.kind) {
      case 'blank':
        books.tally.blank++
        return
      case 'comment':
        books.tally.blank++
        books.tally.comments++
        return
      case 'old-comment':
        writeIgnored(entry.line, entry.message, books)
        return
    }
    const outcome = verdict?.outcome ?? 'rejected'
    const messages =
      verdict === null || one.messages.length === 0
        ? (verdict?.messages ?? one.messages)
        : [...one.messages, ...verdict.messages]
    writeLine(entry, outcome, messages, verdict?.changes ?? [], books)
    if (goesToRetry(outcome) && !simulation) outputs.retry.add(entry, work.file)
  }

  function writeLine(
    { line }: RowEntry,
    outcome: LineOutcome,
    messages: readonly LineMessage[],
    changes: Verdict<Operation>['changes'],
    books: Books,
  ): void {
    count(books.tally, outcome)
    for (const message of messages) books.message(message, line)
    outputs.report.line(line, outcome, messages)
    outputs.journal.add({ line, outcome, messages, changes })
  }

  function writeIgnored(line: number, message: LineMessage, books: Books): void {
    count(books.tally, 'skipped')
    books.tally.oldComments++
    books.message(message, line)
    outputs.report.ignored(line, message)
    outputs.journal.add({ line, outcome: 'skipped', messages: [message], changes: [] })
  }
}

/** Nothing has been written down of it yet; or what was, was nothing. */
function isFresh({ next, tally, faults }: FileProgress, rows: CommandRows): boolean {
  const { blank, oldComments, comments } = rows.before
  if (blank + comments + oldComments.length + rows.warnings.length === 0) return false
  return next.offset === rows.begin.offset && tally.lines + tally.blank === 0 && faults.length === 0
}

/** An entry, with its command if it has one that is right. */
interface Checked<Command> {
  readonly entry: RowEntry
  readonly command: { readonly value: Command } | null
  /** Warnings of a command; why there is none. */
  readonly messages: readonly LineMessage[]
}

function checkedWith<Command>(
  tool: CommandTool<Command, never, never> | CommandTool<Command, unknown, unknown>,
) {
  return (entry: RowEntry): Checked<Command> => {
    if (entry.kind === 'malformed') return { entry, command: null, messages: entry.messages }
    if (entry.kind !== 'row') return { entry, command: null, messages: [] }
    try {
      const checked = tool.check(entry.row)
      const said = checked.ok ? checked.warnings : checked.faults
      const messages = entry.warnings.length === 0 ? said : [...entry.warnings, ...said]
      return { entry, command: checked.ok ? { value: checked.command } : null, messages }
    } catch (error) {
      return failed({ entry, command: null, messages: entry.warnings }, error)
    }
  }
}

function failed<Command>(one: Checked<Command>, error: unknown): Checked<Command> {
  return { ...one, command: null, messages: [...one.messages, unexpectedError(wordsOf(error))] }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function expectVerdicts<Command, Operation>(
  commands: readonly NumberedCommand<Command>[],
  verdicts: readonly Verdict<Operation>[],
): void {
  if (
    verdicts.length !== commands.length ||
    verdicts.some((verdict, at) => verdict.line !== commands[at]!.line)
  )
    throw new Error('the tool did not give one verdict for each command, in their order')
}

function withoutFailure({ messages, changes }: FileConclusion) {
  return { messages, changes }
}

/** Counts and faults of a chunk, apart from those before it until it is applied. */
interface Books {
  readonly tally: FileProgress['tally']
  message(message: LineMessage, line: number): void
  close(): FileProgress
}

function openBooks(state: FileProgress): Books {
  const tally = { ...state.tally }
  const digest = faultDigest(state.faults)
  return {
    tally,
    message({ severity, code, column, text }, line) {
      if (severity === 'info') return
      if (severity === 'warning') tally.warnings++
      digest.add({ severity, code, column, message: text.fr }, line)
    },
    close: () => ({ ...state, tally, faults: digest.groups() }),
  }
}

/** Entries in chunks of so many lines that count, each with its command. */
async function* checkedChunks<Command, Operation, Reader>(
  { rows, tool, chunkRows = usualChunkRows }: CommandFileWork<Command, Operation, Reader>,
  from: FilePlace,
): AsyncGenerator<Checked<Command>[]> {
  const check = checkedWith(tool)
  let chunk: Checked<Command>[] = []
  for await (const { entries } of rows.read(from)) {
    for (const entry of entries) {
      if (chunk.length % linesAtOnce === linesAtOnce - 1) await makeWay()
      chunk.push(check(entry))
      if (chunk.length < chunkRows) continue
      yield chunk
      chunk = []
    }
  }
  if (chunk.length > 0) yield chunk
}
