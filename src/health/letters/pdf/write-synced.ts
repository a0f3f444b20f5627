import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Written {
  readonly bytes: number
  readonly sha256: string
}

/** How much goes to the disk at once. */
const blockBytes = 256 * 1024

/**
 * Writes a stream to a new file of mode 0640 and syncs it. What was begun is removed when anything fails, a full
 * disk included; the fault goes on to the caller.
 */
export async function writeSynced(path: string, source: NodeJS.ReadableStream): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  let waiting: Buffer[] = []
  let waitingBytes = 0
  const file = await open(path, 'wx', 0o640)
  const writeWaiting = async () => {
    const block = Buffer.concat(waiting)
    waiting = []
    waitingBytes = 0
    hash.update(block)
    await file.writeFile(block)
  }
  // One block at a time: while it is written, the stream holds back its source.
  const disk = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      waiting.push(chunk)
      waitingBytes += chunk.length
      if (waitingBytes < blockBytes) done()
      else writeWaiting().then(() => done(), done)
    },
    final(done) {
      writeWaiting().then(() => done(), done)
    },
  })
  try {
    await file.chmod(0o640)
    await pipeline(source, disk)
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Makes the names of a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
