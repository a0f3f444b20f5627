import type { ColumnRules, CommandFormat } from './command-format.ts'
import type { FileFault } from './file-fault.ts'
import * as faults from './header-faults.ts'
import { nearestName } from './nearest-name.ts'
import { splitCells } from './split-cells.ts'
import type { LineMessage } from './verdict.ts'

/** What the header's names come to: see CommandHeader for the first three. */
export interface HeaderNames {
  readonly cells: readonly (string | null)[]
  readonly columns: readonly string[]
  /** To be proven by the rows. */
  readonly emptyLastCell: boolean
  readonly warnings: readonly LineMessage[]
}

export type CheckedHeader =
  | { readonly ok: true; readonly names: HeaderNames }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

/** A header of a million empty cells gives no million messages. */
const mostFaults = 30
const mostColumns = 5000
/** Faults whose message ends with the names that are accepted. */
const namesColumns = new Set(['UNKNOWN_COLUMN', 'MISSING_COLUMN', 'NO_HEADER'])

/**
 * Which column each name of a header is, or all that is wrong with the header (learning.md 1.1; F13, F14, F17–F23). A fault
 * that another one explains is not told: a missing column of a file with the wrong separator, say.
 */
export function checkHeader(
  text: string,
  line: number,
  rules: ColumnRules,
  format: Pick<CommandFormat, 'separator' | 'unknownColumns'>,
): CheckedHeader {
  const split = splitCells(text, format.separator)
  if (!split.ok) return refused([faults.unreadableHeader(line)])
  const names = split.cells
  if (names.length > mostColumns) return refused([faults.headerTooLong(line)])
  if (names.length === 1 && canonicalName(names[0]!, rules) === null) {
    const found = otherSeparator(names[0]!, format.separator)
    if (found !== null) return refused([faults.wrongSeparator(line, found, format.separator, null)])
  }
  // A line of data where the header should be: what it says of somebody is quoted nowhere.
  if (!looksLikeHeader(names, rules, format.separator))
    return refused(told([faults.noColumnName(line)], line, rules))
  const emptyLastCell = names.length > 1 && names.at(-1) === ''
  return judge(emptyLastCell ? names.slice(0, -1) : names, emptyLastCell, line, rules, format)
}

function judge(
  names: readonly string[],
  emptyLastCell: boolean,
  line: number,
  rules: ColumnRules,
  format: Pick<CommandFormat, 'separator' | 'unknownColumns'>,
): CheckedHeader {
  const cells: (string | null)[] = []
  const seen = new Set<string>()
  const unknown: string[] = []
  const ignored: string[] = []
  const found: FileFault[] = []
  /** Mandatory columns that are there in a way, which another fault tells. */
  const explained = new Set<string>()
  const empty = names.flatMap((name, index) => (name === '' ? [index + 1] : []))
  if (empty.length > 0) found.push(faults.emptyNames(line, empty))
  for (const name of names) {
    const canonical = canonicalName(name, rules)
    const takenAs = canonical ?? name
    const known = canonical !== null && !(rules.ignored ?? []).includes(canonical)
    cells.push(known ? canonical : null)
    if (name === '') continue
    if (seen.has(takenAs)) {
      found.push(faults.duplicateColumn(line, name, takenAs))
      continue
    }
    seen.add(takenAs)
    if (known) continue
    if (canonical !== null) ignored.push(name)
    else {
      const glued = gluedColumns(name, rules, format.separator)
      if (glued !== null) {
        found.push(faults.wrongSeparator(line, glued.separator, format.separator, name))
        for (const column of glued.columns) explained.add(column)
      } else unknown.push(name)
    }
  }
  const refusing = format.unknownColumns === 'refuse'
  if (refusing) found.push(...unknownColumns(unknown, line, rules, seen, explained))
  const there = (name: string) => seen.has(name) || explained.has(name)
  const alternatives = (rules.oneOf ?? []).filter((names) => !names.some(there)).map((names) => names[0]!)
  for (const name of [...rules.mandatory, ...alternatives]) {
    if (there(name)) continue
    const lookalike = unknown.find((one) => one.toLowerCase() === name) ?? null
    found.push(faults.missingColumn(line, name, lookalike))
  }
  if (found.length > 0) return refused(told(found, line, rules))
  const warnings = ignored.map(faults.ignoredColumn)
  if (unknown.length > 0) warnings.push(faults.unknownColumnsIgnored(unknown))
  if (emptyLastCell) warnings.push(faults.emptyLastColumn(names.length + 1))
  const columns = cells.filter((name) => name !== null)
  return { ok: true, names: { cells, columns, emptyLastCell, warnings } }
}

