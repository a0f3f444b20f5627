import { encodingRefusal } from '../../exchange/encoding-refusal.ts'
import type { FileFormat } from '../../exchange/file-format.ts'
import type { FileScan } from '../../exchange/scan-file.ts'
import { expectedHeader } from './line/columns.ts'
import { checkHeader, headerFields } from './line/header-check.ts'
import type { FormatVersion } from './line/import-model.ts'
import { latin1Text } from './line/latin1.ts'
import type { Issue } from './messages/issue.ts'
import { encodedInUtf8, notCsv } from './messages/messages.ts'

/** What the registry sends: health.md 3.1 and 3.2. */
export function studentFileFormat(version: FormatVersion): FileFormat {
  return {
    encoding: 'iso-8859-1',
    separator: ';',
    quoting: 'none',
    columns: expectedHeader(version),
    order: 'exact',
    longestLineBytes: 16 * 1024,
  }
}

/** Why the bytes of a file are not those of a student file, or null: health.md 3.5, checks 2 to 4. */
export function encodingFault(scan: FileScan, version: FormatVersion): Issue | null {
  const refusal = encodingRefusal(scan, studentFileFormat(version))
  if (refusal === null) return null
  return refusal === 'not-text' ? notCsv() : encodedInUtf8()
}

/** Checks 5 and 6, on the first line of the file without its line end. */
export function headerFaults(header: Uint8Array, version: FormatVersion): Issue[] {
  return checkHeader(headerFields(latin1Text(header, 0, header.length)), version)
}
