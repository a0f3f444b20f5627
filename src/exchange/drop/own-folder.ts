import { constants } from 'node:fs'
import { open, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Calls `work` with a path to the folder `directory`/`names`, which stays that very folder until it has ended: whoever
 * delivers may rename what lies in the drop directory at any moment and put a link in its place, through which files of
 * ours would be moved, or removed. Throws ENOTDIR where a link is on the way, ENOENT where the folder is not there.
 */
export async function inOwnFolder<T>(
  directory: string,
  names: readonly string[],
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(directory, ...names)
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ELOOP' ? notAFolder(folder) : error
    },
  )
  try {
    const pinned = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : null
    const real = pinned === null ? await realpath(folder) : await readlink(pinned)
    if (real !== join(await realpath(directory), ...names)) throw notAFolder(folder)
    // Other systems know no path to an open folder: there the look just now must do.
    return await work(pinned ?? folder)
  } finally {
    await handle.close()
  }
}

function notAFolder(folder: string): Error {
  return Object.assign(new Error(`${folder} is not a folder`), { code: 'ENOTDIR' })
}
