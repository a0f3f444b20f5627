import { lstat, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { placeOf, syncFolderOf } from '../../exchange/file-area/area-folder.ts'
import { numberedName } from '../../exchange/file-area/area-name.ts'
import { linkFile } from '../../exchange/file-area/settle-file.ts'
import type { Shelf } from '../../exchange/file-area/shelf.ts'
import { makeDurable } from '../../exchange/file-area/staged-files.ts'

/**
 * Gives a finished file of the working folder its name on a shelf, numbered where the name is taken; returns the name.
 * Done twice, after a crash, it is done once: it is one step, and the name that is the same file is found again.
 */
export async function publish(
  areaFolder: string,
  shelf: Shelf,
  name: string,
  workPath: string,
): Promise<string> {
  const { folder, path } = (await placeOf(areaFolder, shelf, name, true))!
  const own = await stat(workPath, { bigint: true })
  for (let number = 1; ; number++) {
    const wanted = numberedName(name, number)
    const there = await lstat(join(folder, wanted), { bigint: true }).catch(() => null)
    if (there === null) break
    if (there.ino === own.ino && there.dev === own.dev) return wanted
  }
  await makeDurable(workPath)
  const given = await linkFile(workPath, path, 'number', async () => {})
  await syncFolderOf(given)
  return basename(given)
}
