import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Editor } from '../editing.ts'
import type { ScannedType } from './scanned-type.ts'

/** A document that was scanned for somebody, until it is attached to a student's record (health.md 2.3). */
export interface ScanFile {
  readonly id: number
  /** Login of whose basket it lies in. */
  readonly owner: string
  /** As the scanner called it: may be a patient's name, so it stands in no log. */
  readonly name: string
  readonly mediaType: ScannedType
  readonly bytes: number
  readonly droppedAt: string
  /** Somebody is attaching it until then; null: nobody, or no longer. */
  readonly lockedUntil: string | null
  readonly lockedBy: string | null
  /** Attached: no longer in the basket. */
  readonly usedAt: string | null
  readonly studentId: number | null
}

interface ScanRow {
  id: number
  owner: string
  name: string
  media_type: ScannedType
  bytes: number
  dropped_at: Date
  locked_until: Date | null
  locked_by: string | null
  used_at: Date | null
  student_id: number | null
  storage_key: string
}

const columns = `id, owner, name, media_type, bytes, dropped_at, used_at, student_id, storage_key,
  case when locked_until > $1::timestamptz then locked_until end as locked_until,
  case when locked_until > $1::timestamptz then locked_by end as locked_by`

function scanFileOf(row: ScanRow): ScanFile {
  return {
    id: row.id,
    owner: row.owner,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    droppedAt: row.dropped_at.toISOString(),
    lockedUntil: row.locked_until?.toISOString() ?? null,
    lockedBy: row.locked_by,
    usedAt: row.used_at?.toISOString() ?? null,
    studentId: row.student_id,
  }
}

/** What somebody's basket holds, the newest first. */
export async function listBasket(
  db: Queryable,
  owner: string,
  now: Temporal.Instant,
  page: { readonly before: number | null; readonly size: number },
): Promise<{ items: ScanFile[]; next: number | null }> {
  const { rows } = await db.query<ScanRow>(
    `select ${columns} from scan_file
     where used_at is null and lower(owner) = lower($2) and ($3::bigint is null or id < $3)
     order by id desc limit $4`,
    [now.toString(), owner, page.before, page.size + 1],
  )
  const items = rows.slice(0, page.size).map(scanFileOf)
  return { items, next: rows.length > page.size ? items.at(-1)!.id : null }
}

export interface Basket {
  readonly owner: string
  readonly files: number
  readonly bytes: number
  readonly oldestAt: string
}

/** Whose baskets hold how much: names of files stay with their owners. */
export async function listBaskets(db: Queryable): Promise<Basket[]> {
  const { rows } = await db.query<{ owner: string; files: number; bytes: number; oldest_at: Date }>(
    `select min(owner) as owner, count(*) as files, sum(bytes)::bigint as bytes, min(dropped_at) as oldest_at
     from scan_file where used_at is null group by lower(owner) order by min(dropped_at), lower(owner) limit 500`,
  )
  return rows.map(({ oldest_at, ...basket }) => ({ ...basket, oldestAt: oldest_at.toISOString() }))
}

export interface NewScan {
  readonly owner: string
  readonly storageKey: string
  readonly name: string
  readonly mediaType: ScannedType
  readonly bytes: number
  readonly sha256: string
}

/** The file lies in its place already. */
export async function addScan(
  database: Database,
  editor: Editor,
  scan: NewScan,
  now: Temporal.Instant,
): Promise<ScanFile> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<ScanRow>(
      `insert into scan_file (owner, storage_key, name, media_type, bytes, sha256, dropped_at)
       values ($2, $3, $4, $5, $6, $7, $1) returning ${columns}`,
      [now.toString(), scan.owner, scan.storageKey, scan.name, scan.mediaType, scan.bytes, scan.sha256],
    )
    const added = scanFileOf(rows[0]!)
    await note(client, editor, 'scan.dropped', added)
    return added
  })
}

