import { randomBytes } from 'node:crypto'
import { link, lstat, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lockName } from './drop-names.ts'
import { readSmallFile } from './read-small-file.ts'

/** Whom a `lock.txt` says that it belongs to. */
export interface LockOwner {
  readonly host: string
  readonly pid: number
  /** ISO 8601. */
  readonly at: string
}

export interface FoundLock {
  /** Milliseconds since 1970 of its last change. */
  readonly modifiedMs: number
  /** What is written in it, at most a line; null when it cannot be read. */
  readonly text: string | null
  /** Null for a lock that is not of our making. */
  readonly owner: LockOwner | null
  readonly inode: bigint
}

/** A lock in the drop directory, or null. Whatever has its name is one, a folder too. */
export async function findLock(directory: string, name: string): Promise<FoundLock | null> {
  const path = join(directory, name)
  const found = await lstat(path, { bigint: true }).catch(() => null)
  if (found === null) return null
  const text = await readSmallFile(path, 1000)
  const line = text === null ? null : text.split('\n', 1)[0]!.trim().slice(0, 300)
  return {
    modifiedMs: Number(found.mtimeNs / 1_000_000n),
    text: line,
    owner: ownerOf(line ?? ''),
    inode: found.ino,
  }
}

function ownerOf(line: string): LockOwner | null {
  const [, host, pid, at] = /^(\S+) (\d{1,10}) (\d{4}-\d\d-\d\dT\S+)$/.exec(line) ?? []
  return host === undefined ? null : { host, pid: Number(pid), at: at! }
}

/**
 * Creates `lock.txt`, with its content from the first moment on. Returns what it is recognised by; null when there is
 * one already. Throws when it cannot be written.
 */
export async function createLock(directory: string, owner: LockOwner): Promise<bigint | null> {
  const hidden = join(directory, `.lock-${randomBytes(6).toString('hex')}`)
  try {
    const file = await open(hidden, 'wx', 0o644)
    try {
      await file.writeFile(`${owner.host} ${owner.pid} ${owner.at}\n`)
      // By our clock, like its age later on: the file server's may disagree.
      const at = new Date(owner.at)
      await file.utimes(at, at)
      await link(hidden, join(directory, lockName))
      return (await file.stat({ bigint: true })).ino
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null
    throw error
  } finally {
    await rm(hidden, { force: true }).catch(() => {})
  }
}

/** Removes `lock.txt` if it is still the one recognised by `inode`. */
export async function removeLock(directory: string, inode: bigint): Promise<void> {
  const found = await findLock(directory, lockName)
  if (found?.inode === inode) await rm(join(directory, lockName), { force: true })
}

/** Whether the process that wrote the lock is known to be gone; only its own machine can tell. */
export function isOwnerDead(owner: LockOwner | null, self: { host: string; pid: number }): boolean {
  if (owner === null || owner.host !== self.host) return false
  // Nobody else on this machine has our number, and we hold no lock now: it is that of an earlier life.
  if (owner.pid === self.pid) return true
  try {
    process.kill(owner.pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
