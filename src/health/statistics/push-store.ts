import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'
import { academicYearOf } from '../identity-statistics/academic-year.ts'
import { schemaVersion } from './axes.ts'
import { countGroups } from './count-cells.ts'
import { buildPayload, fingerprintOf, type Payload, sizeOf } from './payload.ts'

/**
 * One payload, built and masked once (health.md 2.10). `previewed` ones are looked at and never sent.
 *
 *     pending → sending → sent
 *        ↑─── failed ──┤        (no answer: the same row is sent again, under the same key)
 *                      └→ refused (the receiver does not want it: kept to be looked into)
 */
export type PushState = 'previewed' | 'pending' | 'sending' | 'sent' | 'failed' | 'refused'

export interface Push {
  /** The Idempotency-Key. */
  readonly id: string
  readonly runId: number | null
  readonly year: number
  readonly until: string
  readonly schemaVersion: string
  readonly cells: number
  readonly masked: number
  readonly bytes: number
  readonly state: PushState
  readonly builtAt: string
  readonly previewedBy: string | null
  readonly approvedBy: string | null
  readonly approvedAt: string | null
  readonly attempts: number
  readonly sentAt: string | null
  readonly receipt: string | null
  readonly error: string | null
}

const columns = `id, run_id as "runId", year, until_on::text as until, schema_version as "schemaVersion", cells, masked,
  bytes, state, built_at as "builtAt", previewed_by as "previewedBy", approved_by as "approvedBy",
  approved_at as "approvedAt", attempts, sent_at as "sentAt", receipt, error`

export interface BuiltPayload {
  readonly payload: Payload
  readonly sha256: string
  readonly cells: number
  readonly masked: number
  readonly bytes: number
}

/** What would be sent now: the academic year of today, up to today. */
export async function buildNow(
  db: Queryable,
  about: { now: Temporal.Instant; timeZone: string; threshold: number; sender: string | null },
): Promise<BuiltPayload> {
  const today = about.now.toZonedDateTimeISO(about.timeZone).toPlainDate()
  const year = academicYearOf(today, await firstMonth(db))
  const payload = buildPayload(await countGroups(db, year), {
    sender: about.sender,
    year,
    until: today.toString(),
    threshold: about.threshold,
  })
  return { payload, sha256: fingerprintOf(payload), ...sizeOf(payload) }
}

/** As the plan of MAJ_IDENTITE has it: one year for both. */
async function firstMonth(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ month: number | null }>(
    `select (parameters ->> 'mois_rentree')::int as month from batch where code = 'MAJ_IDENTITE'`,
  )
  return rows[0]?.month ?? 9
}

/** The threshold that the plan of STAT_DASHBOARD has: a preview shows what would really be sent. */
export async function plannedThreshold(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ threshold: number | null }>(
    `select (parameters ->> 'seuil')::int as threshold from batch where code = 'STAT_DASHBOARD'`,
  )
  return rows[0]?.threshold ?? 11
}

