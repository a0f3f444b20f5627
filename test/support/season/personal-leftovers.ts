import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Queryable } from '../../../src/platform/database.ts'

/** Where any of these words still stands: `schema.table (rows)`, whatever the column's type. */
export async function rowsThatTell(db: Queryable, words: readonly string[]): Promise<string[]> {
  const { rows: tables } = await db.query<{ name: string }>(
    `select format('%I.%I', nspname, relname) as name
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind = 'r' and nspname not like 'pg\\_%' and nspname <> 'information_schema' order by 1`,
  )
  const told: string[] = []
  for (const { name } of tables) {
    const { rows } = await db.query<{ count: number; one: string | null }>(
      `select count(*) as count, min(left(line::text, 300)) as one from ${name} as line where line::text ilike any ($1)`,
      [words.map((word) => `%${word}%`)],
    )
    if (rows[0]!.count > 0) told.push(`${name} (${rows[0]!.count}): ${rows[0]!.one}`)
  }
  return told
}

/** Files below a folder whose name or content has one of these words; paths from the folder. */
export function filesThatTell(folder: string, words: readonly string[]): string[] {
  const tells = (text: string) => words.some((word) => text.toLowerCase().includes(word.toLowerCase()))
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => tells(path.slice(folder.length)) || tells(readFileSync(path, 'latin1')))
    .map((path) => path.slice(folder.length + 1))
    .sort()
}
