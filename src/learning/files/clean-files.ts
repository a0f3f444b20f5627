import type { Temporal } from 'temporal-polyfill'
import type { FileArea } from '../../exchange/file-area/file-area.ts'
import type { AreaFile } from '../../exchange/file-area/list-shelf.ts'
import type { Shelf } from '../../exchange/file-area/shelf.ts'

/** What may be removed by age: what runs wrote, never what waits to be processed (learning.md 5.6). */
export const cleanableShelves = ['reports', 'archives', 'retries', 'journals'] as const
export type CleanableShelf = (typeof cleanableShelves)[number]

export interface CleanedFiles {
  /** By shelf; `commands` counts files set aside after a crash and files sent for one run. */
  readonly removed: Readonly<Partial<Record<Shelf, number>>>
  readonly failed: number
  /** Command files older than that, which stay (D16). */
  readonly pending: readonly string[]
}

/** Removes the files of `shelves` that were written before `before`. */
export async function cleanFiles(
  area: FileArea,
  shelves: readonly (CleanableShelf | 'commands')[],
  before: Temporal.Instant,
): Promise<CleanedFiles> {
  const removed: Partial<Record<Shelf, number>> = {}
  const pending: string[] = []
  let failed = 0
  for (const shelf of shelves) {
    removed[shelf] = 0
    for (const file of await area.list(shelf)) {
      if (file.modifiedNs >= before.epochNanoseconds) continue
      if (shelf === 'commands' && !isUsedUp(file)) pending.push(file.name)
      else if (await area.remove(shelf, file.name).catch(() => null)) removed[shelf]!++
      else failed++
    }
  }
  return { removed, failed, pending }
}

/** Set aside after a crash (learning.md 4.5), or sent for one run: nobody waits for it. */
function isUsedUp({ name }: AreaFile): boolean {
  return name.startsWith('uploads/') || /-tryback-failed(?:-\d+)?(?:\.[^./]*)?$/.test(name)
}
