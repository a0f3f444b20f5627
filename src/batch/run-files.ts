import { mkdir, stat } from 'node:fs/promises'
import { extname, isAbsolute, join } from 'node:path'
import type { Clock } from '../platform/clock.ts'
import type { Queryable } from '../platform/database.ts'
import type { RunFiles } from './run-context.ts'

/** The directory of a run's own files: a thousand runs a directory, so that none grows without end. */
export function runDirectory(dataDirectory: string, runId: number): string {
  return join(dataDirectory, 'runs', String(Math.floor(runId / 1000)), String(runId))
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
  '.zip': 'application/zip',
}

export function runFiles(options: {
  db: Queryable
  clock: Clock
  dataDirectory: string
  runId: number
}): RunFiles {
  const directory = runDirectory(options.dataDirectory, options.runId)
  return {
    async directory() {
      await mkdir(directory, { recursive: true, mode: 0o750 })
      return directory
    },
    async add(path, { mediaType, personal = false, keepDays } = {}) {
      if (!isAbsolute(path)) throw new Error(`a run's file is listed by its absolute path, not ${path}`)
      const { size } = await stat(path)
      const now = options.clock.now()
      const keepUntil = keepDays === undefined ? null : now.add({ hours: 24 * keepDays }).toString()
      await options.db.query(
        `insert into batch_run_file (run_id, path, media_type, personal, size_bytes, added_at, keep_until)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (run_id, path) do update
           set media_type = excluded.media_type, personal = excluded.personal,
               size_bytes = excluded.size_bytes, keep_until = excluded.keep_until`,
        [
          options.runId,
          path,
          mediaType ?? mediaTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
          personal,
          size,
          now.toString(),
          keepUntil,
        ],
      )
    },
  }
}
