import type { LineOutcome } from '../line-outcome.ts'
import type { LineMessage } from './verdict.ts'

/** The part of the report that grows with the lines; writeReport puts it under its heading. */
export interface ReportBody {
  readonly path: string
  readonly bytes: number
  /** `ligne 12 : rejetée — Le compte « x » n'existe pas.`, and each further message on a line of its own. */
  line(line: number, outcome: LineOutcome, messages: readonly LineMessage[]): void
  /** A line that is no row: an old-style comment. */
  ignored(line: number, message: LineMessage): void
  /** Makes durable what was added: `bytes` may be remembered as the place to go on from. */
  sync(): void
  /** Does the same and closes. May be called twice. */
  close(): void
}

/** `resumeAt` as in openRetryFile. */
export function openReportBody(
  _path: string,
  _options: { readonly simulation: boolean; readonly resumeAt?: number | undefined },
): ReportBody {
  throw new Error('not yet')
}
