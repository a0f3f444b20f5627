import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { transaction } from './database.ts'

/** One numbered SQL file: `0020_batch.sql` has number 20 and name `batch`. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** The schema in the database was made by a newer program: running this one could damage it. */
export class NewerSchemaError extends Error {
  readonly code = 'NEWER_SCHEMA'
}

export const migrationsDirectory = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** Reads the migrations of a directory, by number. Throws on a name without a number or a number used twice. */
export function readMigrations(directory: string = migrationsDirectory): Migration[] {
  const migrations = readdirSync(directory)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const match = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file)
      if (match === null) throw new Error(`migration ${file}: its name must be like 0020_batch.sql`)
      return { number: Number(match[1]), name: match[2]!, sql: readFileSync(join(directory, file), 'utf8') }
    })
  for (const [index, migration] of migrations.entries())
    if (index > 0 && migrations[index - 1]!.number === migration.number)
      throw new Error(`two migrations have the number ${migration.number}`)
  return migrations
}

/** Any constant serves, as long as every program that migrates takes the same. */
const migrationLock = 7_161_001

/**
 * Brings the schema up to date, one transaction in all, under a lock: programs that start together wait
 * for each other and only one does the work. Returns the migrations that it applied.
 * Throws `NewerSchemaError` when the database already has a migration that this program does not know.
 */
export async function migrate(pool: pg.Pool, migrations = readMigrations()): Promise<Migration[]> {
  return await transaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
    await client.query(`
      create table if not exists schema_migration (
        number int primary key,
        name text not null,
        applied_at timestamptz not null default now()
      )`)
    const { rows } = await client.query<{ number: number; name: string }>(
      'select number, name from schema_migration',
    )
    const known = new Set(migrations.map((migration) => migration.number))
    const newer = rows.filter((row) => !known.has(row.number))
    if (newer.length > 0) {
      const names = newer.map((row) => `${row.number} ${row.name}`).join(', ')
      throw new NewerSchemaError(
        `the database was made by a newer version of Nocturne (it has: ${names}); install that version or a later one`,
      )
    }
    const applied = new Set(rows.map((row) => row.number))
    const pending = migrations.filter((migration) => !applied.has(migration.number))
    for (const migration of pending) {
      await client.query(migration.sql)
      await client.query('insert into schema_migration (number, name) values ($1, $2)', [
        migration.number,
        migration.name,
      ])
    }
    return pending
  })
}
