import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { areaNameFault } from './area-name.ts'
import { deepestFolders, type Shelf } from './shelf.ts'

export interface AreaFile {
  readonly shelf: Shelf
  /** Relative to the shelf, folders separated by `/`. */
  readonly name: string
  readonly bytes: number
  readonly modifiedAt: Temporal.Instant
  /** Nanoseconds since 1970: beyond what a number holds exactly. */
  readonly modifiedNs: bigint
}

/** Regular files of a shelf (a real folder), by name; hidden ones, links and names that cannot be asked for are left out. */
export async function listShelf(shelf: Shelf, folder: string): Promise<AreaFile[]> {
  const names = await namesOf(shelf, folder)
  const files = await mapInBunches(names, 64, async (name): Promise<AreaFile | null> => {
    const found = await lstat(join(folder, name), { bigint: true }).catch(() => null)
    if (found === null || !found.isFile()) return null
    return {
      shelf,
      name,
      bytes: Number(found.size),
      modifiedAt: Temporal.Instant.fromEpochNanoseconds(found.mtimeNs),
      modifiedNs: found.mtimeNs,
    }
  })
  return files
    .filter((file) => file !== null)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/** How many they are, without looking at each. */
export async function countShelf(shelf: Shelf, folder: string): Promise<number> {
  return (await namesOf(shelf, folder)).length
}

async function namesOf(shelf: Shelf, folder: string): Promise<string[]> {
  const names: string[] = []
  await walk(folder, '', deepestFolders[shelf])
  return names

  async function walk(directory: string, prefix: string, deeper: number): Promise<void> {
    const entries = await readdir(directory, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const name = `${prefix}${entry.name}`
      if (entry.name.startsWith('.')) continue
      if (entry.isDirectory() && deeper > 0) await walk(join(directory, entry.name), `${name}/`, deeper - 1)
      else if (entry.isFile() && areaNameFault(shelf, name) === null) names.push(name)
    }
  }
}

/** A folder of 10,000 files is looked at in parallel, but not with 10,000 requests at once. */
async function mapInBunches<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>) {
  const results: R[] = []
  for (let start = 0; start < items.length; start += size)
    results.push(...(await Promise.all(items.slice(start, start + size).map(work))))
  return results
}
