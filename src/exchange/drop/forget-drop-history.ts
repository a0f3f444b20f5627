import type { Queryable } from '../../platform/database.ts'

/** Forgets pulls, deliveries and solved alarms older than `before` (ISO 8601); returns how many pulls. */
export async function forgetDropHistory(db: Queryable, before: string): Promise<number> {
  await db.query(
    `delete from drop_delivery where claimed_at < $1 and ended_at is not null and not left_behind
       -- A claim that could not be removed is known by its row.
       and claimed_at < now() - interval '7 days'`,
    [before],
  )
  await db.query('delete from drop_lock_event where solved_at < $1', [before])
  const { rowCount } = await db.query('delete from drop_pull where started_at < $1', [before])
  return rowCount ?? 0
}
