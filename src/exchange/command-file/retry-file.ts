import type { FileHandle } from 'node:fs/promises'
import type { CommandHeader } from './open-command-file.ts'
import type { RawLine } from './read-rows.ts'

/** The lines that failed, under the original header, ready to be corrected and dropped again (learning.md 5.3). */
export interface RetryFile {
  readonly path: string
  /** Length so far; 0: no line has failed, the file does not exist. */
  readonly bytes: number
  /** Adds a line byte for byte; `file` is the command file, which the line is copied from when it is too long to be held. */
  add(line: RawLine, file: FileHandle): void
  /** Makes durable what was added: `bytes` may be remembered as the place to go on from. */
  sync(): void
  /** Does the same and closes. May be called twice. */
  close(): void
}

/**
 * Opens the retry file of `path`: it comes into being with its first line. `resumeAt`: the length to go on from after a
 * crash; what was written beyond it is cut off. Without it `path` must be free (`EEXIST`).
 */
export function openRetryFile(_path: string, _header: CommandHeader, _resumeAt?: number): RetryFile {
  throw new Error('not yet')
}
