import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { type Clock, systemClock } from '../platform/clock.ts'

/** A clock that follows the database server's, so that all nodes share one time whatever their machines say. */
export interface DatabaseClock extends Clock {
  /** Milliseconds that the database is ahead of this machine. */
  offsetMs(): number
  /** Measures the offset anew; returns it. */
  runOnce(): Promise<number>
  stop(): void
}

const samples = 5

/** Small corrections backwards are waited out instead of made: an instant that was reached stays reached. */
const longestHoldMs = 1_000

export async function startDatabaseClock(
  pool: pg.Pool,
  options: { everyMs?: number; onError?: (error: Error) => void } = {},
): Promise<DatabaseClock> {
  let offset = await measureOffset(pool)
  let latest = 0n
  const clock = systemClock(() => offset)

  async function runOnce(): Promise<number> {
    offset = await measureOffset(pool)
    return offset
  }
  const timer = setInterval(() => runOnce().catch(options.onError ?? (() => {})), options.everyMs ?? 60_000)
  timer.unref()

  return {
    now() {
      const now = clock.now().epochNanoseconds
      const behindNs = latest - now
      if (behindNs <= 0n || behindNs > BigInt(longestHoldMs) * 1_000_000n) latest = now
      return Temporal.Instant.fromEpochNanoseconds(latest)
    },
    at: clock.at,
    offsetMs: () => offset,
    runOnce,
    stop: () => clearInterval(timer),
  }
}

/** Of a few round trips the shortest tells most: the server read its clock about half-way through it. */
async function measureOffset(pool: pg.Pool): Promise<number> {
  const client = await pool.connect()
  try {
    let best = { roundTripMs: Number.POSITIVE_INFINITY, offsetMs: 0 }
    for (let sample = 0; sample < samples; sample += 1) {
      const askedMs = performance.now()
      const { rows } = await client.query<{ ms: number }>(
        'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
      )
      const answeredMs = performance.now()
      const roundTripMs = answeredMs - askedMs
      const middleMs = performance.timeOrigin + (askedMs + answeredMs) / 2
      if (roundTripMs < best.roundTripMs) best = { roundTripMs, offsetMs: rows[0]!.ms - middleMs }
    }
    return best.offsetMs
  } finally {
    client.release()
  }
}
