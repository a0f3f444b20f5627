import { constants } from 'node:fs'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Queryable } from '../../platform/database.ts'
import { copyOpenFile } from '../copy-open-file.ts'
import { type FileScan, scanFile } from '../scan-file.ts'
import type { LoadOffice } from './load-kind.ts'

/** Of an application's loads: `<data folder>/health/loads`. */
export function folderOfLoads(
  dataDirectory: string,
  { application }: Pick<LoadOffice, 'application'>,
): string {
  return join(dataDirectory, application, 'loads')
}

/** What a file in progress needs: its copy and its outputs. Shared by the nodes. */
export function workFolder(loads: string, exchangeId: number): string {
  return join(loads, String(exchangeId))
}

/** The copy that is read: what was sent may be forgotten meanwhile. */
export function workingCopy(folder: string): string {
  return join(folder, 'file')
}

/** Copies the file to the folder of its exchange, and says what was copied. */
export async function takeWorkingCopy(
  path: string,
  loads: string,
  exchangeId: number,
  signal: AbortSignal,
): Promise<FileScan> {
  const folder = workFolder(loads, exchangeId)
  await mkdir(folder, { recursive: true, mode: 0o750 })
  // A pipe must not keep the run waiting for somebody to write.
  const source = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT'
        ? new Error("le fichier à charger n'est plus là : envoyez-le de nouveau", { cause: error })
        : error
    },
  )
  try {
    if (!(await source.stat()).isFile()) throw new Error("ce qui est à charger n'est pas un fichier")
    await copyOpenFile(source, workingCopy(folder))
  } finally {
    await source.close()
  }
  const copy = await open(workingCopy(folder), 'r')
  try {
    // A copy that a power cut takes away could not be gone on with.
    await copy.sync()
    return await scanFile(copy, signal)
  } finally {
    await copy.close()
  }
}

/** Removes the folders of exchanges that came to their end while their process died. */
export async function removeEndedWork(db: Queryable, loads: string): Promise<void> {
  const names = await readdir(loads).catch(() => [])
  const ids = names.filter((name) => /^\d{1,15}$/.test(name)).map(Number)
  if (ids.length === 0) return
  const { rows } = await db.query<{ id: number }>(
    `select id from unnest($1::bigint[]) as id
     where not exists (select from command_file_progress where exchange_id = id)`,
    [ids],
  )
  for (const { id } of rows) await rm(workFolder(loads, id), { recursive: true, force: true })
}