function unknownColumns(
  names: readonly string[],
  line: number,
  rules: ColumnRules,
  seen: ReadonlySet<string>,
  explained: Set<string>,
): FileFault[] {
  const absent = acceptedNames(rules).filter((name) => !seen.has(name))
  return names.map((name, index) => {
    const lower = canonicalName(name.toLowerCase(), rules)
    if (lower !== null) {
      explained.add(lower)
      return faults.unknownColumn(line, name, { why: 'case', name: name.toLowerCase() })
    }
    // Comparing thousands of names would take its time, and only the first faults are told.
    const near = index < mostFaults && !/[,;:\t]/.test(name) ? nearestName(name, absent) : null
    return faults.unknownColumn(line, name, near === null ? null : { why: 'spelling', name: near })
  })
}

/** Whether one name is that of a column, or half of them are nearly. */
function looksLikeHeader(names: readonly string[], rules: ColumnRules, separator: string): boolean {
  const isKnown = (name: string) =>
    canonicalName(name, rules) !== null ||
    canonicalName(name.toLowerCase(), rules) !== null ||
    gluedColumns(name, rules, separator) !== null
  if (names.every((name) => name === '') || names.some(isKnown)) return true
  const accepted = acceptedNames(rules)
  const first = names.slice(0, mostFaults)
  return first.filter((name) => nearestName(name, accepted) !== null).length * 2 >= first.length
}

/** The canonical name of a column that the tool knows, ignored ones included; null: it does not know it. */
function canonicalName(name: string, rules: ColumnRules): string | null {
  const { aliases = {}, mandatory, optional, ignored = [] } = rules
  const canonical = Object.hasOwn(aliases, name) ? aliases[name]! : name
  if ([mandatory, optional, ignored].some((names) => names.includes(canonical))) return canonical
  return canonical === '' ? null : (rules.recognise?.(canonical) ?? null)
}

/** Columns that stand in one name because another separator is between them. */
function gluedColumns(
  name: string,
  rules: ColumnRules,
  separator: string,
): { separator: string; columns: readonly string[] } | null {
  for (const other of [',', ';', '\t', ':', '|']) {
    if (other === separator || !name.includes(other)) continue
    const columns = name.split(other).flatMap((piece) => canonicalName(piece.trim(), rules) ?? [])
    if (columns.length > 0) return { separator: other, columns }
  }
  return null
}

/** The one that cuts a header without any separator into the most pieces. */
function otherSeparator(header: string, separator: string): string | null {
  const pieces = (other: string) => header.split(other).length
  const best = [',', ';', '\t', ':']
    .filter((other) => other !== separator)
    .reduce((a, b) => (pieces(b) > pieces(a) ? b : a))
  return pieces(best) > 1 ? best : null
}

function acceptedNames({ mandatory, optional, aliases = {} }: ColumnRules): string[] {
  return [...new Set([...mandatory, ...optional, ...Object.keys(aliases)])]
}

/** What can be shown of the faults; the last about names is followed by the names that are accepted. */
function told(found: readonly FileFault[], line: number, rules: ColumnRules): FileFault[] {
  const shown = found.slice(0, mostFaults)
  const last = shown.findLastIndex(({ code }) => namesColumns.has(code))
  if (last !== -1)
    shown[last] = faults.withAcceptedNames(shown[last]!, acceptedNames(rules), rules.recognise !== undefined)
  if (found.length > shown.length) shown.push(faults.otherFaults(line, found.length - shown.length))
  return shown
}

function refused(found: readonly FileFault[]): CheckedHeader {
  return { ok: false, faults: found }
}
