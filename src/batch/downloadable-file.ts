import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { sep } from 'node:path'

/** Where files that may be handed out lie. A folder that does not exist allows nothing. */
export interface DownloadRoots {
  /** The run's own directory. */
  readonly runDirectory: string
  /** What the program keeps; folders of it that are nobody's business are named in `closed`. */
  readonly dataDirectory: string
  /** Where reports go that an administrator wants beside the files imported; null: nowhere. */
  readonly importDirectory: string | null
}

/** Folders of the data directory out of which nothing is ever handed: the database and what others sent in private. */
const closed: readonly string[] = ['postgres', 'binaries', 'uploads']

export type OpenedFile =
  | { readonly ok: true; readonly handle: FileHandle; readonly bytes: number }
  | {
      readonly ok: false
      /** `gone`: no longer on disk; `elsewhere`: not a plain file in one of the folders above. */
      readonly why: 'gone' | 'elsewhere'
    }

/**
 * Opens the file of a run to hand it out. Only a plain file that really lies (links resolved) in one of the `roots`
 * is opened: whatever path a row holds, nothing else of the machine can be read through it. The caller closes it.
 */
export async function openDownload(path: string, roots: DownloadRoots): Promise<OpenedFile> {
  let real: string
  try {
    real = await realpath(path)
  } catch (error) {
    if (isAbsence(error)) return { ok: false, why: 'gone' }
    throw error
  }
  if (!(await isAllowed(real, roots))) return { ok: false, why: 'elsewhere' }
  let handle: FileHandle
  try {
    // A link put in the place of the file since then is not followed, and a pipe does not block.
    handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (isAbsence(error)) return { ok: false, why: 'gone' }
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return { ok: false, why: 'elsewhere' }
    throw error
  }
  const stats = await handle.stat()
  if (stats.isFile()) return { ok: true, handle, bytes: stats.size }
  await handle.close()
  return { ok: false, why: 'elsewhere' }
}

async function isAllowed(real: string, roots: DownloadRoots): Promise<boolean> {
  const { runDirectory, dataDirectory, importDirectory } = roots
  if ((await below(runDirectory, real)) !== null) return true
  if (importDirectory !== null && (await below(importDirectory, real)) !== null) return true
  const folders = await below(dataDirectory, real)
  // Files right in the data directory are the program's own: passwords, locks, logs.
  return folders !== null && folders.length > 1 && !closed.includes(folders[0]!)
}

/** The names that lead from a folder to what is in it; null for what is not. */
async function below(folder: string, real: string): Promise<string[] | null> {
  const root = await realpath(folder).catch(() => null)
  if (root === null || root === sep || !real.startsWith(`${root}${sep}`)) return null
  return real.slice(root.length + 1).split(sep)
}

function isAbsence(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}
