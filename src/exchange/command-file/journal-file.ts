import type { LineOutcome } from '../line-outcome.ts'
import { openResumableFile, type ResumableFile } from './resumable-file.ts'
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
 * What a file's processing did, for programs (read-journal.ts reads it again): JSON lines
 * `{"line":12,"outcome":"rejected","messages":[{"severity","code","column","fr","en"}],"changes":[…]}`, their members in
 * that order.
 */
export interface JournalFile extends Pick<ResumableFile, 'path' | 'bytes' | 'sync' | 'syncAside' | 'close'> {
  /** Lines left out since this opening: unchanged, with nothing to say. */
  readonly leftOut: number
  add(entry: JournalLine): void
}

/** `resumeAt` as in openRetryFile. `unchanged: 'leave-out'`: lines that changed nothing and say nothing are not written. */
export function openJournalFile(
  path: string,
  {
    resumeAt,
    unchanged = 'write',
  }: { readonly resumeAt?: number | undefined; readonly unchanged?: 'write' | 'leave-out' },
): JournalFile {
  const output = openResumableFile(path, resumeAt)
  let leftOut = 0
  return {
    path,
    get bytes() {
      return output.bytes
    },
    get leftOut() {
      return leftOut
    },
    add(entry) {
      const { line, outcome, messages, changes } = entry
      const silent = outcome === 'unchanged' && messages.length === 0 && changes.length === 0
      if (silent && unchanged === 'leave-out') {
        leftOut++
        return
      }
      const words = messages.map(({ severity, code, column = null, text }) => ({
        ...{ severity, code, column },
        ...text,
      }))
      output.write(`${JSON.stringify({ line, outcome, messages: words, changes })}\n`)
    },
    sync: output.sync,
    syncAside: output.syncAside,
    close: output.close,
  }
}
