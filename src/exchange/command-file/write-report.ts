import { existsSync, linkSync, renameSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { sheetMoment } from '../../platform/sheet-moment.ts'
import type { Text } from '../../platform/text.ts'
import { addsUp, type LineOutcome, lineOutcomes, type Tally } from '../line-outcome.ts'
import { createOutputFile, type OutputFile } from '../output-file.ts'
import type { FileFault } from './file-fault.ts'
import { nameOfAttempt } from './output-names.ts'
import { severityWords } from './report-body.ts'
import { onOneLine, simulationWord } from './report-words.ts'
import { shownSeparator } from './shown-value.ts'
import type { Change, LineMessage } from './verdict.ts'

/** All that a report tells beside its lines (learning.md 5.2). */
export interface ReportFacts {
  readonly operation: { readonly code: string; readonly label: Text }
  readonly file: { readonly name: string; readonly bytes: number; readonly sha256: string }
  readonly separator: ';' | ','
  /** `effective` differs from `declared` for a file with the mark of UTF-8 (F02); null: that was not found out. */
  readonly encoding: {
    readonly declared: 'utf-8' | 'iso-8859-1'
    readonly effective: 'utf-8' | 'iso-8859-1' | null
  }
  /** Who asked for it; null: nobody, it was planned. */
  readonly person: string | null
  /** How it came to run, in words: `immédiat`, `programmé`, `ligne de commande`. */
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
  /** French words for what changes are about: `group` is « groupe ». Default: the word itself. */
  readonly entityWords?: Readonly<Record<string, string>>
  /** Names, not paths; null: there is none. */
  readonly retryFile: string | null
  readonly archive: string | null
  /** Further post-treatments, in words: the command file was removed, say. */
  readonly notes: readonly Text[]
}

/** Attempts at a free name before something must be wrong with the directory. */
const maximumAttempts = 1000
const copiedBytes = 1 << 18

/**
 * Writes the report, in French and UTF-8, into `directory` under `name`, or `name-2` and so on where that is taken: a report
 * is never replaced. Returns its path; it appears when it is whole. `body`: path of the closed report body, null if there is
 * none. Throws if the totals do not add up, and what writing throws.
 */
export async function writeReport(
  directory: string,
  name: string,
  facts: ReportFacts,
  body: string | null,
): Promise<string> {
  if (facts.tally !== null && !addsUp(facts.tally))
    throw new Error(`outcomes do not add up to the lines read: ${JSON.stringify(facts.tally)}`)
  for (let attempt = 1; ; attempt++) {
    const path = join(directory, nameOfAttempt(name, attempt))
    if (attempt < maximumAttempts && existsSync(path)) continue
    const part = reserved(`${path}.part`, attempt)
    if (part === null) continue
    try {
      part.write(heading(facts))
      // The body of a run without any line was never created.
      if (body !== null && existsSync(body)) await copyBody(body, part)
      part.write(ending(facts))
      part.close()
      if (named(part.path, path, attempt)) return path
    } finally {
      part.discard()
    }
  }
}

/** Null: somebody else is writing a report of this name. */
function reserved(path: string, attempt: number): OutputFile | null {
  try {
    return createOutputFile(path)
  } catch (error) {
    if (!isTaken(error) || attempt === maximumAttempts) throw error
    return null
  }
}

/** Gives a whole file its name unless another has it: renaming would replace that one. */
function named(part: string, path: string, attempt: number): boolean {
  try {
    linkSync(part, path)
    return true
  } catch (error) {
    if (!isTaken(error)) return renamed(part, path, error)
    if (attempt === maximumAttempts) throw error
    return false
  }
}

/** Some file systems know no links: there the name was free a moment ago. */
function renamed(part: string, path: string, refusal: unknown): boolean {
  if (existsSync(path)) throw refusal
  renameSync(part, path)
  return true
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

async function copyBody(body: string, output: OutputFile): Promise<void> {
  const file = await open(body, 'r')
  try {
    const buffer = Buffer.allocUnsafe(copiedBytes)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return
      output.write(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

function heading(facts: ReportFacts): string {
  const { operation, file, encoding, timeZone, faults } = facts
  const moment = (at: Temporal.Instant) => `${sheetMoment(at.toString(), 'fr', timeZone)} (${timeZone})`
  const effective = encoding.effective ?? encoding.declared
  const lines = [
    `Rapport de traitement : ${operation.label.fr} (${operation.code})`,
    '',
    `Fichier : ${onOneLine(file.name)}`,
    `Taille : ${file.bytes} octets`,
    `SHA-256 : ${file.sha256}`,
    `Séparateur : ${shownSeparator(facts.separator).fr}`,
    `Encodage : ${effective.toUpperCase()}${effective === encoding.declared ? '' : ` (configuré : ${encoding.declared.toUpperCase()})`}`,
    `Demandé par : ${facts.person === null ? 'personne, traitement programmé' : onOneLine(facts.person)}`,
    `Mode : ${facts.mode.fr}${facts.simulation ? ` — ${simulationWord}, rien n’est modifié` : ''}`,
    `Début : ${moment(facts.startedAt)}`,
    `Fin : ${moment(facts.endedAt)}`,
    '',
  ]
  if (faults.length > 0) {
    lines.push('Fichier refusé, aucune ligne n’est traitée :')
    for (const { line, text } of faults)
      lines.push(`${line === null ? 'fichier' : `ligne ${line}`} : erreur — ${onOneLine(text.fr)}`)
    lines.push('')
  }
  if (facts.warnings.length > 0)
    lines.push(...facts.warnings.map((message) => `fichier : ${told(message)}`), '')
  return text(lines)
}

function ending(facts: ReportFacts): string {
  const { conclusion, tally, retryFile, archive, entityWords = {} } = facts
  const lines: string[] = []
  if (conclusion !== null && conclusion.messages.length + conclusion.changes.length > 0) {
    lines.push('', 'Après la dernière ligne')
    lines.push(...conclusion.messages.map((message) => `conclusion : ${told(message)}`))
    lines.push(...conclusion.changes.map((change) => `conclusion : ${changeText(change, entityWords)}`))
  }
  if (tally !== null) lines.push('', ...totals(facts, tally))
  lines.push('', `Fichier de reprise : ${retryFile ?? 'aucun'}`, `Archive : ${archive ?? 'aucune'}`)
  lines.push(...facts.notes.map((note) => onOneLine(note.fr)))
  lines.push('', 'Fin du rapport de traitement')
  return text(lines)
}

const totalWords: Readonly<Record<LineOutcome, string>> = {
  created: 'créées',
  updated: 'mises à jour',
  unchanged: 'inchangées',
  partial: 'appliquées en partie',
  deleted: 'supprimées',
  skipped: 'passées',
  rejected: 'rejetées',
}

function totals({ comments, oldComments }: ReportFacts, tally: Tally): string[] {
  return [
    'Totaux',
    ...lineOutcomes.map((outcome) => `lignes ${totalWords[outcome]} : ${tally[outcome]}`),
    `lignes traitées : ${tally.lines}`,
    `lignes vides : ${tally.blank}`,
    `commentaires : ${comments}`,
    `lignes ignorées, prises pour des commentaires : ${oldComments}`,
    `avertissements : ${tally.warnings}`,
  ]
}

function told({ severity, text }: LineMessage): string {
  return `${severityWords[severity]} — ${onOneLine(text.fr)}`
}

function changeText(
  { entity, key, field, before, after }: Change,
  words: Readonly<Record<string, string>>,
): string {
  const what = `${words[entity] ?? entity} ${onOneLine(key)}`
  return field === null ? what : `${what}, ${field} : ${shown(before)} → ${shown(after)}`
}

function shown(value: Change['before']): string {
  return value === null ? 'rien' : typeof value === 'string' ? `« ${onOneLine(value)} »` : String(value)
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}
