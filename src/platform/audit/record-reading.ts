import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../database.ts'
import { recordAudit } from './audit-trail.ts'
import type { AuditFilters } from './search-audit.ts'

const againAfterMinutes = 10

/**
 * Writes down that somebody reads the trail, and what they look for. The same search again within ten minutes (a page
 * that refreshes itself) is not a new one; an export always is.
 */
export async function recordReading(
  db: Queryable,
  reading: {
    readonly author: string
    readonly address: string | null
    readonly now: Temporal.Instant
    readonly action: 'audit.searched' | 'audit.exported'
    readonly filters: AuditFilters
  },
): Promise<void> {
  const { author, address, now, action, filters } = reading
  if (action === 'audit.searched') {
    const { rowCount } = await db.query(
      `select from audit_event
       where action = $1 and actor = $2 and detail = $3::jsonb
         and at > $4::timestamptz - make_interval(mins => $5)
       limit 1`,
      [action, author, JSON.stringify(filters), now.toString(), againAfterMinutes],
    )
    if (rowCount !== 0) return
  }
  await recordAudit(db, { actor: author, action, address, detail: { ...filters } })
}
