import { lstat, mkdir, open, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AreaError } from './area-error.ts'
import { areaNameFault } from './area-name.ts'
import type { Shelf } from './shelf.ts'

/** Where a name of the area really is. */
export interface Place {
  /** Absolute, without links. */
  readonly folder: string
  /** Last segment of the name. */
  readonly base: string
  readonly path: string
}

/**
 * The folder of `name`, every folder on the way being a real one: a link is not followed. Null when it is not there and
 * `create` is not asked for. Throws `AreaError` on a name that cannot be.
 */
export async function placeOf(
  root: string,
  shelf: Shelf,
  name: string,
  create: boolean,
): Promise<Place | null> {
  const fault = areaNameFault(shelf, name)
  if (fault !== null) throw new AreaError('BAD_NAME', fault)
  let folder = join(await rootOf(root), shelf)
  for (const segment of ['', ...name.split('/').slice(0, -1)]) {
    folder = join(folder, segment)
    if (create) await makeFolder(folder)
    const found = await lstat(folder).catch(() => null)
    if (found === null) return null
    if (!found.isDirectory())
      throw new AreaError('BAD_NAME', {
        fr: `${segment || shelf} n’est pas un dossier`,
        en: `${segment || shelf} is not a folder`,
      })
  }
  // A folder replaced by a link since then shows here, or when the file is opened.
  if ((await realpath(folder).catch(() => folder)) !== folder) return null
  const base = basename(name)
  return { folder, base, path: join(folder, base) }
}

/** The area's own root may be reached through links: that is the administrator's choice. */
export async function rootOf(root: string): Promise<string> {
  await mkdir(root, { recursive: true, mode: 0o750 })
  return await realpath(root)
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o750 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

/** Makes the names in the folder of `path` durable. File systems that cannot do so do not need it. */
export async function syncFolderOf(path: string): Promise<void> {
  const folder = await open(dirname(path), 'r').catch(() => null)
  if (folder === null) return
  await folder.sync().catch(() => {})
  await folder.close()
}
