import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** A file that somebody sent, kept until it is imported or forgotten: the row of `upload` (migration 0060). */
export interface Upload<Reading = unknown> {
  /** Also the name of its file: 32 hexadecimal digits, not to be guessed. */
  readonly id: string
  readonly application: string
  readonly fileName: string
  readonly bytes: number
  readonly sha256: string
  /** How the application's reader sees it. */
  readonly reading: Reading
  /** The account that sent it. */
  readonly owner: number
  readonly uploadedBy: string
  readonly uploadedAt: Date
}

/** How long a file waits for somebody to import it. */
export const uploadHours = 24

/** The private folder of uploads, created at first use. */
export async function uploadDirectory(dataDirectory: string): Promise<string> {
  const directory = join(dataDirectory, 'uploads')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  return directory
}

/** Where the file of an upload is. `id` is one of ours: whatever else is asked for has no place. */
export function uploadPath(dataDirectory: string, id: string): string {
  if (!isUploadId(id)) throw new Error('not the identifier of an upload')
  return join(dataDirectory, 'uploads', id)
}

export function isUploadId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text)
}

const columns = `id, application, file_name as "fileName", bytes, sha256, reading, owner,
  uploaded_by as "uploadedBy", uploaded_at as "uploadedAt"`

export async function addUpload(db: Queryable, upload: Upload): Promise<void> {
  await db.query(
    `insert into upload (id, application, file_name, bytes, sha256, reading, owner, uploaded_by, uploaded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      upload.id,
      upload.application,
      upload.fileName,
      upload.bytes,
      upload.sha256,
      JSON.stringify(upload.reading),
      upload.owner,
      upload.uploadedBy,
      upload.uploadedAt,
    ],
  )
}

/** Null also for what cannot be an identifier. */
export async function findUpload<Reading>(db: Queryable, id: string): Promise<Upload<Reading> | null> {
  const { rows } = await db.query<Upload<Reading>>(`select ${columns} from upload where id = $1`, [id])
  return rows[0] ?? null
}

/** Forgets an upload, row and file. Does nothing when that is done already. */
export async function forgetUpload(db: Queryable, dataDirectory: string, id: string): Promise<void> {
  // The file first: a row without its file is found by the clean-up, a file without its row by its age only.
  await rm(uploadPath(dataDirectory, id), { force: true })
  await db.query('delete from upload where id = $1', [id])
}

/** A run that waits to read an upload, or does. */
const waitingRun = `
  select from batch_run run
  where run.application = upload.application and run.state in ('queued', 'running')
    and run.parameters ->> 'uploadId' = upload.id`

/** Whether a run waits to read it, or does. */
export async function uploadInUse(db: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await db.query(`select from upload where id = $1 and exists (${waitingRun})`, [id])
  return rowCount === 1
}

/** A file without a row, untouched for this long, is nobody's: the process died while it arrived or was read. */
const orphanMinutes = 60

/**
 * Forgets uploads older than `uploadHours`, but for those that a run still waits to read, and removes what a crash
 * left in the folder. Returns how many files went.
 */
export async function forgetOldUploads(
  db: Queryable,
  dataDirectory: string,
  now: Temporal.Instant,
): Promise<{ removed: number; failed: number }> {
  const before = now.subtract({ hours: uploadHours })
  const { rows } = await db.query<{ id: string }>(uploadsPastTheirTime, [before.toString()])
  let removed = 0
  let failed = 0
  const forget = async (work: Promise<unknown>) => {
    await work.then(
      () => removed++,
      () => failed++,
    )
  }
  for (const { id } of rows) await forget(forgetUpload(db, dataDirectory, id))

  const known = new Set((await db.query<{ id: string }>('select id from upload')).rows.map((row) => row.id))
  const directory = join(dataDirectory, 'uploads')
  const orphanBefore = now.subtract({ minutes: orphanMinutes }).epochMilliseconds
  for (const name of await readdir(directory).catch(() => [])) {
    if (known.has(name)) continue
    const path = join(directory, name)
    const found = await stat(path).catch(() => null)
    if (found?.isFile() && found.mtimeMs < orphanBefore) await forget(rm(path, { force: true }))
  }
  return { removed, failed }
}

const uploadsPastTheirTime = `
  select id from upload
  where uploaded_at < $1 and not exists (
    ${waitingRun})`
