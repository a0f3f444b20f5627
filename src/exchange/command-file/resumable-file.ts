import { rmSync } from 'node:fs'
import { continueOutputFile, createOutputFile, type OutputFile } from '../output-file.ts'

/**
 * A file that comes into being with its first line, and can be gone on with after a crash at the length that was remembered
 * last: the lines after it are processed again, and written again.
 */
export interface ResumableFile {
  readonly path: string
  /** Length so far; 0: the file does not exist. */
  readonly bytes: number
  write(data: string | Uint8Array): void
  /** Makes durable what was added: `bytes` may be remembered as the place to go on from. */
  sync(): void
  /** The same while other work goes on; nothing may be written meanwhile. */
  syncAside(): Promise<void>
  /** Does the same and closes. May be called twice. */
  close(): void
}

/** `resumeAt`: the length to go on from. Without it `path` must be free when the first line comes (`EEXIST`). */
export function openResumableFile(path: string, resumeAt?: number): ResumableFile {
  // A length of 0 was remembered before there was anything: what lies there was written after that.
  if (resumeAt === 0) rmSync(path, { force: true })
  let file: OutputFile | null = resumeAt ? continueOutputFile(path, resumeAt) : null
  return {
    path,
    get bytes() {
      return file?.bytes ?? 0
    },
    write(data) {
      file ??= createOutputFile(path)
      file.write(data)
    },
    sync: () => file?.sync(),
    syncAside: async () => file?.syncAside(),
    close: () => file?.close(),
  }
}
