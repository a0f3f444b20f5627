import type { FileScan } from '../../exchange/scan-file.ts'
import { checkHeader, headerFields } from './header-check.ts'
import type { FormatVersion } from './import-model.ts'
import type { Issue } from './issue.ts'
import { latin1Text } from './latin1.ts'
import { encodedInUtf8, notCsv } from './messages.ts'

/** A longer line is no line of a student file (health.md 3.5-2), in bytes. */
export const longestLineBytes = 16 * 1024

/** Why the bytes of a file are not those of a student file, or null: health.md 3.5, checks 2 to 4, in that order. */
export function encodingFault(scan: FileScan): Issue | null {
  if (scan.mark === 'utf-16' || scan.hasNul || scan.longestLine > longestLineBytes) return notCsv()
  if (scan.mark === 'utf-8') return encodedInUtf8()
  // Real ISO-8859-1 French is never valid UTF-8 by chance: it would need texts such as « Ã© ».
  if (scan.hasHighBytes && scan.validUtf8) return encodedInUtf8()
  return null
}

/** Checks 5 and 6, on the first line of the file without its line end. */
export function headerFaults(header: Uint8Array, version: FormatVersion): Issue[] {
  return checkHeader(headerFields(latin1Text(header, 0, header.length)), version)
}
