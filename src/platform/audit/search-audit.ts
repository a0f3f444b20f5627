import type { Queryable } from '../database.ts'

export interface AuditFilters {
  /** Part of the actor's name, whatever the case. */
  readonly actor?: string | undefined
  /** A whole action, or the beginning of some, ending with a dot: `sign-in.` */
  readonly action?: string | undefined
  /** A whole subject, or the beginning of some, ending with a colon: `run:` */
  readonly subject?: string | undefined
  /** ISO 8601; from included, to excluded. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export interface AuditEntry {
  readonly id: number
  readonly at: string
  readonly actor: string
  readonly action: string
  readonly subject: string | null
  readonly application: 'core' | 'health' | 'admissions' | 'learning' | null
  readonly address: string | null
  readonly detail: Record<string, unknown>
}

/** A page of entries, newest first: those before entry `before`. `next` is the next page's `before`, null on the last. */
export async function searchAudit(
  db: Queryable,
  filters: AuditFilters,
  page: { readonly before?: number | undefined; readonly size: number },
): Promise<{ items: AuditEntry[]; next: number | null }> {
  const values: unknown[] = []
  const conditions: string[] = []
  const where = (condition: (parameter: string) => string, value: unknown) => {
    if (value === undefined) return
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  where((p) => `id < ${p}`, page.before)
  where((p) => `actor ilike ${p}`, filters.actor && `%${escapeLike(filters.actor)}%`)
  where((p) => `action like ${p}`, filters.action && beginning(filters.action, '.'))
  where((p) => `subject like ${p}`, filters.subject && beginning(filters.subject, ':'))
  // Times grow with identifiers: the bounds become a range of the primary key, which the order already follows.
  where(
    (p) => `id >= coalesce((select id from audit_event where at >= ${p} order by at limit 1), 9e18::bigint)`,
    filters.from,
  )
  where(
    (p) => `id < coalesce((select id from audit_event where at >= ${p} order by at limit 1), 9e18::bigint)`,
    filters.to,
  )
  const { rows } = await db.query<Omit<AuditEntry, 'at'> & { at: Date }>(
    `select id, at, actor, action, subject, application, address, detail from audit_event
     ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
     order by id desc limit ${page.size + 1}`,
    values,
  )
  const items = rows.slice(0, page.size).map((row) => ({ ...row, at: row.at.toISOString() }))
  return { items, next: rows.length > page.size ? items.at(-1)!.id : null }
}

function beginning(text: string, ending: string): string {
  return text.endsWith(ending) ? `${escapeLike(text)}%` : escapeLike(text)
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}
