import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

export const applicationDatabase = 'nocturne'

/** duplicate_database, unique_violation: another program creates the database at the same time. */
const createdMeanwhile = new Set(['42P04', '23505'])
/** The template is being copied by another program. */
const objectInUse = '55006'

/** Creates the program's database on the server of `client`, unless it is there. */
export async function ensureApplicationDatabase(client: pg.Client): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      applicationDatabase,
    ])
    if (rowCount === 1) return
    try {
      await client.query(`
        create database ${applicationDatabase} template template0 encoding 'UTF8'
        locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'`)
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? (error.code ?? '') : ''
      if (createdMeanwhile.has(code)) return
      if (code !== objectInUse || attempt === 100) throw error
      await delay(50)
    }
  }
}
