import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../platform/database.ts'

/**
 * Removes the directories of runs that no longer exist, once nothing in them has changed for `keepDays`: what a
 * deletion left because the disk refused, or a process that died half-way.
 */
export async function deleteOrphanFiles(options: {
  db: Queryable
  dataDirectory: string
  now: Temporal.Instant
  keepDays: number
  signal?: AbortSignal
}): Promise<{ removed: number; failed: number }> {
  const root = join(options.dataDirectory, 'runs')
  const before = options.now.epochMilliseconds - options.keepDays * 24 * 3_600_000
  let removed = 0
  let failed = 0
  for (const group of await namesIn(root)) {
    options.signal?.throwIfAborted()
    const ids = (await namesIn(join(root, group))).filter((name) => /^\d+$/.test(name)).map(Number)
    const { rows } = await options.db.query<{ id: number }>('select id from batch_run where id = any($1)', [
      ids,
    ])
    const known = new Set(rows.map((row) => row.id))
    for (const id of ids.filter((one) => !known.has(one))) {
      const directory = join(root, group, String(id))
      try {
        if ((await stat(directory)).mtimeMs >= before) continue
        await rm(directory, { recursive: true, force: true })
        removed += 1
      } catch {
        failed += 1
      }
    }
  }
  return { removed, failed }
}

async function namesIn(directory: string): Promise<string[]> {
  return await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
}
