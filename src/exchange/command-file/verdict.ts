import type { Mail } from '../../platform/mail.ts'
import type { Text } from '../../platform/text.ts'
import type { LineOutcome } from '../line-outcome.ts'

/** Something to say about a line, a column or the whole file. Codes are stable; the words are for people. */
export interface LineMessage {
  readonly severity: 'info' | 'warning' | 'error'
  /** Upper case: `UNKNOWN_USER`. */
  readonly code: string
  readonly column?: string
  readonly text: Text
}

/** One thing that a line changes, for the journal: « everything a run changed is traceable, with the value before ». */
export interface Change {
  /** What: `user`, `course`, `enrolment`, `group member`… */
  readonly entity: string
  /** Which one, in the words of the file: `adurand`, `BIO101 / adurand`. */
  readonly key: string
  /** Null for what is created or deleted as a whole. */
  readonly field: string | null
  readonly before: string | number | boolean | null
  readonly after: string | number | boolean | null
}

/** What becomes of one line, and what the platform is asked for it. */
export interface Verdict<Operation> {
  readonly line: number
  /** `rejected`: nothing of the line is done. `partial`: done but for something that a message tells. */
  readonly outcome: LineOutcome
  readonly messages: readonly LineMessage[]
  readonly changes: readonly Change[]
  readonly operations: readonly Operation[]
  /** Letters that leave once the line is applied, each occasion once; never in a simulation. */
  readonly mails?: readonly { readonly occasion: string; readonly mail: Mail }[]
}

/** Whether a line goes into the retry file: what was not done, or not wholly. */
export function goesToRetry(outcome: LineOutcome): boolean {
  return outcome === 'rejected' || outcome === 'partial'
}
