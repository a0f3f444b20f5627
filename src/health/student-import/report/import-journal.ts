import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FaultDigest, faultDigest } from '../../../exchange/fault-digest.ts'
import { addsUp, count, emptyTally, type LineOutcome, type Tally } from '../../../exchange/line-outcome.ts'
import { createOutputFile, type OutputFile } from '../../../exchange/output-file.ts'
import type { AcceptedOutcome } from '../match/apply-line.ts'
import type { Issue } from '../messages/issue.ts'
import { type ChangeDigest, changeDigest } from './change-digest.ts'
import * as text from './log-text.ts'
import { mailedMessages } from './report-mail.ts'
import { reportNames, reportStamp } from './report-names.ts'

/**
 * The written account of one import: the counts, and the three files of health.md 3.9. The log grows as the
 * work goes on, so that a run cut short leaves what it saw; the two files that users act upon carry the name
 * `….part` until the import is over, so that half of one is never taken for the whole.
 */
export interface ImportJournal {
  /** XXX of the three names. */
  readonly stamp: string
  readonly tally: Tally
  readonly faults: FaultDigest
  /** Old and new by column, for records that were there before. */
  readonly changedFields: ChangeDigest
  /** The first errors, for the mail. */
  readonly firstErrors: readonly Issue[]
  readonly errorCount: number
  /** Reads the clock: what follows is told at this time. Reading it for each of a million lines would show. */
  mark(): void
  file(file: text.ImportFile): void
  /** Says something about the whole file; an error is written to erreuLogs too. */
  fileIssue(issue: Issue): void
  note(message: string): void
  /** The header, byte for byte, which the retry file begins with if it comes to be. */
  header(raw: Uint8Array): void
  accepted(
    line: number,
    outcome: AcceptedOutcome,
    ine: string,
    issues: readonly Issue[],
    raw: () => Uint8Array,
  ): void
  rejected(line: number, issues: readonly Issue[], raw: () => Uint8Array): void
  /** Lines that were known to change nothing. */
  unchanged(lines: number): void
  blank(): void
  /** The closing lines; after this nothing is added. Throws if a line has been lost. */
  close(): void
  /** Gives the files their names; returns the paths of those that exist. */
  publish(): JournalFiles
  /** Removes the unfinished files and ends the log with `reason`: the import failed, nothing was applied. */
  abandon(reason: string): void
}

export interface JournalFiles {
  readonly log: string
  readonly errorLog: string | null
  readonly rejectedLines: string | null
}

/** Attempts at a free name before something must be wrong with the directory. */
const maximumAttempts = 1000

/**
 * Opens the journal in `directory`. `localTime` gives the establishment's time, `2026-03-02T05:00:24`. Throws
 * the system's error when nothing can be written there.
 */
export function openJournal(
  directory: string,
  localTime: () => string,
  opening: { model: string; origin: string },
): ImportJournal {
  const { stamp, log } = openLog(directory, localTime())
  const names = reportNames(stamp)
  const tally = emptyTally()
  const faults = faultDigest()
  const changedFields = changeDigest()
  const unknownCodes = new Map<string, text.UnknownCodeCount & { count: number }>()
  const firstErrors: Issue[] = []
  let errorCount = 0
  let errorLog: OutputFile | null = null
  let rejectedLines: OutputFile | null = null
  let headerLine: Uint8Array = new Uint8Array(0)
  let at = localTime()
  let closed = false
  log.write(text.logOpening(at, opening.model, opening.origin))

  function noteIssues(issues: readonly Issue[], line: number): void {
    let errors = false
    for (const issue of issues) {
      faults.add(issue, line)
      if (issue.severity === 'error') {
        errors = true
        errorCount++
        if (firstErrors.length < mailedMessages) firstErrors.push(issue)
      } else {
        tally.warnings++
        if (issue.code === 'W_CODE') countUnknown(issue)
      }
    }
    if (!errors) return
    errorLog ??= createOutputFile(join(directory, `${names.errorLog}.part`))
    errorLog.write(text.errorLogText(issues))
  }

  function countUnknown(issue: Issue): void {
    const key = `${issue.column} ${issue.value}`
    const known = unknownCodes.get(key)
    if (known === undefined) unknownCodes.set(key, { column: issue.column!, code: issue.value!, count: 1 })
    else unknownCodes.set(key, { ...known, count: known.count + 1 })
  }

  function keep(raw: Uint8Array): void {
    if (rejectedLines === null) {
      rejectedLines = createOutputFile(join(directory, `${names.rejectedLines}.part`))
      rejectedLines.write(headerLine)
    }
    rejectedLines.write(raw)
  }

  function tallied(outcome: LineOutcome): void {
    count(tally, outcome)
  }

  return {
    stamp,
    tally,
    faults,
    changedFields,
    firstErrors,
    get errorCount() {
      return errorCount
    },
    mark() {
      at = localTime()
    },
    file(file) {
      at = localTime()
      log.write(text.logFile(at, file))
    },
    fileIssue(issue) {
      at = localTime()
      log.write(text.logFileIssue(at, issue))
      noteIssues([issue], 0)
    },
    note: (message) =>
      log.write(text.logFileIssue(localTime(), { severity: 'warning', code: 'W_NOTE', message })),
    header(raw) {
      headerLine = Uint8Array.from(raw)
    },
    accepted(line, outcome, ine, issues, raw) {
      tallied(outcome)
      if (outcome === 'unchanged' && issues.length === 0) return
      log.write(text.logAcceptedLine(at, line, outcome, ine, issues))
      if (issues.length > 0) noteIssues(issues, line)
      if (outcome === 'partial') keep(raw())
    },
    rejected(line, issues, raw) {
      tallied('rejected')
      log.write(text.logIssues(at, line, issues))
      noteIssues(issues, line)
      keep(raw())
    },
    unchanged(lines) {
      count(tally, 'unchanged', lines)
    },
    blank() {
      tally.blank++
    },
    close() {
      if (!addsUp(tally))
        throw new Error(`outcomes do not add up to the lines read: ${JSON.stringify(tally)}`)
      at = localTime()
      log.write(text.logUnknownCodes(at, [...unknownCodes.values()]))
      log.write(text.logClosing(at, tally))
      closed = true
      log.close()
      errorLog?.close()
      rejectedLines?.close()
    },
    publish() {
      errorLog?.rename(join(directory, names.errorLog))
      rejectedLines?.rename(join(directory, names.rejectedLines))
      return {
        log: log.path,
        errorLog: errorLog?.path ?? null,
        rejectedLines: rejectedLines?.path ?? null,
      }
    },
    abandon(reason) {
      errorLog?.discard()
      rejectedLines?.discard()
      const ending = text.logFileIssue(localTime(), {
        severity: 'error',
        code: 'E_TECHNIQUE',
        message: reason,
      })
      try {
        // A commit that is refused comes after the closing lines: they must not be the last word.
        if (closed) return appendFileSync(log.path, ending)
        log.write(ending)
        log.close()
      } catch {
        // The disk may be full: the log ends where it could be written.
      }
    },
  }
}

/** The name of the log reserves the stamp: it is created only where nobody has it. */
function openLog(directory: string, startedAt: string): { stamp: string; log: OutputFile } {
  for (let attempt = 1; ; attempt++) {
    const stamp = reportStamp(startedAt, attempt)
    try {
      return { stamp, log: createOutputFile(join(directory, reportNames(stamp).log)) }
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      if (!taken || attempt === maximumAttempts) throw error
    }
  }
}