/** With where its bytes lie. */
export async function findScan(
  db: Queryable,
  id: number,
  now: Temporal.Instant,
  options: { readonly forUpdate?: boolean } = {},
): Promise<(ScanFile & { readonly storageKey: string }) | null> {
  const { rows } = await db.query<ScanRow>(
    `select ${columns} from scan_file where id = $2 ${options.forUpdate === true ? 'for update' : ''}`,
    [now.toString(), id],
  )
  return rows[0] === undefined ? null : { ...scanFileOf(rows[0]), storageKey: rows[0].storage_key }
}

export type ScanOutcome =
  | { readonly ok: true; readonly file: ScanFile; readonly storageKey: string }
  | { readonly ok: false; readonly reason: 'unknown' | 'used' }
  | { readonly ok: false; readonly reason: 'locked'; readonly by: string; readonly until: string }

export interface ScanAct {
  readonly database: Database
  readonly editor: Editor
  readonly now: Temporal.Instant
  readonly id: number
  /** Whether the visitor has business with this file. */
  readonly concerns: (file: ScanFile) => boolean
}

/** Reserves it for whoever attaches it: CLEAN_SCAN and colleagues leave it alone until then. */
export async function lockScan(act: ScanAct, until: Temporal.Instant): Promise<ScanOutcome> {
  return await change(act, 'scan.reserved', 'locked_until = $2, locked_by = $3', [
    until.toString(),
    act.editor.author,
  ])
}

export async function unlockScan(act: ScanAct): Promise<ScanOutcome> {
  return await change(act, 'scan.released', 'locked_until = null, locked_by = null', [])
}

/** Becomes a document of this student's record. */
export async function attachScan(act: ScanAct, studentId: number): Promise<ScanOutcome> {
  return await change(
    act,
    'scan.attached',
    'used_at = $2, student_id = $3, locked_until = null, locked_by = null',
    [act.now.toString(), studentId],
    { studentId },
  )
}

async function change(
  { database, editor, now, id, concerns }: ScanAct,
  action: string,
  assignments: string,
  values: readonly unknown[],
  detail: Readonly<Record<string, unknown>> = {},
): Promise<ScanOutcome> {
  return await transaction(database.pool, async (client) => {
    const before = await findScan(client, id, now, { forUpdate: true })
    const refusal = refusalOf(before, editor.author, concerns)
    if (refusal !== null) return refusal
    await client.query(`update scan_file set ${assignments} where id = $1`, [id, ...values])
    const { storageKey, ...file } = (await findScan(client, id, now))!
    await note(client, editor, action, file, detail)
    return { ok: true, file, storageKey }
  })
}

/** Its owner, or whoever reserved it, wants it no more. The caller erases the bytes once this is committed. */
export async function removeScan({ database, editor, now, id, concerns }: ScanAct): Promise<ScanOutcome> {
  return await transaction(database.pool, async (client) => {
    const before = await findScan(client, id, now, { forUpdate: true })
    const refusal = refusalOf(before, editor.author, concerns)
    if (refusal !== null) return refusal
    const { storageKey, ...file } = before!
    await client.query('delete from scan_file where id = $1', [id])
    await note(client, editor, 'scan.removed', file)
    return { ok: true, file, storageKey }
  })
}

/** What may not be changed: nobody's business, attached already, or reserved by somebody else. */
function refusalOf(
  file: ScanFile | null,
  author: string,
  concerns: (file: ScanFile) => boolean,
): Exclude<ScanOutcome, { ok: true }> | null {
  if (file === null || !concerns(file)) return { ok: false, reason: 'unknown' }
  if (file.usedAt !== null) return { ok: false, reason: 'used' }
  if (file.lockedBy !== null && file.lockedBy !== author)
    return { ok: false, reason: 'locked', by: file.lockedBy, until: file.lockedUntil! }
  return null
}

/** Owner and size: never the name, which may be a patient's. */
async function note(
  db: Queryable,
  { author, address }: Editor,
  action: string,
  { id, owner, bytes, mediaType }: ScanFile,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await recordAudit(db, {
    actor: author,
    action,
    subject: `scan:${id}`,
    application: 'health',
    address,
    detail: { owner, bytes, mediaType, ...detail },
  })
}
