import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wholeSeason } from '../support/season/whole-season.ts'
import { startMariaDb } from './mariadb-server.ts'

wholeSeason({
  size: 1_600,
  async establishment() {
    const folder = mkdtempSync(join(tmpdir(), 'nocturne-mariadb-'))
    const server = await startMariaDb(folder)
    return {
      url: server.url,
      async stop() {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})
