import type { BigIntStats } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Something in the drop directory, as one look found it. */
export interface DropEntry {
  readonly name: string
  /** How to reach it: bytes where the name is no text in UTF-8. */
  readonly path: string | Buffer
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  readonly bytes: number
  readonly modifiedNs: bigint
  readonly inode: bigint
  /** False: the name was written in another encoding. */
  readonly readableName: boolean
}

/** All that lies in `directory` (not below it), by name. Throws when it cannot be read. */
export async function scanDrop(directory: string): Promise<DropEntry[]> {
  const found: DropEntry[] = []
  for (const raw of await readdir(directory, { encoding: 'buffer' })) {
    const name = raw.toString('utf8')
    const readableName = Buffer.from(name).equals(raw)
    const path = readableName ? join(directory, name) : Buffer.concat([Buffer.from(`${directory}/`), raw])
    const stats = await lstat(path, { bigint: true }).catch(() => null)
    if (stats === null) continue
    const { size, mtimeNs: modifiedNs, ino: inode } = stats
    found.push({ name, path, kind: kindOf(stats), bytes: Number(size), modifiedNs, inode, readableName })
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function kindOf(stats: BigIntStats): DropEntry['kind'] {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  return stats.isSymbolicLink() ? 'link' : 'other'
}
