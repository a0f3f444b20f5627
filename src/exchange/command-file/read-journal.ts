import type { FileHandle } from 'node:fs/promises'
import type { LineOutcome } from '../line-outcome.ts'
import type { Change } from './verdict.ts'

/** An entry of a journal (journal-file.ts) about one line of the command file, as it stands there. */
export interface JournalEntry {
  readonly line: number
  readonly outcome: LineOutcome
  readonly messages: readonly {
    readonly severity: 'info' | 'warning' | 'error'
    readonly code: string
    readonly column?: string | null
    readonly fr: string
    readonly en: string
  }[]
  readonly changes: readonly Change[]
}

export interface JournalPage {
  readonly entries: readonly JournalEntry[]
  /** What to give as `after` for the next page; null: there is nothing more. */
  readonly next: number | null
}

const pieceBytes = 64 * 1024

/**
 * The entries of a journal after line `after`, the first `size` of them that have `outcome`. Lines rise through the
 * journal, so the beginning is found by halving; from there the file is read piece by piece, `mostBytes` at the most: a
 * page may have fewer entries, even none, and yet a `next`. Entries about the file as a whole are left out.
 */
export async function readJournalPage(
  file: FileHandle,
  bytes: number,
  wanted: {
    readonly after: number
    readonly size: number
    readonly outcome?: LineOutcome | undefined
    readonly mostBytes?: number
  },
): Promise<JournalPage> {
  const { after, size, outcome, mostBytes = 64 * 1024 * 1024 } = wanted
  const entries: JournalEntry[] = []
  const start = after === 0 ? 0 : await offsetAfter(file, bytes, after)
  let seen = after
  for await (const { text, end } of linesOf(file, start, bytes)) {
    const line = lineOf(text)
    if (line === null || line <= after) continue
    if (entries.length === size) return { entries, next: seen }
    // Only what is shown is parsed as a whole.
    if (outcome === undefined || outcomeOf(text) === outcome) entries.push(JSON.parse(text) as JournalEntry)
    seen = line
    if (end - start > mostBytes && end < bytes) return { entries, next: seen }
  }
  return { entries, next: null }
}

/** Where the first entry of a line beyond `after` begins, or one shortly before it. */
async function offsetAfter(file: FileHandle, bytes: number, after: number): Promise<number> {
  let low = 0
  let high = bytes
  // `low` is always the beginning of an entry that is not beyond `after`, or of the file.
  while (high - low > pieceBytes) {
    const middle = low + Math.floor((high - low) / 2)
    const probe = await firstNumbered(file, middle, high)
    if (probe === null || probe.line > after) high = middle
    else low = probe.start
  }
  return low
}

/** The first entry about a line that begins after `from` and before `limit`. */
async function firstNumbered(
  file: FileHandle,
  from: number,
  limit: number,
): Promise<{ line: number; start: number } | null> {
  let first = true
  for await (const { text, start } of linesOf(file, from, Number.POSITIVE_INFINITY)) {
    // What is before the first line break is the rest of an entry that began earlier.
    if (first) {
      first = false
      continue
    }
    if (start >= limit) return null
    const line = lineOf(text)
    if (line !== null) return { line, start }
  }
  return null
}

/** Whole lines between two places of a file; one that still lacks its line break is being written, and left out. */
async function* linesOf(
  file: FileHandle,
  from: number,
  to: number,
): AsyncGenerator<{ text: string; start: number; end: number }> {
  let rest = Buffer.alloc(0)
  let restStart = from
  for (let at = from; at < to; ) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, to - at))
    const { bytesRead } = await file.read(piece, 0, piece.length, at)
    if (bytesRead === 0) return
    at += bytesRead
    rest = Buffer.concat([rest, piece.subarray(0, bytesRead)])
    let begin = 0
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, begin)) {
      yield { text: rest.toString('utf8', begin, end), start: restStart + begin, end: restStart + end + 1 }
      begin = end + 1
    }
    rest = rest.subarray(begin)
    restStart += begin
  }
}

function lineOf(text: string): number | null {
  const found = /^\{"line":(\d+),/.exec(text)
  return found === null ? null : Number(found[1])
}

function outcomeOf(text: string): string | null {
  return /^\{"line":\d+,"outcome":"([a-z]+)"/.exec(text)?.[1] ?? null
}
