import type { Queryable } from '../../platform/database.ts'

export interface Waited {
  readonly seconds: number
  /** The last run that it waited for. */
  readonly batch: string
  readonly run: number
}

/**
 * How long a run waited for another that named the same resource, and for which; null: it did not wait. Read from the history: a
 * run that held the resource when this one was queued, and ended before this one began.
 */
export async function waitedFor(db: Queryable, runId: number, resource: string): Promise<Waited | null> {
  const { rows } = await db.query<Waited>(
    `select round(extract(epoch from mine.started_at - mine.queued_at))::int as seconds,
       other.batch_code as batch, other.id as run
     from batch_run mine
     join batch on batch.code <> mine.batch_code
     cross join lateral (
       select * from batch_run r where r.batch_code = batch.code and r.started_at is not null order by r.id desc limit 3
     ) other
     where mine.id = $1 and other.resources @> array[$2::text] and other.started_at <= mine.started_at
       and other.ended_at between mine.queued_at and mine.started_at
     order by other.ended_at desc, other.id desc limit 1`,
    [runId, resource],
  )
  return rows[0] ?? null
}

/** `3 min 20 s`, `45 s`, `2 h 05 min`. */
export function waitWords(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`
}
