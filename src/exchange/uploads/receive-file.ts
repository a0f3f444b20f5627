import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Why a file that somebody sends is given up. */
export type ReceiveFault = 'too-large' | 'too-slow' | 'cut-off' | 'no-room'

export class ReceiveError extends Error {
  readonly fault: ReceiveFault
  constructor(fault: ReceiveFault, cause?: unknown) {
    super(`the file was not received: ${fault}`, { cause })
    this.fault = fault
  }
}

export interface ReceivedFile {
  readonly bytes: number
  /** Hexadecimal SHA-256 of what was written. */
  readonly sha256: string
}

/**
 * Writes `source` to `path`, which must not exist, as it comes: memory does not grow with the file. Whatever goes
 * wrong, nothing is left on disk. Throws `ReceiveError`, or `signal.reason` when aborted.
 */
export async function receiveFile(
  source: Readable,
  path: string,
  limits: { readonly largestBytes: number; readonly signal: AbortSignal },
): Promise<ReceivedFile> {
  const { largestBytes, signal } = limits
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > largestBytes) return done(new ReceiveError('too-large'))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  let file: Awaited<ReturnType<typeof open>>
  try {
    file = await open(path, 'wx', 0o600)
  } catch (error) {
    source.destroy()
    throw noRoom(error) ? new ReceiveError('no-room', error) : error
  }
  try {
    // The stream closes the file, also when something before it breaks.
    await pipeline(source, meter, file.createWriteStream(), { signal })
    return { bytes, sha256: hash.digest('hex') }
  } catch (error) {
    await rm(path, { force: true })
    if (signal.aborted) throw signal.reason
    if (error instanceof ReceiveError) throw error
    throw new ReceiveError(noRoom(error) ? 'no-room' : 'cut-off', error)
  }
}

function noRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT|EFBIG)$/.test(String(error.code))
}
