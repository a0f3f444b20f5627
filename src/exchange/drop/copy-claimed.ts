import { createHash } from 'node:crypto'
import { constants, createWriteStream } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readSmallFile } from './read-small-file.ts'

/** Reading the source failed, which is its own fault: writing the copy may fail as well, which is not. */
export class UnreadableError extends Error {}

export interface Copied {
  readonly bytes: number
  /** Hexadecimal. */
  readonly sha256: string
}

/**
 * Copies the regular file `source`, below `directory`, to `target`, which does not exist. No link is followed, of a folder on
 * the way neither. Throws `UnreadableError`.
 */
export async function copyClaimed(
  directory: string,
  source: string | Buffer,
  target: string,
  signal: AbortSignal | undefined,
): Promise<Copied> {
  const file = await openSource(directory, source)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        hash.update(chunk)
        done(null, chunk)
      },
    })
    const reading = file.createReadStream({ start: 0, autoClose: false })
    let unreadable: unknown
    reading.once('error', (error) => {
      unreadable = error
    })
    try {
      await pipeline(reading, meter, createWriteStream(target, { flags: 'wx', mode: 0o640 }), {
        ...(signal === undefined ? {} : { signal }),
      })
    } catch (error) {
      throw unreadable !== undefined && unreadable === error
        ? new UnreadableError('the file cannot be read', { cause: error })
        : error
    }
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

async function openSource(directory: string, source: string | Buffer): Promise<FileHandle> {
  let file: FileHandle
  try {
    file = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (/^(EACCES|EPERM|ELOOP|ENXIO|EIO)$/.test(String((error as NodeJS.ErrnoException).code)))
      throw new UnreadableError('the file cannot be opened', { cause: error })
    throw error
  }
  if ((await file.stat()).isFile() && (await isBelow(directory, source))) return file
  await file.close()
  throw new UnreadableError('not an ordinary file')
}

/** Names that are no text lie in the directory itself: no folder is on the way. */
async function isBelow(directory: string, source: string | Buffer): Promise<boolean> {
  if (typeof source !== 'string') return true
  const real = await realpath(source).catch(() => null)
  return real !== null && real === join(await realpath(directory), relative(directory, source))
}

/**
 * The checksum that a `.sha256` file gives, in either form: the hash alone, or `hash  name` as sha256sum writes it. Null
 * when there is none in it, or only for other names.
 */
export async function readChecksum(path: string, name: string): Promise<string | null> {
  const text = await readSmallFile(path, 64 * 1024)
  return text === null ? null : checksumFor(text, name)
}

export function checksumFor(text: string, name: string): string | null {
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const [, hash, named] = /^\s*([0-9a-f]{64})(?:\s+\*?(.*?))?\s*$/i.exec(line) ?? []
    if (hash === undefined) continue
    // The sender may have written the path that the file had there.
    if (named === undefined || named === '' || named.split(/[/\\]/).at(-1) === name) return hash.toLowerCase()
  }
  return null
}
