import type { Temporal } from 'temporal-polyfill'
import type { Text } from '../../platform/text.ts'
import type { Tally } from '../line-outcome.ts'
import type { FileFault } from './file-fault.ts'
import type { Change, LineMessage } from './verdict.ts'

/** All that a report tells beside its lines (learning.md 5.2). */
export interface ReportFacts {
  readonly operation: { readonly code: string; readonly label: Text }
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string }
  readonly separator: ';' | ','
  /** `effective` differs from `declared` for a file with the mark of UTF-8 (F02). */
  readonly encoding: {
    readonly declared: 'utf-8' | 'iso-8859-1'
    readonly effective: 'utf-8' | 'iso-8859-1' | null
  }
  /** Who asked for it; null: nobody, it was planned. */
  readonly person: string | null
  /** How it came to run, in words: `manuel`, `planifié`, `ligne de commande`. */
  readonly mode: Text
  readonly simulation: boolean
  readonly startedAt: Temporal.Instant
  readonly endedAt: Temporal.Instant
  readonly timeZone: string
  /** Why the whole file was refused; empty: it was not. */
  readonly faults: readonly FileFault[]
  readonly warnings: readonly LineMessage[]
  /** What becomes of the rows; null: none was looked at. */
  readonly tally: Tally | null
  readonly comments: number
  readonly oldComments: number
  /** What was done after the last line. */
  readonly conclusion: {
    readonly messages: readonly LineMessage[]
    readonly changes: readonly Change[]
  } | null
  /** Names, not paths; null: there is none. */
  readonly retryFile: string | null
  readonly archive: string | null
  /** Further post-treatments, in words: the command file was removed, say. */
  readonly notes: readonly Text[]
}

/**
 * Writes the report into `directory` under `name`, or `name-2` and so on where that is taken: a report is never replaced.
 * Returns its path; it appears when it is whole. `body`: path of the closed report body, null if no line was looked at.
 * Throws if the totals do not add up, and what writing throws.
 */
export async function writeReport(
  _directory: string,
  _name: string,
  _facts: ReportFacts,
  _body: string | null,
): Promise<string> {
  throw new Error('not yet')
}
