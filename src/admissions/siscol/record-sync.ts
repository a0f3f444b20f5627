import type { SisKind } from '../../platform/connection-definitions.ts'
import type { Queryable } from '../../platform/database.ts'
import type { MergeCounts } from './merge-table.ts'

/** What became of one table at one synchronisation; the version’s step is written down as `version`. */
export interface TableSync {
  readonly table: string
  readonly kind: SisKind
  readonly runId: number
  /** ISO 8601. */
  readonly at: string
  readonly outcome: 'merged' | 'skipped' | 'failed'
  readonly counts: MergeCounts | null
  /** Why it was left alone, in French, without personal data. */
  readonly cause: string | null
}

export async function recordSync(db: Queryable, sync: TableSync): Promise<void> {
  const { counts } = sync
  await db.query(
    `insert into admissions.siscol_sync as known
       (table_name, sis_kind, run_id, at, outcome, read, inserted, updated, out_of_service, rejected, cause, rejects, merged_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, case when $5 = 'merged' then $4::timestamptz end)
     on conflict (table_name, sis_kind) do update set
       run_id = excluded.run_id, at = excluded.at, outcome = excluded.outcome, read = excluded.read,
       inserted = excluded.inserted, updated = excluded.updated, out_of_service = excluded.out_of_service,
       rejected = excluded.rejected, cause = excluded.cause, rejects = excluded.rejects,
       merged_at = coalesce(excluded.merged_at, known.merged_at)`,
    [
      sync.table,
      sync.kind,
      sync.runId,
      sync.at,
      sync.outcome,
      counts?.read ?? null,
      counts?.inserted ?? null,
      counts?.updated ?? null,
      counts?.outOfService ?? null,
      counts?.rejected ?? null,
      sync.cause?.slice(0, 500) ?? null,
      JSON.stringify(counts?.rejects ?? []),
    ],
  )
}
