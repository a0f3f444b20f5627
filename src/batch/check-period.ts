import type { Queryable } from '../platform/database.ts'

/** The longest check period (ms) of the living nodes that schedule; null when there is none. */
export async function longestCheckPeriodMs(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ period: number | null }>(
    'select max(check_period_ms) as period from node where ended_at is null and lease_until > clock_timestamp()',
  )
  return rows[0]?.period ?? null
}
