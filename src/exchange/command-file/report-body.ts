import type { LineOutcome } from '../line-outcome.ts'
import { onOneLine, outcomeWords, simulationWord } from './report-words.ts'
import { openResumableFile, type ResumableFile } from './resumable-file.ts'
import type { LineMessage } from './verdict.ts'

/** The part of the report that grows with the lines; writeReport puts it under its heading. */
export interface ReportBody extends Pick<ResumableFile, 'path' | 'bytes' | 'sync' | 'syncAside' | 'close'> {
  /** See lineText. */
  line(line: number, outcome: LineOutcome, messages: readonly LineMessage[]): void
  /** A line that is no row: an old-style comment. */
  ignored(line: number, message: LineMessage): void
}

/** `resumeAt` as in openRetryFile. */
export function openReportBody(
  path: string,
  { simulation, resumeAt }: { readonly simulation: boolean; readonly resumeAt?: number | undefined },
): ReportBody {
  const output = openResumableFile(path, resumeAt)
  return {
    path,
    get bytes() {
      return output.bytes
    },
    line: (line, outcome, messages) => output.write(lineText(line, outcome, messages, simulation)),
    ignored: (line, message) => output.write(`${prefix(line, simulation)}ignorée — ${words(message)}\n`),
    sync: output.sync,
    syncAside: output.syncAside,
    close: output.close,
  }
}

/**
 * `ligne 12 : rejetée — Le compte « x » n’existe pas.`: the outcome with the first thing that explains it, further messages
 * on lines of their own: `ligne 12 : avertissement — …`. Every line begins with its number, and can be found by it.
 */
export function lineText(
  line: number,
  outcome: LineOutcome,
  messages: readonly LineMessage[],
  simulation: boolean,
): string {
  const start = prefix(line, simulation)
  const main = mainMessage(outcome, messages)
  let text = `${start}${outcomeWords[outcome]}${main === undefined ? '' : ` — ${words(main)}`}\n`
  for (const message of messages)
    if (message !== main) text += `${start}${severityWords[message.severity]} — ${words(message)}\n`
  return text
}

/** What a line that was not done, or not wholly, is told with may be a warning; a line that was done is told by itself. */
function mainMessage(outcome: LineOutcome, messages: readonly LineMessage[]): LineMessage | undefined {
  const first = (severity: LineMessage['severity']) =>
    messages.find((message) => message.severity === severity)
  const done = outcome !== 'rejected' && outcome !== 'partial' && outcome !== 'skipped'
  return first('error') ?? (done ? undefined : first('warning')) ?? first('info')
}

export const severityWords: Readonly<Record<LineMessage['severity'], string>> = {
  info: 'information',
  warning: 'avertissement',
  error: 'erreur',
}

function prefix(line: number, simulation: boolean): string {
  return `${simulation ? `${simulationWord} : ` : ''}ligne ${line} : `
}

/** A message that does not name its column is told with it. */
function words({ text, column }: LineMessage): string {
  const said = onOneLine(text.fr)
  return column === undefined || said.includes(column) ? said : `${said} (colonne ${onOneLine(column)})`
}
