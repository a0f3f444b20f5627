import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Reject } from './merge-table.ts'
import { type ReferenceTable, referenceTables } from './tables.ts'

/** How a table stands, for the screen of reference tables (admissions.md 3.10). */
export interface TableState {
  readonly code: string
  readonly inService: number
  readonly outOfService: number
  /** Null: no synchronisation has come by yet. */
  readonly sync: SyncState | null
}

export interface SyncState {
  readonly at: Date
  readonly runId: number | null
  readonly outcome: 'merged' | 'skipped' | 'failed'
  readonly cause: string | null
  readonly read: number | null
  readonly inserted: number | null
  readonly updated: number | null
  readonly outOfService: number | null
  readonly rejected: number | null
  readonly rejects: readonly Reject[]
  /** The last time that it was merged, whatever happened since. */
  readonly mergedAt: Date | null
}

/** Every table of the system of this kind, and what the last synchronisation made of the version’s step. */
export async function readTables(
  db: Queryable,
  kind: SisKind,
): Promise<{
  tables: TableState[]
  version: { text: string; at: Date } | null
  versionSync: SyncState | null
}> {
  const counts = referenceTables.map(
    (table) =>
      `select '${table.code}' as code, count(*) filter (where ${inService(table)}) as "inService",
         count(*) filter (where not ${inService(table)}) as "outOfService"
       from admissions.${table.sqlTable} where sis_kind = $1`,
  )
  const { rows: figures } = await db.query<{ code: string; inService: number; outOfService: number }>(
    counts.join(' union all '),
    [kind],
  )
  const { rows: syncs } = await db.query<SyncState & { table: string }>(
    `select table_name as table, at, run_id as "runId", outcome, cause, read, inserted, updated,
       out_of_service as "outOfService", rejected, rejects, merged_at as "mergedAt"
     from admissions.siscol_sync where sis_kind = $1`,
    [kind],
  )
  const { rows: versions } = await db.query<{ text: string; at: Date }>(
    'select version as text, at from admissions.siscol_version where sis_kind = $1',
    [kind],
  )
  const byTable = new Map(syncs.map(({ table, ...sync }) => [table, sync]))
  const byCode = new Map(figures.map((one) => [one.code, one]))
  return {
    tables: referenceTables.map(({ code }) => ({ ...byCode.get(code)!, sync: byTable.get(code) ?? null })),
    version: versions[0] ?? null,
    versionSync: byTable.get('version') ?? null,
  }
}

function inService({ replaced }: ReferenceTable): string {
  return replaced ? 'true' : 'in_service'
}
