import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../src/platform/database.ts'

/** A database of its own for one test file. */
export interface TestDatabase extends Database {
  /** Closes the pool and removes the database, ending whatever other connections it has. */
  drop(): Promise<void>
}

/**
 * Clones the migrated template: a database like that of a new installation, shared with no other test.
 * Call it in `beforeAll`, and `drop` in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer((admin) => cloneTemplate(admin, name))
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`
  const database = openDatabase(url.href, { applicationName: name })
  return {
    ...database,
    async drop() {
      await database.close()
      await administer((admin) => admin.query(`drop database if exists ${name} with (force)`))
    },
  }
}

const objectInUse = '55006'

async function cloneTemplate(admin: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      // Copying files is faster than logging every page, as long as nothing waits for the disk (fsync=off).
      await admin.query(`create database ${name} template ${inject('templateDatabase')} strategy file_copy`)
      return
    } catch (error) {
      // A template can be copied only while nobody is connected to it, autovacuum included.
      if ((error as { code?: string }).code !== objectInUse || attempt === 100) throw error
      await delay(50)
    }
  }
}

async function administer(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client(inject('adminUrl'))
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.end()
  }
}
