import { referenceTables } from '../../src/admissions/siscol/tables.ts'
import type { RemoteDatabase } from '../../src/platform/remote-database.ts'
import type { SiscolRows } from './siscol-rows.ts'

/** Creates Apogée's tables, as docs/siscol.md names them, with these rows. */
export async function createApogeeViews(db: RemoteDatabase, rows: SiscolRows): Promise<void> {
  for (const table of referenceTables) {
    const columns = table.columns.map(({ source }) => `${source} varchar(600)`)
    await db.execute(`create table ${table.view} (${columns.join(', ')})`)
    for (const row of rows[table.code] ?? [])
      await db.execute(
        `insert into ${table.view} (${table.columns.map(({ source }) => source).join(', ')})
         values (${table.columns.map(() => '?').join(', ')})`,
        table.columns.map(({ name }) => row[name] ?? null),
      )
  }
  await db.execute('create table version_apo (cod_ver_apo varchar(20), dat_cre timestamp)')
  await db.execute(
    `insert into version_apo values ('6.00', '2024-01-01 00:00:00'), ('6.10', '2026-01-01 00:00:00')`,
  )
}
