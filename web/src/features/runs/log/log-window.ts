import type { RunLine, RunLines } from '../calls/lines-query.ts'

/**
 * The piece of a log that is on the screen. A log may have a hundred thousand lines: at most `most` of them are kept,
 * and reading on at one end lets go of the other.
 */
export interface LogWindow {
  readonly lines: readonly RunLine[]
  /** There are earlier lines than the first one here. */
  readonly olderLeft: boolean
  /** The last line here is the last one of the log so far: what is written now belongs under it. */
  readonly atEnd: boolean
  /** Up to which line the log has been looked through, wanted or not. */
  readonly seen: number
}

export const pieceLines = 500
const most = 2_000

/** The end of the log. */
export function windowOfEnd({ lines, more, lastSeq }: RunLines): LogWindow {
  return { lines, olderLeft: more, atEnd: true, seen: lastSeq }
}

/** Its beginning. */
export function windowOfStart({ lines, more, lastSeq }: RunLines): LogWindow {
  return { lines, olderLeft: false, atEnd: !more, seen: more ? (lines.at(-1)?.seq ?? 0) : lastSeq }
}

export function withOlder(window: LogWindow, { lines, more }: RunLines): LogWindow {
  const all = [...lines, ...window.lines]
  const kept = all.slice(0, most)
  return {
    lines: kept,
    olderLeft: more,
    atEnd: window.atEnd && kept.length === all.length,
    seen: kept.length === all.length ? window.seen : (kept.at(-1)?.seq ?? window.seen),
  }
}

export function withNewer(window: LogWindow, { lines, more, lastSeq }: RunLines): LogWindow {
  const last = window.lines.at(-1)?.seq ?? 0
  const all = [...window.lines, ...lines.filter((line) => line.seq > last)]
  const kept = all.slice(-most)
  return {
    lines: kept,
    olderLeft: window.olderLeft || kept.length < all.length,
    atEnd: !more,
    seen: more ? (lines.at(-1)?.seq ?? window.seen) : Math.max(lastSeq, window.seen),
  }
}
