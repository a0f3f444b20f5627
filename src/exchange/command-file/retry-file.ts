import { readSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { CommandHeader } from './open-command-file.ts'
import type { RawLine } from './read-rows.ts'
import { openResumableFile, type ResumableFile } from './resumable-file.ts'

/** The lines that failed, under the original header, ready to be corrected and dropped again (learning.md 5.3). */
export interface RetryFile extends Pick<ResumableFile, 'path' | 'bytes' | 'sync' | 'syncAside' | 'close'> {
  /** Adds a line byte for byte; `file` is the command file, which the line is copied from when it is too long to be held. */
  add(line: RawLine, file: FileHandle): void
}

const copiedBytes = 1 << 18

/**
 * Opens the retry file of `path`: it comes into being with its first line, and every line of it ends. `resumeAt`: the length
 * to go on from after a crash; what was written beyond it is cut off. Without it `path` must be free (`EEXIST`).
 */
export function openRetryFile(path: string, header: CommandHeader, resumeAt?: number): RetryFile {
  const output = openResumableFile(path, resumeAt)

  /** Gives the file's last byte of the line. */
  function copy(file: FileHandle, from: number, to: number): number {
    const buffer = Buffer.allocUnsafe(Math.min(copiedBytes, to - from))
    let last = 0
    for (let at = from; at < to; ) {
      const read = readSync(file.fd, buffer, 0, Math.min(buffer.length, to - at), at)
      if (read === 0) throw new Error('the command file has become shorter')
      output.write(buffer.subarray(0, read))
      last = buffer[read - 1]!
      at += read
    }
    return last
  }

  return {
    path,
    get bytes() {
      return output.bytes
    },
    add({ raw, offset, end }, file) {
      if (output.bytes === 0 && header.raw.length > 0) output.write(header.raw)
      if (raw !== null) output.write(raw)
      const last = raw === null ? copy(file, offset, end.offset) : raw.at(-1)
      output.write(lackingLineEnd(last, header.lineEnd))
    },
    sync: output.sync,
    syncAside: output.syncAside,
    close: output.close,
  }
}

/** Only a file's last line may lack its end, or the second half of it. */
function lackingLineEnd(last: number | undefined, lineEnd: CommandHeader['lineEnd']): string {
  if (last === lineEnd.charCodeAt(lineEnd.length - 1)) return ''
  return lineEnd === '\r\n' && last === 0x0d ? '\n' : lineEnd
}
