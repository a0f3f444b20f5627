import type { FileHandle } from 'node:fs/promises'
import type { FilePlace } from '../read-lines.ts'
import type { FileScan } from '../scan-file.ts'
import type { CommandFormat } from './command-format.ts'
import type { CommandHeader } from './open-command-file.ts'
import type { Row } from './row.ts'
import type { LineMessage } from './verdict.ts'

/** Consecutive lines of a command file, in its order: about 256 KiB of them, however many that makes. */
export interface RowBatch {
  readonly entries: readonly RowEntry[]
  /** Where the next batch begins. */
  readonly end: FilePlace
}

/** One physical line. `end` is where the next one begins: processing can stop after any line and go on there. */
export interface RawLine {
  readonly line: number
  readonly offset: number
  readonly end: FilePlace
  /** Byte for byte, line end included; null: too long to be held, it stands in the file from `offset` to `end.offset`. */
  readonly raw: Uint8Array | null
}

export type RowEntry = RawLine &
  (
    | { readonly kind: 'row'; readonly row: Row; readonly warnings: readonly LineMessage[] }
    /** Cannot be split into cells, or not into the right number of them: rejected. */
    | { readonly kind: 'malformed'; readonly messages: readonly LineMessage[] }
    /** Begins with `#`. */
    | { readonly kind: 'comment' }
    /** Begins with a space, `(`, `[`, `-` or `/`: ignored as the reference does, but told (F11). */
    | { readonly kind: 'old-comment'; readonly message: LineMessage }
    | { readonly kind: 'blank' }
  )

/**
 * Reads the rows of a command file from `from` on (`header.rows` at first), in constant memory. Throws what reading throws;
 * what is wrong with a line is said by its entry.
 */
export async function* readRows(
  _file: FileHandle,
  _scan: FileScan,
  _header: CommandHeader,
  _format: CommandFormat,
  _from: FilePlace,
): AsyncGenerator<RowBatch> {
  yield* []
  throw new Error('not yet')
}
