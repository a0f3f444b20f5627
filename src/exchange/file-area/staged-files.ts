import { chmod, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { placeOf, syncFolderOf } from './area-folder.ts'
import { linkFile } from './settle-file.ts'
import type { Shelf } from './shelf.ts'

/**
 * Adding a file in steps that survive a crash between any two of them, for whoever keeps books elsewhere:
 *
 *     stage ──▶ (write down the mark) ──▶ publish ──▶ (write down that it is done) ──▶ forget
 *
 * A publication that is not known to have happened is simply asked for again: it knows by the mark whether the file has
 * had its name, even if somebody has processed and removed it since. `key` is the caller's own, unique for each file.
 */
export interface StagedFiles {
  /** Writes a file under a hidden name; returns its mark. A file of that key from before is written anew. */
  stage(shelf: Shelf, key: string, write: (path: string) => Promise<void>): Promise<string>
  /** Gives it its name, an older file of that name going to the archives. False: it had been given it before. */
  publish(shelf: Shelf, key: string, mark: string, name: string): Promise<boolean>
  /** Whether there is a staged file of that key. */
  has(shelf: Shelf, key: string): Promise<boolean>
  /** Removes the hidden name: of a published file, or of one that is given up. */
  forget(shelf: Shelf, key: string): Promise<void>
}

export function stagedFiles(root: string, archive: (path: string) => Promise<void>): StagedFiles {
  async function pathOf(shelf: Shelf, key: string): Promise<string> {
    if (!/^[\w-]{1,60}$/.test(key)) throw new Error('not a key of a staged file')
    // Any name will do to find, or make, the shelf's own folder.
    return join((await placeOf(root, shelf, 'x', true))!.folder, `.staged~${key}`)
  }
  return {
    async stage(shelf, key, write) {
      const path = await pathOf(shelf, key)
      await rm(path, { force: true })
      await write(path)
      await makeDurable(path)
      return (await stat(path, { bigint: true })).ctimeNs.toString()
    },
    async publish(shelf, key, mark, name) {
      const path = await pathOf(shelf, key)
      const found = await stat(path, { bigint: true })
      // A second link, or one that came and went: both leave their trace in the time of the last change of its links.
      if (found.nlink > 1n || found.ctimeNs.toString() !== mark) return false
      const place = (await placeOf(root, shelf, name, true))!
      await linkFile(path, place.path, 'archive', archive)
      await syncFolderOf(place.path)
      return true
    },
    async has(shelf, key) {
      return (await stat(await pathOf(shelf, key)).catch(() => null)) !== null
    },
    async forget(shelf, key) {
      await rm(await pathOf(shelf, key), { force: true })
    },
  }
}

/** The bytes are on disk, readable by the program's group, before anybody can see the name. */
export async function makeDurable(path: string): Promise<void> {
  await chmod(path, 0o640)
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
