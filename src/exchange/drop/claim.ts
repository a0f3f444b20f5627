import { link, lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { claimFolder } from './drop-names.ts'
import type { DropEntry } from './scan-drop.ts'

/**
 * A claim is a folder `<drop>/.nocturne/<delivery>/` with the file and what lay beside it. Taking it there is one
 * rename: an agent's new delivery of the same name is another file from then on, and of two pulls one gets it.
 */
export function claimPath(directory: string, id: number): string {
  return join(directory, claimFolder, String(id))
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
export async function claim(entry: DropEntry, folder: string): Promise<ClaimEnd> {
  try {
    await rename(entry.path, join(folder, entry.name))
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
export async function putBack(directory: string, folder: string, name: string): Promise<boolean> {
  const from = join(folder, name)
  const to = join(directory, name)
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

/** Removes a claim whose file is safe elsewhere. Throws when it cannot be. */
export async function removeClaim(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) await rm(join(folder, name))
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}
