import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { type Database, transaction } from '../../platform/database.ts'
import type { Encryption } from '../../platform/encryption.ts'
import { type Editor, recordEdit } from '../editing.ts'
import {
  type Consultation,
  type ConsultationRow,
  consultationColumns,
  consultationOf,
  contentPlace,
  findByReference,
  releaseRecordLock,
} from './consultation.ts'

/** A consultation as the feeding system knows it. */
export interface ConsultationFeed {
  readonly studentId: number
  readonly practitioner: string
  readonly openedAt: Temporal.Instant
  /** Default: when it was closed; else what is known already, or when it was opened. */
  readonly lastActivityAt?: Temporal.Instant | undefined
  /** Null: open still, unless FER_CON closed it: it is never opened again. */
  readonly closedAt?: Temporal.Instant | null | undefined
  /** Undefined: left as it is; null: emptied. */
  readonly content?: string | null | undefined
}

export interface Feeding {
  readonly database: Database
  /** Null: content is refused. */
  readonly encryption: Encryption | null
  readonly editor: Editor
  readonly now: Temporal.Instant
}

/** Content came, and there is no key to encrypt it with. */
export class NoEncryptionKeyError extends Error {}

/** The reference is that of a consultation of somebody else: what it says never passes to another record. */
export class OtherStudentError extends Error {}

/** Makes the consultation of this reference, or changes what differs of it. The same thing twice writes nothing. */
export async function feedConsultation(
  feeding: Feeding,
  reference: string,
  feed: ConsultationFeed,
): Promise<{ readonly consultation: Consultation; readonly outcome: 'created' | 'updated' | 'unchanged' }> {
  if (feed.content != null && feeding.encryption === null) throw new NoEncryptionKeyError()
  return await transaction(feeding.database.pool, async (client) => {
    const created = await insert(client, reference, feed, feeding.now)
    const before = created ?? (await findByReference(client, reference, { forUpdate: true }))!
    if (created === null && before.studentId !== feed.studentId) throw new OtherStudentError()
    const after = created === null ? await update(client, before, feed, feeding.now) : created
    const contentChanged = await writeContent(client, feeding, after.id, feed.content)
    if (after.closedAt !== null) await releaseRecordLock(client, after.id)
    else await takeRecordLock(client, after)
    const outcome =
      created !== null ? 'created' : after !== before || contentChanged ? 'updated' : 'unchanged'
    const consultation = { ...after, hasContent: hasContent(after, feed.content) }
    if (outcome !== 'unchanged')
      await recordEdit(client, feeding.editor, {
        action: outcome === 'created' ? 'consultation.opened' : 'consultation.changed',
        subject: `consultation:${after.id}`,
        before: created === null ? told(before) : null,
        after: { ...told(consultation), ...(contentChanged ? { content: 'changed' } : {}) },
      })
    return { consultation, outcome }
  })
}

/** What the audit trail keeps for years: no reference, which may be anything, and nothing of the content. */
function told({ reference: _reference, ...rest }: Consultation): Record<string, unknown> {
  return { ...rest }
}

function hasContent(consultation: Consultation, content: string | null | undefined): boolean {
  return content === undefined ? consultation.hasContent : content !== null
}

function lastActivity({ openedAt, lastActivityAt, closedAt }: ConsultationFeed): Temporal.Instant {
  return lastActivityAt ?? closedAt ?? openedAt
}

/** Null when there is one of this reference. */
async function insert(
  client: pg.PoolClient,
  reference: string,
  feed: ConsultationFeed,
  now: Temporal.Instant,
): Promise<Consultation | null> {
  const { rows } = await client.query<ConsultationRow>(
    `insert into consultation (reference, student_id, practitioner, opened_at, last_activity_at, closed_at, closed_by,
       created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6::timestamptz, case when $6 is null then null else 'practitioner' end, $7, $7)
     on conflict (reference) do nothing
     returning ${consultationColumns}`,
    [
      reference,
      feed.studentId,
      feed.practitioner,
      feed.openedAt.toString(),
      lastActivity(feed).toString(),
      feed.closedAt?.toString() ?? null,
      now.toString(),
    ],
  )
  return rows[0] === undefined ? null : consultationOf(rows[0])
}

