import type { FileHandle } from 'node:fs/promises'
import type { FilePlace } from '../read-lines.ts'
import type { FileScan } from '../scan-file.ts'
import type { CommandFormat } from './command-format.ts'
import type { FileFault } from './file-fault.ts'
import * as faults from './file-faults.ts'
import { findHeader, type LinesBefore } from './find-header.ts'
import { firstBadLine } from './first-bad-byte.ts'
import { valueWithoutName } from './header-faults.ts'
import { readRows } from './read-rows.ts'
import type { LineMessage } from './verdict.ts'

/** What stands before the rows of a command file that can be read, and how to read them. */
export interface CommandHeader {
  /**
   * What a retry file begins with: the header byte for byte, its line end included and never lacking. The mark of UTF-8 is
   * left off, except where the file is told from one of the declared set by it alone (F02): it must be readable again.
   * Empty: the file has no header.
   */
  readonly raw: Uint8Array
  /** What ends a line of this file. */
  readonly lineEnd: '\n' | '\r\n' | '\r'
  /** Number of the header's line; null: the file has no header. */
  readonly line: number | null
  /** Where the rows begin. */
  readonly rows: FilePlace
  /** Canonical name of each cell of a row; null: the column is ignored. */
  readonly cells: readonly (string | null)[]
  /** The names without the ignored ones. */
  readonly columns: readonly string[]
  /** One more cell, empty, ends the rows: the header ends with a separator (F21). */
  readonly emptyLastCell: boolean
  /** As the header or its bytes prove it, which may not be what is declared (F02). */
  readonly encoding: 'utf-8' | 'iso-8859-1'
  /** About the whole file. */
  readonly warnings: readonly LineMessage[]
  /** Of a file without header: nothing, its comments are met among the rows. */
  readonly before: LinesBefore
}

export type OpenedCommandFile =
  | { readonly ok: true; readonly header: CommandHeader }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

const utf8Mark = Uint8Array.of(0xef, 0xbb, 0xbf)

/**
 * Decides whether a command file can be read at all, and how: encoding, header, columns (learning.md 1.1, F01–F24). All
 * faults of a header at once, except those that another one hides. Throws what reading throws.
 */
export async function openCommandFile(
  file: FileHandle,
  scan: FileScan,
  format: CommandFormat,
): Promise<OpenedCommandFile> {
  const start = { offset: scan.mark === 'utf-8' ? utf8Mark.length : 0, line: 1 }
  if (scan.bytes === start.offset) return refused(faults.emptyFile())
  const wrong = await encodingFault(file, scan, format.encoding)
  if (wrong !== null) return refused(wrong)

  // ISO-8859-1 is what is declared, the mark says better (F02).
  const marked = scan.mark === 'utf-8' && format.encoding !== 'utf-8'
  const text = {
    encoding: marked ? ('utf-8' as const) : format.encoding,
    lineEnd: lineEndOf(scan),
    warnings: marked ? [faults.utf8Mark()] : [],
  }
  // Without its mark a file that is not of the declared encoding would be refused when it comes again.
  const mark = marked ? utf8Mark : new Uint8Array(0)
  const { columns: rules, positions } = format
  if (rules === null) {
    const before = { blank: 0, comments: 0, oldComments: [] }
    const names = { cells: positions, columns: positions, emptyLastCell: false }
    return { ok: true, header: { ...text, ...names, raw: mark, line: null, rows: start, before } }
  }

  const { encoding, lineEnd } = text
  const found = await findHeader(file, scan, { encoding, format, rules, from: start })
  if (!found.ok) return found
  const { line, raw, end, names, before } = found.header
  const header: CommandHeader = {
    ...{ ...text, ...names, line, rows: end, before },
    warnings: [...text.warnings, ...names.warnings],
    raw: Buffer.concat([mark, raw, Buffer.from(hasLineEnd(raw) ? '' : lineEnd)]),
  }
  const fault = header.emptyLastCell ? await valueInLastCell(file, scan, header, format) : null
  return fault === null ? { ok: true, header } : refused(fault)
}

/** A wrong encoding is refused on evidence, never guessed (design, « How a file travels »; F02, F03, F15). */
async function encodingFault(
  file: FileHandle,
  scan: FileScan,
  encoding: 'utf-8' | 'iso-8859-1',
): Promise<FileFault | null> {
  if (scan.mark === 'utf-16') return faults.utf16()
  if (scan.hasNul) return faults.notText(await beginning(file))
  if (encoding === 'utf-8' || scan.mark === 'utf-8')
    return scan.validUtf8 ? null : faults.notUtf8(await firstBadLine(file, scan.lineEnd, 'not-utf-8'))
  // French text in ISO-8859-1 is never valid UTF-8 by chance: it would need words such as « Ã© ».
  return scan.hasHighBytes && scan.validUtf8
    ? faults.utf8InsteadOfIso(await firstBadLine(file, scan.lineEnd, 'not-ascii'))
    : null
}

async function beginning(file: FileHandle): Promise<Uint8Array> {
  const buffer = Buffer.alloc(4)
  const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
  return buffer.subarray(0, bytesRead)
}

/** Reads the whole file, which is the price of a header that ends with a separator (F21). */
async function valueInLastCell(
  file: FileHandle,
  scan: FileScan,
  header: CommandHeader,
  format: CommandFormat,
): Promise<FileFault | null> {
  const nameless = { ...header, cells: [...header.cells, ''], emptyLastCell: false }
  for await (const { entries } of readRows(file, scan, nameless, format, header.rows))
    for (const entry of entries)
      if (entry.kind === 'row' && entry.row.text('') !== '')
        return valueWithoutName(entry.line, nameless.cells.length)
  return null
}

function hasLineEnd(raw: Uint8Array): boolean {
  const last = raw.at(-1)
  return last === 0x0a || last === 0x0d
}

/** What the lines of a file end with; those of a mixed one, with LF at least. */
function lineEndOf({ lineEnding }: FileScan): '\n' | '\r\n' | '\r' {
  return lineEnding === 'CRLF' ? '\r\n' : lineEnding === 'CR' ? '\r' : '\n'
}

function refused(fault: FileFault): OpenedCommandFile {
  return { ok: false, faults: [fault] }
}
