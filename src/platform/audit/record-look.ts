import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../database.ts'
import { recordAudit } from './audit-trail.ts'

const againAfterMinutes = 10

/** Somebody looks at what is not theirs: a list of people, a search. */
export interface Look {
  readonly author: string
  readonly address: string | null
  readonly now: Temporal.Instant
  readonly action: string
  readonly application?: string
  /** What tells it from another look: filters without what was typed, ids of what was shown. No personal data. */
  readonly detail: Readonly<Record<string, unknown>>
}

/**
 * Writes a look down before it is answered. The same look again within ten minutes (a page that refreshes itself, the
 * next page of a list) is not a new one.
 */
export async function recordLook(db: Queryable, look: Look): Promise<void> {
  const { author, address, now, action, application, detail } = look
  const { rowCount } = await db.query(
    `select from audit_event
     where action = $1 and actor = $2 and detail = $3::jsonb
       and at > $4::timestamptz - make_interval(mins => $5)
     limit 1`,
    [action, author, JSON.stringify(detail), now.toString(), againAfterMinutes],
  )
  if (rowCount !== 0) return
  await recordAudit(db, { actor: author, action, application: application ?? null, address, detail })
}
