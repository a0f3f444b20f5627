import type { AcceptedOutcome } from '../match/apply-line.ts'
import type { Issue } from '../messages/issue.ts'

/**
 * The text of the reports of an import, line by line, as health.md 3.9 and 6.2 print it. Every function gives
 * whole lines with their line end (LF); files are UTF-8. Instants come worded: `at` is the local time of the
 * establishment, `2026-03-02T05:00:24`.
 */

/** Lines counted by outcome: `treated` is the sum of all but `blank`. */
export interface ImportCounters {
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  readonly partial: number
  readonly rejected: number
  readonly blank: number
}

/** What the two first lines of the log say. */
export interface ImportFile {
  readonly name: string
  readonly bytes: number
  /** Hexadecimal; its first 16 digits are printed. */
  readonly sha256: string
  readonly formatVersion: string
  readonly columns: number
}

type Level = 'INFO ' | 'WARN ' | 'ERROR'

function logLine(at: string, level: Level, text: string): string {
  return `${at} ${level} ${printable(text)}\n`
}

/** A value from the file never ends a line of the log, nor forges one. */
function printable(text: string): string {
  let index = 0
  while (index < text.length && text.charCodeAt(index) >= 0x20) index++
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return index === text.length ? text : text.replace(/[\x00-\x1f]/g, ' ')
}

/** `origin` is `IMP_QUO` or `MANUEL`. */
export function logOpening(at: string, model: string, origin: string): string {
  return logLine(at, 'INFO ', `Import de la base de Scolarité - modèle ${model} - origine ${origin}`)
}

export function logFile(at: string, file: ImportFile): string {
  return logLine(
    at,
    'INFO ',
    `Fichier ${file.name} - ${file.bytes} octets - SHA-256 ${file.sha256.slice(0, 16)} - version ${file.formatVersion} - ${file.columns} colonnes`,
  )
}

/** Something about the whole file: why it is refused, or a warning. */
export function logFileIssue(at: string, issue: Issue): string {
  return logLine(at, issue.severity === 'error' ? 'ERROR' : 'WARN ', issue.message)
}

const outcomeWords: Readonly<Record<Exclude<AcceptedOutcome, 'unchanged'>, string>> = {
  created: 'créé',
  updated: 'mis à jour',
  partial: 'traité partiellement',
}

/**
 * All that the log says of an accepted line: the outcome, unless nothing changed (such lines are counted, not
 * listed), then its issues. `displayIne` is that of the line.
 */
export function logAcceptedLine(
  at: string,
  line: number,
  outcome: AcceptedOutcome,
  displayIne: string,
  issues: readonly Issue[],
): string {
  const first =
    outcome === 'unchanged'
      ? ''
      : logLine(at, 'INFO ', `ligne ${line} : dossier ${outcomeWords[outcome]} - INE ${displayIne}`)
  return first + logIssues(at, line, issues)
}

/** One line for each issue of a line of the file; all that is said of a rejected one. */
export function logIssues(at: string, line: number, issues: readonly Issue[]): string {
  let text = ''
  for (const issue of issues)
    text += logLine(at, issue.severity === 'error' ? 'ERROR' : 'WARN ', `ligne ${line} : ${issue.message}`)
  return text
}

/** Counts of nomenclature codes that no item has, by column and code. */
export interface UnknownCodeCount {
  readonly column: string
  readonly code: string
  readonly count: number
}

/** The table before the final counters; nothing when every code is known. */
export function logUnknownCodes(at: string, codes: readonly UnknownCodeCount[]): string {
  if (codes.length === 0) return ''
  const table = codes.map(({ column, code, count }) => `${column} ${code} (${count})`).join(', ')
  return logLine(at, 'INFO ', `Codes inconnus : ${table}`)
}

/** The counters and the very last line, which has no prefix. */
export function logClosing(at: string, counters: ImportCounters): string {
  return `${counterLines(counters)
    .map((line) => logLine(at, 'INFO ', line))
    .join('')}${treatedLine(counters)}\n`
}

/** The lines of erreuLogs_XXX.txt: the errors alone, without prefix. */
export function errorLogText(issues: readonly Issue[]): string {
  let text = ''
  for (const issue of issues) if (issue.severity === 'error') text += `${printable(issue.message)}\n`
  return text
}

/** Data lines read, accepted or rejected; the header and blank lines are not. */
export function treatedLines(counters: ImportCounters): number {
  return counters.created + counters.updated + counters.unchanged + counters.partial + counters.rejected
}

export function counterLines(counters: ImportCounters): string[] {
  return [
    `Dossiers créés : ${counters.created}`,
    `Dossiers mis à jour : ${counters.updated}`,
    `Dossiers inchangés : ${counters.unchanged}`,
    `Dossiers partiels : ${counters.partial}`,
    `Lignes rejetées : ${counters.rejected}`,
    `Lignes vides : ${counters.blank}`,
  ]
}

export function treatedLine(counters: ImportCounters): string {
  return `Nombre de lignes traitées : ${treatedLines(counters)}`
}
