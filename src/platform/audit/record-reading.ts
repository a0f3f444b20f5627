import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../database.ts'
import { recordAudit } from './audit-trail.ts'
import { recordLook } from './record-look.ts'
import type { AuditFilters } from './search-audit.ts'

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
  const detail = { ...filters }
  if (action === 'audit.searched') await recordLook(db, { author, address, now, action, detail })
  else await recordAudit(db, { actor: author, action, address, detail })
}
