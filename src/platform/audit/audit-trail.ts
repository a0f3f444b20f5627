import type { Queryable } from '../database.ts'

/** What is written down about one act. No personal data of students and no secret: it is kept for years. */
export interface AuditRecord {
  /** A login, `cli:<user>`, `SYSTEM:<CODE>`, or what was typed by someone who could not sign in. */
  readonly actor: string
  /** Dotted, in small letters: `batch.launched`, `sign-in.succeeded`. */
  readonly action: string
  /** What it was done to: `batch:IMP_QUO`, `run:42`, `account:7`. */
  readonly subject?: string | null
  readonly application?: string | null
  /** Where the request came from. */
  readonly address?: string | null
  readonly detail?: Readonly<Record<string, unknown>>
}

const longestActor = 200

/**
 * Adds an entry to the audit trail. Inside a transaction it counts with its commit, or not at all; it may stand
 * anywhere in it, since the chain is locked only while the transaction commits (0051_audit_event.sql).
 */
export async function recordAudit(db: Queryable, entry: AuditRecord): Promise<void> {
  const { actor, action, subject, application, address, detail } = entry
  await db.query({
    name: 'record_audit',
    text: 'select record_audit($1, $2, $3, $4, $5, $6)',
    values: [
      storable(actor).slice(0, longestActor) || '?',
      action,
      subject == null ? null : storable(subject),
      application ?? null,
      address ?? null,
      JSON.stringify(detail ?? {}, (_, value) => (typeof value === 'string' ? storable(value) : value)),
    ],
  })
}

/** PostgreSQL stores neither U+0000 nor half a surrogate pair; what strangers type may hold both. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed()
}
