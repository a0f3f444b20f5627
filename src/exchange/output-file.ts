import {
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  ftruncateSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

/**
 * A file being written: a few large writes however many small ones are asked for. Files of an import hold
 * personal data, hence mode 0640. Writing is synchronous: the lines come from a loop that must not go on when
 * the disk is full.
 */
export interface OutputFile {
  readonly path: string
  /** Bytes accepted so far. */
  readonly bytes: number
  write(data: string | Uint8Array): void
  /** Writes what is held back and makes it durable, the file's name too: `bytes` is a length to go on from. */
  sync(): void
  /** The same while other work goes on; nothing may be written meanwhile. */
  syncAside(): Promise<void>
  /** Writes what is held back and makes it durable. May be called twice. */
  close(): void
  /** Closes and removes the file. */
  discard(): void
  /** Closes, then gives the file its final name. */
  rename(path: string): void
}

const bufferBytes = 1 << 16
const fsyncAside = promisify(fsync)

/** Creates `path`; throws `EEXIST` when it is there already. */
export function createOutputFile(path: string): OutputFile {
  return outputFile(path, openSync(path, 'wx', 0o640), 0)
}

/**
 * Goes on with a file at a length that was durable once; what was written beyond it is cut off. Throws when the file is not
 * there, or is shorter: what was promised to be in it is lost.
 */
export function continueOutputFile(path: string, bytes: number): OutputFile {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_APPEND)
  try {
    const { size } = fstatSync(descriptor)
    if (size < bytes) throw new Error(`${path} has ${size} bytes, ${bytes} had been written`)
    ftruncateSync(descriptor, bytes)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  return outputFile(path, descriptor, bytes)
}

function outputFile(path: string, descriptor: number, begunAt: number): OutputFile {
  const buffer = Buffer.allocUnsafe(bufferBytes)
  let held = 0
  let bytes = begunAt
  let open = true
  let named = begunAt > 0
  let durable = begunAt
  let current = path

  function flush(): void {
    let written = 0
    try {
      while (written < held) written += writeSync(descriptor, buffer, written, held - written)
    } finally {
      // What a full disk refused is written by the next attempt, and nothing twice.
      buffer.copyWithin(0, written, held)
      held -= written
    }
  }
  function sync(): void {
    flush()
    fsyncSync(descriptor)
    if (!named) syncDirectory(dirname(current))
    named = true
  }
  function close(): void {
    if (!open) return
    open = false
    try {
      flush()
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  }
  return {
    get path() {
      return current
    },
    get bytes() {
      return bytes
    },
    write(data) {
      const length = typeof data === 'string' ? Buffer.byteLength(data) : data.length
      bytes += length
      if (held + length > bufferBytes) flush()
      if (length > bufferBytes) {
        const whole = typeof data === 'string' ? Buffer.from(data) : data
        writeAll(descriptor, whole, length)
        return
      }
      if (typeof data === 'string') buffer.write(data, held)
      else buffer.set(data, held)
      held += length
    },
    sync,
    async syncAside() {
      if (bytes === durable) return
      flush()
      await fsyncAside(descriptor)
      durable = bytes
      if (!named) syncDirectory(dirname(current))
      named = true
    },
    close,
    discard() {
      if (open) closeSync(descriptor)
      open = false
      rmSync(current, { force: true })
    },
    rename(final) {
      close()
      renameSync(current, final)
      current = final
    },
  }
}

function writeAll(descriptor: number, bytes: Uint8Array, length: number): void {
  for (let written = 0; written < length; ) written += writeSync(descriptor, bytes, written, length - written)
}

/** A file's name is durable when its directory is. */
function syncDirectory(path: string): void {
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}
