import { join } from 'node:path'
import { allDone } from './all-done.ts'
import type { CommandRows } from './command-rows.ts'
import type { OutputLengths } from './file-progress.ts'
import { type JournalFile, openJournalFile } from './journal-file.ts'
import { openReportBody, type ReportBody } from './report-body.ts'
import type { RetryFile } from './retry-file.ts'

/** What the lines of one file leave, in its working folder, until they are given their names. */
export interface FileOutputs {
  readonly report: ReportBody
  readonly journal: JournalFile
  readonly retry: RetryFile
  /** Makes durable what was added, and says how long each is; nothing may be added meanwhile. */
  sync(): Promise<OutputLengths>
  /** Forgets what was added since these lengths. */
  cutBack(lengths: OutputLengths): void
  close(): void
}

export const outputPaths = {
  report: (folder: string) => join(folder, 'report.body'),
  journal: (folder: string) => join(folder, 'journal.jsonl'),
  retry: (folder: string) => join(folder, 'retry'),
}

/** Opens the outputs in `folder` at these lengths, zero at first; what a crash left beyond them is cut off. */
export function openOutputs(
  folder: string,
  rows: CommandRows,
  { simulation, lengths }: { readonly simulation: boolean; readonly lengths: OutputLengths },
): FileOutputs {
  let current = open(lengths)
  function open(at: OutputLengths) {
    return {
      report: openReportBody(outputPaths.report(folder), { simulation, resumeAt: at.report }),
      journal: openJournalFile(outputPaths.journal(folder), {
        resumeAt: at.journal,
        // A nightly file is mostly unchanged: its counts say so. A simulation is there to be looked at.
        unchanged: simulation ? 'write' : 'leave-out',
      }),
      retry: rows.openRetry(outputPaths.retry(folder), at.retry),
    }
  }
  function close(): void {
    current.report.close()
    current.journal.close()
    current.retry.close()
  }
  return {
    get report() {
      return current.report
    },
    get journal() {
      return current.journal
    },
    get retry() {
      return current.retry
    },
    async sync() {
      await allDone([current.report.syncAside(), current.journal.syncAside(), current.retry.syncAside()])
      return {
        report: current.report.bytes,
        journal: current.journal.bytes,
        retry: current.retry.bytes,
      }
    },
    cutBack(at) {
      close()
      current = open(at)
    },
    close,
  }
}
