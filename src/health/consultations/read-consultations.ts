import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Encryption } from '../../platform/encryption.ts'
import type { Editor } from '../editing.ts'
import {
  type Consultation,
  type ConsultationRow,
  consultationColumns,
  consultationOf,
  contentPlace,
} from './consultation.ts'

/** `unvalidated`: closed by FER_CON. */
export type ConsultationState = 'open' | 'unvalidated' | 'closed'

export interface ConsultationQuery {
  readonly state: ConsultationState | null
  readonly practitioner: string | null
  /** The id that the page before ended with. */
  readonly before: number | null
  readonly size: number
}

/** Those opened last first, without what they say. */
export async function listConsultations(
  db: Queryable,
  { state, practitioner, before, size }: ConsultationQuery,
): Promise<{ items: Consultation[]; next: number | null }> {
  const { rows } = await db.query<ConsultationRow>(
    `select ${consultationColumns} from consultation
     where ${conditions[state ?? 'any']}
       and ($1::text is null or lower(practitioner) = lower($1))
       and ($2::bigint is null or (opened_at, id) < (select opened_at, id from consultation where id = $2))
     order by opened_at desc, id desc limit $3`,
    [practitioner, before, size + 1],
  )
  const items = rows.slice(0, size).map(consultationOf)
  return { items, next: rows.length > size ? items.at(-1)!.id : null }
}

const conditions = {
  any: 'true',
  open: 'closed_at is null',
  unvalidated: `closed_by = 'FER_CON'`,
  closed: `closed_by = 'practitioner'`,
} as const

export interface ReadConsultation extends Consultation {
  /** Null: nothing was written. */
  readonly content: string | null
}

export type ReadOutcome =
  | { readonly ok: true; readonly consultation: ReadConsultation }
  | { readonly ok: false; readonly reason: 'unknown' | 'no-key' }

/** One with what it says. Written down as read, in the transaction that reads it: what is not written is not shown. */
export async function readConsultation(
  database: Database,
  encryption: Encryption | null,
  reader: Editor,
  id: number,
): Promise<ReadOutcome> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<ConsultationRow & { content_encrypted: Buffer | null }>(
      `select ${consultationColumns}, content_encrypted from consultation where id = $1`,
      [id],
    )
    if (rows[0] === undefined) return { ok: false, reason: 'unknown' }
    const bytes = rows[0].content_encrypted
    if (bytes !== null && encryption === null) return { ok: false, reason: 'no-key' }
    await recordAudit(client, {
      actor: reader.author,
      action: 'consultation.read',
      subject: `consultation:${id}`,
      application: 'health',
      address: reader.address,
    })
    const content = bytes === null ? null : decrypted(encryption!, bytes, id)
    if (content === undefined) return { ok: false, reason: 'no-key' }
    return { ok: true, consultation: { ...consultationOf(rows[0]), content } }
  })
}

function decrypted(encryption: Encryption, bytes: Buffer, id: number): string | undefined {
  try {
    return encryption.decrypt(bytes, contentPlace(id))
  } catch {
    return undefined
  }
}
