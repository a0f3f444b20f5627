import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/platform/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/server.ts'
import { migrate } from '../../src/platform/migrations.ts'

/** Runs `work` on a migrated database of a server of its own, durable as in production, and removes it afterwards. */
export async function withBenchServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-bench-'))
  // Under root the server runs as another user, who has to get through.
  chmodSync(dataDirectory, 0o755)
  const server = await startEmbeddedPostgres({ dataDirectory })
  try {
    const database = openDatabase(server.url, { max: 1 })
    await migrate(database.pool)
    await database.close()
    return await work(server.url)
  } finally {
    await server.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}
