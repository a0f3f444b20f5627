import type { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../batch/run-context.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../platform/database.ts'
import { eraseScan, oldKeys } from './scan-folder.ts'

/** Small: the bytes of a chunk are erased after its rows, and a run cut short leaves that many orphans at most. */
const chunk = 50
/** A file without row may be one whose row is about to come. */
const orphanHours = 24

/** health.md 2.3: dropped before this civil day, `days` days ago (0: today). */
export function droppedBefore(now: Temporal.Instant, timeZone: string, days: number): Temporal.Instant {
  return now.toZonedDateTimeISO(timeZone).startOfDay().subtract({ days }).startOfDay().toInstant()
}

/** Unused, of before the limit; whether nobody is attaching them is asked apart. */
const candidates = 'used_at is null and dropped_at < $1::timestamptz'
const unlocked = '(locked_until is null or locked_until < $2::timestamptz)'

export interface CleanCounts {
  readonly removed: number
  /** Of the files erased with their rows. */
  readonly bytes: number
  readonly orphans: number
  /** Left because somebody is attaching them. */
  readonly locked: number
}

/** How much a run would delete. */
export async function countForgotten(
  db: Queryable,
  before: Temporal.Instant,
  now: Temporal.Instant,
): Promise<{ files: number; bytes: number; locked: number }> {
  const { rows } = await db.query<{ files: number; bytes: number; locked: number }>(
    `select count(*) filter (where ${unlocked}) as files,
       coalesce(sum(bytes) filter (where ${unlocked}), 0)::bigint as bytes,
       count(*) filter (where not ${unlocked}) as locked
     from scan_file where ${candidates}`,
    [before.toString(), now.toString()],
  )
  return rows[0]!
}

/**
 * Deletes what lies unused in the baskets: rows first, in a transaction, then their files. A crash between the two
 * leaves files without row, which a later run erases. A row that somebody has locked at this very moment is passed over.
 */
export async function cleanBaskets(
  context: Pick<
    RunContext,
    'run' | 'database' | 'transaction' | 'log' | 'progress' | 'signal' | 'clock' | 'place'
  >,
  before: Temporal.Instant,
): Promise<CleanCounts> {
  const { database, log, progress, signal, clock, place } = context
  const { files: total } = await countForgotten(database.pool, before, clock.now())
  let removed = 0
  let bytes = 0
  for (;;) {
    signal.throwIfAborted()
    const deleted = await deleteChunk(context, before)
    for (const { id, storageKey } of deleted) {
      try {
        bytes += await eraseScan(place.dataDirectory, storageKey)
      } catch (error) {
        log.warn(`document ${id} : fichier non effacé (${codeOf(error)}), nouvel essai la nuit prochaine`)
      }
    }
    removed += deleted.length
    progress(removed, total)
    if (deleted.length < chunk) break
  }
  const orphans = await eraseOrphans(context)
  return { removed, bytes, orphans, locked: await countLeft(database.pool, before) }
}

async function deleteChunk(
  { transaction, clock }: Pick<RunContext, 'transaction' | 'clock'>,
  before: Temporal.Instant,
): Promise<{ id: number; storageKey: string }[]> {
  return await transaction(async (client) => {
    const { rows } = await client.query<{ id: number; storageKey: string; owner: string; bytes: number }>(
      `delete from scan_file where id in (
         select id from scan_file where ${candidates} and ${unlocked}
         order by id limit $3 for update skip locked)
       returning id, storage_key as "storageKey", owner, bytes`,
      [before.toString(), clock.now().toString(), chunk],
    )
    for (const { id, owner, bytes } of rows)
      await recordAudit(client, {
        actor: 'SYSTEM:CLEAN_SCAN',
        action: 'scan.removed',
        subject: `scan:${id}`,
        application: 'health',
        detail: { owner, bytes },
      })
    return rows
  })
}

/** Whatever candidate is left was locked, in its row or by a transaction under way. */
async function countLeft(db: Queryable, before: Temporal.Instant): Promise<number> {
  const { rows } = await db.query<{ left: number }>(
    `select count(*) as left from scan_file where ${candidates}`,
    [before.toString()],
  )
  return rows[0]!.left
}

/** Files of a former run that was cut short, or of an upload that was. */
async function eraseOrphans({
  database,
  log,
  signal,
  clock,
  place,
}: Pick<RunContext, 'database' | 'log' | 'signal' | 'clock' | 'place'>): Promise<number> {
  const olderThan = clock.now().subtract({ hours: orphanHours })
  const keys = await oldKeys(place.dataDirectory, olderThan.epochMilliseconds)
  const { rows } = await database.pool.query<{ key: string }>(
    `select key from unnest($1::text[]) as key
     where not exists (select from scan_file where storage_key = key)`,
    [keys],
  )
  let erased = 0
  for (const { key } of rows) {
    signal.throwIfAborted()
    try {
      await eraseScan(place.dataDirectory, key)
      erased++
    } catch (error) {
      log.warn(`un fichier sans document n'a pas été effacé (${codeOf(error)})`)
    }
  }
  return erased
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'erreur inattendue'
}
