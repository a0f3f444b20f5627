import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/platform/database.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/server.ts'
import { migrate } from '../../src/platform/migrations.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a superuser, on a database that no test touches. */
    adminUrl: string
    /** A migrated database without connections, which the tests clone. */
    templateDatabase: string
  }
}

const templateDatabase = 'test_template'

/** Vitest's globalSetup: one PostgreSQL server for the whole run, with a migrated template database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-test-'))
  // Under root the server runs as another user, who has to get through.
  chmodSync(dataDirectory, 0o755)
  // What a crash would lose is of no interest here; speed is.
  const server = await startEmbeddedPostgres({
    dataDirectory,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  await createTemplate(server.url)
  project.provide('adminUrl', server.url)
  project.provide('templateDatabase', templateDatabase)
  return async () => {
    await server.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

async function createTemplate(adminUrl: string): Promise<void> {
  const admin = openDatabase(adminUrl, { max: 1 })
  try {
    await admin.pool.query(`create database ${templateDatabase}`)
    const url = new URL(adminUrl)
    url.pathname = `/${templateDatabase}`
    const template = openDatabase(url.href, { max: 1 })
    try {
      await migrate(template.pool)
    } finally {
      await template.close()
    }
  } finally {
    await admin.close()
  }
}
