import type { LineOutcome } from '../line-outcome.ts'
import type { Change, LineMessage } from './verdict.ts'

/** One object of the journal, a line of JSON. */
export interface JournalLine {
  /** Null: the whole file, or what its conclusion did. */
  readonly line: number | null
  /** Null where `line` is, and for lines that are no rows. */
  readonly outcome: LineOutcome | null
  readonly messages: readonly LineMessage[]
  readonly changes: readonly Change[]
}

/**
 * What a file's processing did, for programs: JSON lines
 * `{"line":12,"outcome":"rejected","messages":[{"severity","code","column","fr","en"}],"changes":[…]}`.
 */
export interface JournalFile {
  readonly path: string
  readonly bytes: number
  /** Unchanged lines with nothing to say that were left out, since this opening. */
  readonly leftOut: number
  add(entry: JournalLine): void
  /** Makes durable what was added: `bytes` may be remembered as the place to go on from. */
  sync(): void
  /** Does the same and closes. May be called twice. */
  close(): void
}

/** `resumeAt` as in openRetryFile. `unchanged: 'leave-out'`: lines that changed nothing and say nothing are not written. */
export function openJournalFile(
  _path: string,
  _options: { readonly resumeAt?: number | undefined; readonly unchanged?: 'write' | 'leave-out' },
): JournalFile {
  throw new Error('not yet')
}
