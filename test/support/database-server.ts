import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/platform/database.ts'
import { isAlive } from '../../src/platform/embedded-postgres/live-process.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres/server.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { possibleParents, quickParent } from './quick-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a superuser, on a database that no test touches. */
    adminUrl: string
    /** A migrated database without connections, which the tests clone. */
    templateDatabase: string
  }
}

const templateDatabase = 'test_template'
const folderPrefix = 'nocturne-test-'

/** Vitest's globalSetup: one PostgreSQL server for the whole run, with a migrated template database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandonedServers()
  const dataDirectory = mkdtempSync(join(quickParent(), `${folderPrefix}${process.pid}-`))
  // Under root the server runs as another user, who has to get through.
  chmodSync(dataDirectory, 0o755)
  process.env.TMPDIR = temporaryFolder(dataDirectory)
  // Where `./nocturne` keeps what Node has compiled: the processes that tests start themselves read it too, and start in
  // half the time.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
    new URL('../../node_modules/.cache/nocturne/compiled', import.meta.url),
  )
  // What a crash would lose is of no interest here; speed is.
  const server = await startEmbeddedPostgres({
    dataDirectory,
    // Its folder may be in memory, where the log of 4 GB that an installation keeps has no place.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '1GB' },
  })
  await createTemplate(server.url)
  project.provide('adminUrl', server.url)
  project.provide('templateDatabase', templateDatabase)
  return async () => {
    await server.stop()
    rmSync(dataDirectory, { recursive: true, force: true })
  }
}

/** What tests put into the system's temporary folder lies here, and goes with the run. */
function temporaryFolder(dataDirectory: string): string {
  const folder = join(dataDirectory, 'tmp')
  mkdirSync(folder)
  chmodSync(folder, 0o1777)
  return folder
}

/** A run that was killed leaves its server behind: it is stopped and its folder removed by the next run. */
async function removeAbandonedServers(): Promise<void> {
  for (const folder of possibleParents.flatMap(foldersOfRuns)) {
    const runner = Number.parseInt(basename(folder).slice(folderPrefix.length), 10)
    if (Number.isNaN(runner) || isAlive(runner)) continue
    const owner = statSync(folder, { throwIfNoEntry: false })?.uid
    if (owner === undefined || owner !== process.getuid?.()) continue
    try {
      await (await startEmbeddedPostgres({ dataDirectory: folder })).stop()
    } catch {
      // Killed so early that there is nothing to stop, or being removed by another run.
    }
    rmSync(folder, { recursive: true, force: true })
  }
}

function foldersOfRuns(parent: string): string[] {
  if (!existsSync(parent)) return []
  return readdirSync(parent)
    .filter((name) => name.startsWith(folderPrefix))
    .map((name) => join(parent, name))
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
