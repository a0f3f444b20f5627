import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Queryable } from '../../platform/database.ts'

/** What a file in progress needs: its copy and its outputs. Shared by the nodes, as the file area is. */
export function workFolder(dataDirectory: string, exchangeId: number): string {
  return join(dataDirectory, 'learning', 'work', String(exchangeId))
}

export async function makeWorkFolder(dataDirectory: string, exchangeId: number): Promise<string> {
  const folder = workFolder(dataDirectory, exchangeId)
  await mkdir(folder, { recursive: true, mode: 0o750 })
  return folder
}

/** The copy that is read: what lies in the file area may be replaced meanwhile (learning.md F28). */
export function workingCopy(folder: string): string {
  return join(folder, 'file')
}

/** Removes the folders of exchanges that came to their end while their process died. */
export async function removeEndedWork(db: Queryable, dataDirectory: string): Promise<void> {
  const names = await readdir(join(dataDirectory, 'learning', 'work')).catch(() => [])
  const ids = names.filter((name) => /^\d{1,15}$/.test(name)).map(Number)
  if (ids.length === 0) return
  const { rows } = await db.query<{ id: number }>(
    `select id from unnest($1::bigint[]) as id
     where not exists (select from command_file_progress where exchange_id = id)`,
    [ids],
  )
  for (const { id } of rows) await rm(workFolder(dataDirectory, id), { recursive: true, force: true })
}
