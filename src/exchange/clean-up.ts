import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'

export interface CleanUp {
  readonly removed: number
  /** Files that could not be removed: the next clean-up tries again. */
  readonly failed: number
}

/**
 * Removes from `directory` the files whose name matches `pattern` and that nobody has written to since `before`.
 * Other files, and folders, are left alone; a directory that is not there has nothing to remove.
 */
export async function removeOldFiles(
  directory: string,
  pattern: RegExp,
  before: Temporal.Instant,
): Promise<CleanUp> {
  const names = await readdir(directory).catch(() => [])
  let removed = 0
  let failed = 0
  for (const name of names.filter((name) => pattern.test(name))) {
    const path = join(directory, name)
    try {
      const found = await stat(path)
      if (!found.isFile() || found.mtimeMs >= before.epochMilliseconds) continue
      await rm(path)
      removed++
    } catch {
      failed++
    }
  }
  return { removed, failed }
}