/** `before` itself when nothing differs. */
async function update(
  client: pg.PoolClient,
  before: Consultation,
  feed: ConsultationFeed,
  now: Temporal.Instant,
): Promise<Consultation> {
  const { rows } = await client.query<ConsultationRow>(
    `update consultation set student_id = $2, practitioner = $3, opened_at = $4, last_activity_at = new.last_activity_at,
       closed_at = new.closed_at, closed_by = new.closed_by, changed_at = $7, version = version + 1
     from (
       select greatest($4::timestamptz, coalesce($5::timestamptz, last_activity_at)) as last_activity_at,
         coalesce($6::timestamptz, closed_at) as closed_at,
         case when $6 is null then closed_by else 'practitioner' end as closed_by
       from consultation where id = $1
     ) as new
     where id = $1
       and (student_id, practitioner, opened_at, consultation.last_activity_at, consultation.closed_at,
         consultation.closed_by) is distinct from
         ($2::bigint, $3::text, $4::timestamptz, new.last_activity_at, new.closed_at, new.closed_by)
     returning id, reference, student_id, practitioner, opened_at, consultation.last_activity_at,
       consultation.closed_at, consultation.closed_by, content_encrypted is not null as has_content`,
    [
      before.id,
      feed.studentId,
      feed.practitioner,
      feed.openedAt.toString(),
      (feed.lastActivityAt ?? feed.closedAt)?.toString() ?? null,
      feed.closedAt?.toString() ?? null,
      now.toString(),
    ],
  )
  return rows[0] === undefined ? before : consultationOf(rows[0])
}

/** Whether it changed. The same text again is left as it is encrypted. */
async function writeContent(
  client: pg.PoolClient,
  { encryption, now }: Feeding,
  id: number,
  content: string | null | undefined,
): Promise<boolean> {
  if (content === undefined) return false
  const { rows } = await client.query<{ content_encrypted: Buffer | null }>(
    'select content_encrypted from consultation where id = $1',
    [id],
  )
  const before = rows[0]!.content_encrypted
  if (content === null ? before === null : before !== null && isText(encryption!, before, id, content))
    return false
  await client.query(
    'update consultation set content_encrypted = $2, changed_at = $3, version = version + 1 where id = $1',
    [id, content === null ? null : encryption!.encrypt(content, contentPlace(id)), now.toString()],
  )
  return true
}

/** False too for what no key opens: writing it anew mends it. */
function isText(encryption: Encryption, bytes: Buffer, id: number, text: string): boolean {
  try {
    return encryption.decrypt(bytes, contentPlace(id)) === text
  } catch {
    return false
  }
}

/** One person at a time in a record: who was first keeps it. */
async function takeRecordLock(
  client: pg.PoolClient,
  { id, studentId, practitioner, openedAt }: Consultation,
): Promise<void> {
  await client.query('delete from record_lock where consultation_id = $1 and student_id <> $2', [
    id,
    studentId,
  ])
  await client.query(
    `insert into record_lock (student_id, consultation_id, holder, since) values ($1, $2, $3, $4)
     on conflict (student_id) do nothing`,
    [studentId, id, practitioner, openedAt],
  )
}

export type ActOutcome =
  | { readonly ok: true; readonly consultation: Consultation }
  | { readonly ok: false; readonly reason: 'unknown' | 'closed' | 'before-opening' }

/** Somebody is at it: the last activity moves forward, never back. Not audited: it comes every minute. */
export async function noteActivity(
  { database, now }: Pick<Feeding, 'database' | 'now'>,
  reference: string,
  at: Temporal.Instant,
): Promise<ActOutcome> {
  const { rows } = await database.pool.query<ConsultationRow>(
    `update consultation set last_activity_at = greatest(last_activity_at, $2), changed_at = $3, version = version + 1
     where reference = $1 and closed_at is null
     returning ${consultationColumns}`,
    [reference, at.toString(), now.toString()],
  )
  if (rows[0] !== undefined) return { ok: true, consultation: consultationOf(rows[0]) }
  return {
    ok: false,
    reason: (await findByReference(database.pool, reference)) === null ? 'unknown' : 'closed',
  }
}

/**
 * The practitioner closes it; of one that FER_CON closed, validates it as it stands, at the end that it has. Closing
 * twice changes nothing.
 */
export async function closeConsultation(
  { database, editor, now }: Omit<Feeding, 'encryption'>,
  reference: string,
  at: Temporal.Instant,
): Promise<ActOutcome> {
  return await transaction(database.pool, async (client) => {
    const before = await findByReference(client, reference, { forUpdate: true })
    if (before === null) return { ok: false, reason: 'unknown' }
    if (before.closedBy === 'practitioner') return { ok: true, consultation: before }
    if (at.epochMilliseconds < Date.parse(before.openedAt)) return { ok: false, reason: 'before-opening' }
    const { rows } = await client.query<ConsultationRow>(
      `update consultation set closed_at = coalesce(closed_at, $2),
         last_activity_at = case when closed_at is null then greatest(last_activity_at, $2) else last_activity_at end,
         closed_by = 'practitioner', changed_at = $3, version = version + 1
       where id = $1 returning ${consultationColumns}`,
      [before.id, at.toString(), now.toString()],
    )
    const after = consultationOf(rows[0]!)
    await releaseRecordLock(client, after.id)
    await recordEdit(client, editor, {
      action: 'consultation.closed',
      subject: `consultation:${after.id}`,
      before: told(before),
      after: told(after),
    })
    return { ok: true, consultation: after }
  })
}
