import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Editor } from '../editing.ts'

/** How many consultations of this login FER_CON closed, of which its owner has not been told yet. */
export async function countUntold(db: Queryable, login: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from consultation
     where lower(practitioner) = lower($1) and closed_by = 'FER_CON' and told_at is null`,
    [login],
  )
  return rows[0]!.count
}

/** They have read it; returns of how many. */
export async function noteTold(
  database: Database,
  { author, address }: Editor,
  login: string,
  now: Temporal.Instant,
): Promise<number> {
  return await transaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `update consultation set told_at = $2
       where lower(practitioner) = lower($1) and closed_by = 'FER_CON' and told_at is null`,
      [login, now.toString()],
    )
    const told = rowCount ?? 0
    await recordAudit(client, {
      actor: author,
      action: 'consultation.told',
      application: 'health',
      address,
      detail: { told },
    })
    return told
  })
}
