import type { FileArea } from '../../exchange/file-area/file-area.ts'
import { scanFile } from '../../exchange/scan-file.ts'
import type { Queryable } from '../../platform/database.ts'
import type { OperationCode } from '../operations.ts'
import type { StoredSource } from './sync-request.ts'

/** Remembers that an operation took this very file in. */
export async function markTaken(
  db: Queryable,
  operation: OperationCode,
  file: StoredSource,
  sha256: string,
  exchangeId: number,
): Promise<void> {
  const { folder, base } = split(file.name)
  await db.query(
    `insert into command_file_taken (application, operation, folder, name, bytes, modified_ns, sha256, exchange_id)
     values ('learning', $1, $2, $3, $4, $5, $6, $7)
     on conflict (application, operation, folder, name) do update
       set bytes = excluded.bytes, modified_ns = excluded.modified_ns, sha256 = excluded.sha256,
           exchange_id = excluded.exchange_id, taken_at = now()`,
    [operation, folder, base, file.bytes, file.modifiedNs, sha256, exchangeId],
  )
}

/**
 * Which of these files the operation took already and merely still lie there: same name, size, instant of the last
 * change, and bytes. `byRun`: only those that this run began.
 */
export async function takenAmong(
  db: Queryable,
  operation: OperationCode,
  files: readonly StoredSource[],
  area: FileArea,
  byRun: number | null,
): Promise<Set<string>> {
  if (files.length === 0) return new Set()
  const { rows } = await db.query<{
    path: string
    bytes: number
    modified_ns: string
    sha256: string
  }>(
    `select case folder when '' then name else folder || '/' || name end as path, taken.bytes,
            modified_ns::text, taken.sha256
     from command_file_taken taken
     join file_exchange exchange on exchange.id = exchange_id
     where taken.application = 'learning' and operation = $1
       and ($2::bigint is null or coalesce(begun_by_run, run_id) = $2)`,
    [operation, byRun],
  )
  const known = new Map(rows.map((row) => [row.path, row]))
  const taken = new Set<string>()
  for (const file of files) {
    const mark = known.get(file.name)
    if (mark === undefined || mark.bytes !== file.bytes || mark.modified_ns !== file.modifiedNs) continue
    if (mark.sha256 === (await sumOf(area, file.name))) taken.add(file.name)
  }
  return taken
}

async function sumOf(area: FileArea, name: string): Promise<string | null> {
  const opened = await area.open('commands', name)
  if (opened === null) return null
  try {
    return (await scanFile(opened.handle)).sha256
  } finally {
    await opened.handle.close()
  }
}

function split(path: string): { folder: string; base: string } {
  const at = path.lastIndexOf('/')
  return at === -1 ? { folder: '', base: path } : { folder: path.slice(0, at), base: path.slice(at + 1) }
}
