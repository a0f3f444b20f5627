import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'

export interface OpenedAreaFile {
  /** For whoever opened it to close. */
  readonly handle: FileHandle
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly modifiedMs: number
  readonly modifiedNs: bigint
}

/**
 * Opens the regular file at `path`, which lies in a folder known to be free of links. Null when there is none: a link is
 * not followed, a pipe does not block, and a folder that became a link meanwhile is noticed.
 */
export async function openAreaFile(path: string): Promise<OpenedAreaFile | null> {
  let handle: FileHandle
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (/^(ENOENT|ENOTDIR|ELOOP|ENXIO|EISDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return null
    throw error
  }
  const found = await handle.stat({ bigint: true })
  if (found.isFile() && (await isFreeOfLinks(path))) {
    const { size, mtimeNs } = found
    return { handle, bytes: Number(size), modifiedMs: Number(mtimeNs / 1_000_000n), modifiedNs: mtimeNs }
  }
  await handle.close()
  return null
}

/** Null: removed since, and what was opened is what was asked for. */
async function isFreeOfLinks(path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => null)
  return real === null || real === path
}
