import type { FileHandle } from 'node:fs/promises'
import type { FilePlace } from '../read-lines.ts'
import type { FileScan } from '../scan-file.ts'
import type { CommandFormat } from './command-format.ts'
import type { FileFault } from './file-fault.ts'
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
  /** Lines above the header that are none of it. `oldComments`: their numbers. */
  readonly before: {
    readonly blank: number
    readonly comments: number
    readonly oldComments: readonly number[]
  }
}

export type OpenedCommandFile =
  | { readonly ok: true; readonly header: CommandHeader }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

/**
 * Decides whether a command file can be read at all, and how: encoding, header, columns (learning.md 1.1, F01–F24). All
 * faults of a header at once, except those that another one hides. Throws what reading throws.
 */
export async function openCommandFile(
  _file: FileHandle,
  _scan: FileScan,
  _format: CommandFormat,
): Promise<OpenedCommandFile> {
  throw new Error('not yet')
}
