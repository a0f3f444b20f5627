import type { Temporal } from 'temporal-polyfill'

/*
 * What the files that a command file leaves are called (learning.md 5.2, 5.3, 5.5). Directories take names of at most 255
 * bytes; a base that is too long for that is cut, never the stamps.
 */

const nameBytes = 255
/** Kept for `-2`, `-3`… where a name is taken, and for `.part` while a file is written. */
const spareBytes = 12

/** `20261122-012400`, the establishment's time in `timeZone`. */
export function outputStamp(at: Temporal.Instant, timeZone: string): string {
  const local = at.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' })
  return local.replaceAll(/[-:]/g, '').replace('T', '-')
}

/** `20261122-012400_report_users.sync_userimport.txt`. */
export function reportName(stamp: string, operation: string, fileName: string, simulation: boolean): string {
  const { base } = parts(fileName)
  return fitted(`${stamp}_report_${operation}_`, base, `${simulation ? '_simulation' : ''}.txt`)
}

/** `20261122-012400_journal_users.sync_userimport.jsonl`. */
export function journalName(stamp: string, operation: string, fileName: string, simulation: boolean): string {
  const { base } = parts(fileName)
  return fitted(`${stamp}_journal_${operation}_`, base, `${simulation ? '_simulation' : ''}.jsonl`)
}

/** `userimport_tryback_20261122-012400.csv`; the retry file of a retry file has a second stamp (D17). */
export function retryName(stamp: string, fileName: string): string {
  const { base, extension } = parts(fileName)
  const again = /^(.*?)_tryback_(.*)$/s.exec(base)
  return again === null
    ? fitted('', base, `_tryback_${stamp}${extension}`)
    : fitted('', again[1]!, `_tryback_${lastStamps(again[2]!)}_${stamp}${extension}`)
}

/** `20261122-012400_userimport.csv`. */
export function archiveName(stamp: string, fileName: string): string {
  const { base, extension } = parts(fileName)
  return fitted(`${stamp}_`, base, extension)
}

/** The `attempt`th name to try where names are taken: `report.txt`, `report-2.txt`, `report-3.txt`… */
export function nameOfAttempt(name: string, attempt: number): string {
  if (attempt === 1) return name
  const { base, extension } = parts(name)
  return `${base}-${attempt}${extension}`
}

/** Files that come of failures are not command files that wait: no wildcard takes them (learning.md 4.1). */
export function isRetryName(name: string): boolean {
  return name.includes('_tryback_') || name.includes('-tryback-failed')
}

/** A file that has been retried a dozen times is not told apart by its first stamps. */
function lastStamps(stamps: string): string {
  return stamps.length <= 100 ? stamps : stamps.slice(stamps.indexOf('_', stamps.length - 100) + 1)
}

/** `.htaccess` is a base without extension. */
function parts(fileName: string): { base: string; extension: string } {
  const dot = fileName.lastIndexOf('.')
  return dot > 0
    ? { base: fileName.slice(0, dot), extension: fileName.slice(dot) }
    : { base: fileName, extension: '' }
}

function fitted(before: string, base: string, after: string): string {
  let room = nameBytes - spareBytes - Buffer.byteLength(before) - Buffer.byteLength(after)
  let kept = ''
  for (const character of base) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    kept += character
  }
  return before + kept + after
}
