import type { StudentLine } from '../line/student-line.ts'
import type { Issue } from '../messages/issue.ts'
import type { AcceptedOutcome } from './apply-line.ts'
import type { Change } from './merge-field.ts'

/** One line that passed the row rules, on its way through matching. */
export interface StudentEntry {
  readonly line: StudentLine
  /** Hash of the raw line, under which it may be skipped next time. */
  readonly hash: bigint
}

/** What became of an accepted or refused entry. */
export interface EntryResult {
  readonly outcome: AcceptedOutcome | 'rejected'
  /** Warnings and errors, those of the row rules first. */
  readonly issues: readonly Issue[]
  /** Field by field, old and new, for a student who was there before; empty otherwise. */
  readonly changes: readonly Change[]
}