export async function storePush(
  db: Queryable,
  built: BuiltPayload,
  how: { now: Temporal.Instant; runId: number } | { now: Temporal.Instant; previewedBy: string },
): Promise<string> {
  const id = randomUUID()
  const { payload, sha256, cells, masked, bytes } = built
  const by = 'runId' in how ? null : how.previewedBy
  const now = how.now.toString()
  await db.query(
    `insert into statistic_push (id, run_id, year, until_on, schema_version, payload, sha256, cells, masked, bytes,
                                 state, built_at, previewed_by, previewed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      id,
      'runId' in how ? how.runId : null,
      payload.year,
      payload.until,
      payload.schema_version,
      JSON.stringify(payload),
      sha256,
      cells,
      masked,
      bytes,
      by === null ? 'pending' : 'previewed',
      now,
      by,
      by === null ? null : now,
    ],
  )
  return id
}

/** Newest first. `before`: the instant and id that the page before ended with. */
export async function listPushes(
  db: Queryable,
  page: { readonly before?: { readonly at: string; readonly id: string } | undefined; readonly size: number },
): Promise<{ readonly pushes: Push[]; readonly next: { at: string; id: string } | null }> {
  const { rows } = await db.query<Row>(
    `select ${columns} from statistic_push
     where $1::timestamptz is null or (built_at, id) < ($1, $2::uuid)
     order by built_at desc, id desc limit $3`,
    [page.before?.at ?? null, page.before?.id ?? null, page.size + 1],
  )
  const pushes = rows.slice(0, page.size).map(record)
  const last = pushes.at(-1)
  return {
    pushes,
    next: rows.length > page.size && last !== undefined ? { at: last.builtAt, id: last.id } : null,
  }
}

export async function readPush(
  db: Queryable,
  id: string,
): Promise<{ readonly push: Push; readonly payload: Payload } | null> {
  const { rows } = await db.query<Row & { payload: Payload }>(
    `select ${columns}, payload from statistic_push where id = $1`,
    [id],
  )
  return rows[0] === undefined ? null : { push: record(rows[0]), payload: rows[0].payload }
}

/**
 * Whether somebody has looked at a payload of this schema and agreed that such figures leave. A lower threshold shows
 * smaller groups than anybody has seen: it needs an approval of its own.
 */
export async function isApproved(db: Queryable, threshold: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from statistic_push
     where approved_at is not null and schema_version = $1 and (payload ->> 'threshold')::int <= $2
     limit 1`,
    [schemaVersion, threshold],
  )
  return rowCount !== 0
}

/** False: it is no preview of the present schema. Approving twice changes nothing. */
export async function approvePush(
  db: Queryable,
  id: string,
  by: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update statistic_push
     set approved_by = coalesce(approved_by, $2), approved_at = coalesce(approved_at, $3)
     where id = $1 and state = 'previewed' and schema_version = $4`,
    [id, by, now.toString(), schemaVersion],
  )
  return rowCount === 1
}

/** What was masked less than is asked by now does not leave any more; returns how many that were. */
export async function withdrawBelow(db: Queryable, threshold: number): Promise<number> {
  const { rowCount } = await db.query(
    `update statistic_push
     set state = 'refused', error = 'masqué sous un seuil plus bas que celui d’aujourd’hui : n’est plus envoyé'
     where state in ('pending', 'sending', 'failed') and (payload ->> 'threshold')::int < $1`,
    [threshold],
  )
  return rowCount ?? 0
}

/** What was built and has not been received for certain, oldest first. */
export async function unfinishedPushes(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from statistic_push where state in ('pending', 'sending', 'failed') order by built_at`,
  )
  return rows.map((row) => row.id)
}

/** The newest payload that arrived, for these figures of this receiver to be sent once. */
export async function lastSent(
  db: Queryable,
): Promise<{ readonly sha256: string; readonly receipt: string | null } | null> {
  const { rows } = await db.query<{ sha256: string; receipt: string | null }>(
    `select sha256, receipt from statistic_push where state = 'sent' order by built_at desc limit 1`,
  )
  return rows[0] ?? null
}

type Row = { [K in keyof Push]: Push[K] extends string | null ? unknown : Push[K] }

function record(row: Row): Push {
  const instant = (value: unknown) => (value instanceof Date ? value.toISOString() : null)
  const push = row as unknown as Push
  const { id, runId, year, until, cells, masked, bytes, state, attempts, receipt, error } = push
  return {
    id,
    runId,
    year,
    until,
    schemaVersion: push.schemaVersion,
    cells,
    masked,
    bytes,
    state,
    builtAt: instant(row.builtAt)!,
    previewedBy: push.previewedBy,
    approvedBy: push.approvedBy,
    approvedAt: instant(row.approvedAt),
    attempts,
    sentAt: instant(row.sentAt),
    receipt,
    error,
  }
}
