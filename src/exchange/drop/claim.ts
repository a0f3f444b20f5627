import { link, lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { claimFolder } from './drop-names.ts'
import { inOwnFolder } from './own-folder.ts'
import type { DropEntry } from './scan-drop.ts'

/**
 * A claim is a folder `<drop>/.nocturne/<delivery>/` with the file and what lay beside it. Taking it there is one
 * rename: an agent's new delivery of the same name is another file from then on, and of two pulls one gets it.
 */
export function claimPath(directory: string, id: number): string {
  return join(directory, claimFolder, String(id))
}

/** Calls `work` with a path to the claim's folder that nobody can lead elsewhere. Throws ENOENT and ENOTDIR. */
export async function inClaim<T>(
  directory: string,
  id: number,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  return await inOwnFolder(directory, [claimFolder, String(id)], work)
}

/** Makes the folder of a claim. Throws where the drop directory does not allow it, or a link has its name. */
export async function makeClaimFolder(directory: string, id: number): Promise<string> {
  for (const folder of [join(directory, claimFolder), claimPath(directory, id)]) {
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (!(await lstat(folder)).isDirectory())
      throw Object.assign(new Error(`${folder} is not a folder`), { code: 'ENOTDIR' })
  }
  return claimPath(directory, id)
}

/** Claims in the drop directory, by number of delivery; names in them that are no text are decoded as far as they go. */
export async function findClaims(directory: string): Promise<Map<number, string[]>> {
  const claims = new Map<number, string[]>()
  const root = join(directory, claimFolder)
  if (!(await lstat(root).catch(() => null))?.isDirectory()) return claims
  for (const entry of await readdir(root, { withFileTypes: true }))
    if (entry.isDirectory() && /^\d{1,15}$/.test(entry.name))
      claims.set(Number(entry.name), await readdir(join(root, entry.name)))
  return claims
}

export type ClaimEnd = 'claimed' | 'gone' | 'not-allowed'

/** Renames `entry` into the claim. `gone`: its sender took it back, or another pull was faster. */
export async function claim(entry: DropEntry, directory: string, id: number): Promise<ClaimEnd> {
  try {
    await inClaim(directory, id, (folder) => rename(entry.path, join(folder, entry.name)))
    return 'claimed'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return 'gone'
    if (isNotAllowed(error)) return 'not-allowed'
    throw error
  }
}

export function isNotAllowed(error: unknown): boolean {
  return /^(EACCES|EPERM|EROFS|EBUSY|ENOTDIR|EEXIST)$/.test(String((error as NodeJS.ErrnoException).code))
}

/** Back to where it was, for its sender to go on with. False: a newer file has its name by now. */
export async function putBack(directory: string, id: number, name: string): Promise<boolean> {
  try {
    return await inClaim(directory, id, (folder) => moveBack(join(folder, name), join(directory, name)))
  } catch (error) {
    whenLedElsewhere(error as NodeJS.ErrnoException)
    return true
  }
}

async function moveBack(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    await rm(from)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return true
    if (code === 'EEXIST') return false
    // Systems that refuse links to files of others.
    if ((await lstat(to).catch(() => null)) !== null) return false
    await rename(from, to)
    return true
  }
}

/** Everything of a claim goes back and the claim away. What cannot go back is superseded by a newer one of its name. */
export async function putAllBack(directory: string, id: number): Promise<void> {
  await inClaim(directory, id, async (folder) => {
    for (const name of await readdir(folder))
      if (!(await moveBack(join(folder, name), join(directory, name)))) await rm(join(folder, name))
  }).catch(whenLedElsewhere)
  await rmdir(claimPath(directory, id)).catch(() => {})
}

/** Removes a claim whose file is safe elsewhere. Throws when it cannot be. */
export async function removeClaim(directory: string, id: number): Promise<void> {
  await inClaim(directory, id, async (folder) => {
    for (const name of await readdir(folder)) await rm(join(folder, name))
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rmdir(claimPath(directory, id)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

/** The claim is not there, or a link has its place: nothing of ours is behind it. */
function whenLedElsewhere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}
