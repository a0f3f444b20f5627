import type { FileHandle } from 'node:fs/promises'
import type { FilePlace } from '../read-lines.ts'
import type { FileScan } from '../scan-file.ts'
import type { CommandFormat } from './command-format.ts'
import type { FileFault } from './file-fault.ts'
import { openCommandFile } from './open-command-file.ts'
import { type RowBatch, readRows } from './read-rows.ts'
import { openRetryFile, type RetryFile } from './retry-file.ts'
import type { LineMessage } from './verdict.ts'

/** A command file that can be read: its rows from any place on, and what its failed rows are gathered in. */
export interface CommandRows {
  /** Where the rows begin. */
  readonly begin: FilePlace
  readonly encoding: 'utf-8' | 'iso-8859-1'
  /** About the whole file. */
  readonly warnings: readonly LineMessage[]
  /** Lines above the header that are none of it. */
  readonly before: {
    readonly blank: number
    readonly comments: number
    readonly oldComments: readonly number[]
  }
  read(from: FilePlace): AsyncIterable<RowBatch>
  openRetry(path: string, resumeAt?: number): RetryFile
}

export type OpenedRows =
  | { readonly ok: true; readonly rows: CommandRows }
  | { readonly ok: false; readonly faults: readonly FileFault[] }

/** The rows of a CSV. Another kind of command file, such as an archive of pictures, has an opener of its own. */
export async function openCsvRows(
  file: FileHandle,
  scan: FileScan,
  format: CommandFormat,
): Promise<OpenedRows> {
  const opened = await openCommandFile(file, scan, format)
  if (!opened.ok) return opened
  const { header } = opened
  const rows: CommandRows = {
    begin: header.rows,
    encoding: header.encoding,
    warnings: header.warnings,
    before: header.before,
    read: (from) => readRows(file, scan, header, format, from),
    openRetry: (path, resumeAt) => openRetryFile(path, header, resumeAt),
  }
  return { ok: true, rows }
}
