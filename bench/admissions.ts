import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { benchDestruction } from './support/admissions-destruction.ts'
import { benchOpi } from './support/admissions-opi.ts'
import { benchPlace } from './support/admissions-place.ts'
import { benchSync } from './support/admissions-sync.ts'
import { withBenchServer } from './support/bench-server.ts'

/**
 * The heavy nights of the admissions office: reference tables (`--rows`), pre-registrations (`--candidates`), the destruction of a
 * campaign (`--applications`, `--files`); `--only sync|opi|destruction` measures one of them. Each batch runs in a process of
 * its own, through the engine, from the request to its end.
 */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: {
      rows: { type: 'string', default: '200000' },
      candidates: { type: 'string', default: '20000' },
      applications: { type: 'string', default: '50000' },
      files: { type: 'string', default: '5000' },
      only: { type: 'string' },
    },
  })
  const wants = (part: string) => values.only === undefined || values.only === part
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-bench-admissions-'))
  try {
    return await withBenchServer(async (url) => {
      const place = benchPlace(url, folder)
      return {
        ...(wants('sync') ? await benchSync(place, Number(values.rows)) : {}),
        ...(wants('opi') ? await benchOpi(place, Number(values.candidates)) : {}),
        ...(wants('destruction')
          ? await benchDestruction(place, {
              applications: Number(values.applications),
              files: Number(values.files),
            })
          : {}),
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
