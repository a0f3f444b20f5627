import type pg from 'pg'
import type { Queryable } from '../../platform/database.ts'
import { cellPlace } from '../../platform/encryption.ts'

/** A consultation without what it says: that is read apart, by those with the medical right (health.md 5.4). */
export interface Consultation {
  readonly id: number
  /** What the feeding system calls it. */
  readonly reference: string | null
  readonly studentId: number
  /** Login of whoever holds it; need not have an account here. */
  readonly practitioner: string
  readonly openedAt: string
  readonly lastActivityAt: string
  readonly closedAt: string | null
  /** By the batch: what it says is a draft that nobody validated. */
  readonly closedBy: 'practitioner' | 'FER_CON' | null
  readonly hasContent: boolean
}

export interface ConsultationRow {
  id: number
  reference: string | null
  student_id: number
  practitioner: string
  opened_at: Date
  last_activity_at: Date
  closed_at: Date | null
  closed_by: 'practitioner' | 'FER_CON' | null
  has_content: boolean
}

export const consultationColumns = `id, reference, student_id, practitioner, opened_at, last_activity_at, closed_at,
  closed_by, content_encrypted is not null as has_content`

export function consultationOf(row: ConsultationRow): Consultation {
  return {
    id: row.id,
    reference: row.reference,
    studentId: row.student_id,
    practitioner: row.practitioner,
    openedAt: row.opened_at.toISOString(),
    lastActivityAt: row.last_activity_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by,
    hasContent: row.has_content,
  }
}

/** What the content of a consultation is bound to. */
export function contentPlace(id: number): string {
  return cellPlace('consultation', 'content_encrypted', id)
}

/** Whose turn it is in the record: nobody's any more, once the consultation has ended. */
export async function releaseRecordLock(client: pg.PoolClient, consultationId: number): Promise<void> {
  await client.query('delete from record_lock where consultation_id = $1', [consultationId])
}

/** Of those under the same reference there is one. */
export async function findByReference(
  db: Queryable,
  reference: string,
  options: { readonly forUpdate?: boolean } = {},
): Promise<Consultation | null> {
  const { rows } = await db.query<ConsultationRow>(
    `select ${consultationColumns} from consultation where reference = $1
     ${options.forUpdate === true ? 'for update' : ''}`,
    [reference],
  )
  return rows[0] === undefined ? null : consultationOf(rows[0])
}
