import type { Dirent } from 'node:fs'
import { opendir, realpath, rmdir, unlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { storeMarker } from '../files/file-store.ts'
import { demoMarker } from './locked-root.ts'

export type EmptyOutcome =
  | { readonly kind: 'emptied'; readonly files: number; readonly folders: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly words: string }

/**
 * Removes everything below a configured root, and nothing elsewhere: a symbolic link is removed, never followed. The root itself
 * stays, with the marks that make it the store, and a demonstration's. Refuses a root that holds what is not the office's: the root of the machine,
 * somebody's home, or a folder above one of `keep`.
 */
export async function emptyRoot(root: string, keep: readonly string[]): Promise<EmptyOutcome> {
  let place: string
  try {
    place = await realpath(root)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'absent' }
    throw error
  }
  const kept = ['/', homedir(), ...keep]
  for (const one of kept) {
    const way = relative(place, await realpath(one).catch(() => resolve(one)))
    if (way === '' || !(way.startsWith('..') || way.startsWith('/')))
      return { kind: 'refused', words: 'cette racine contient autre chose que les fichiers des admissions' }
  }
  return { kind: 'emptied', ...(await emptyFolder(place, true)) }
}

async function emptyFolder(folder: string, isRoot = false): Promise<{ files: number; folders: number }> {
  const removed = { files: 0, folders: 0 }
  const entries: Dirent[] = []
  for await (const entry of await opendir(folder)) entries.push(entry)
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (isRoot && (entry.name === storeMarker || entry.name === demoMarker)) continue
    // A link to a folder is no folder here.
    if (entry.isDirectory()) {
      const below = await emptyFolder(path)
      await rmdir(path)
      removed.files += below.files
      removed.folders += below.folders + 1
    } else {
      await unlink(path)
      removed.files += 1
    }
  }
  return removed
}
