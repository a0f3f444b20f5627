import type { Stats } from 'node:fs'
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import { isUnfinished, rescuedName, settleFile } from './settle-file.ts'
import { deepestFolders, shelves } from './shelf.ts'

export interface TidiedArea {
  /** Parts of files that nobody finishes any more. */
  readonly removed: number
  /** Whole files that had lost their name between two renames. */
  readonly rescued: number
}

/** Nobody is still writing what has not changed for so long. */
const abandonedAfterMs = 3_600_000

/** Finishes or removes the hidden files below `root` that programs left when they died. */
export async function tidyArea(root: string, now: Temporal.Instant): Promise<TidiedArea> {
  let removed = 0
  let rescued = 0
  for (const shelf of shelves) await tidy(join(root, shelf), deepestFolders[shelf])
  return { removed, rescued }

  async function tidy(folder: string, deeper: number): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !entry.name.startsWith('.') && deeper > 0) await tidy(path, deeper - 1)
      if (!entry.isFile()) continue
      const name = rescuedName(entry.name)
      if (name === null && !isUnfinished(entry.name)) continue
      const found = await lstat(path).catch(() => null)
      if (found === null || !isAbandoned(found, now)) continue
      // A second link is the name that it was to have: only the hidden one is left to remove.
      if (name === null || found.nlink > 1) {
        await rm(path, { force: true })
        removed++
      } else {
        await settleFile(path, join(folder, name), 'number', async () => {})
        rescued++
      }
    }
  }
}

/** By the time of its last change of name or content: a renamed file keeps the time of its content. */
function isAbandoned(found: Stats, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - Math.max(found.ctimeMs, found.mtimeMs) > abandonedAfterMs
}
