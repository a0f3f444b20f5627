import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { Catalogue } from './catalogue.ts'
import type { DispatchQueue } from './dispatch-queue.ts'
import { nextDueInstant, scheduleTick, type TickResult } from './schedule-tick.ts'

/**
 * The part of a node that launches what is due. It sleeps until the next due instant, and looks at least once a
 * check period, should the clock or a notice have failed it.
 */
export interface Scheduler {
  /** Looks now, until nothing is due; returns the sum of its looks. */
  runOnce(): Promise<TickResult>
  /** Plans have changed: look anew at when to wake up. */
  wake(): void
  stop(): Promise<void>
}

export interface SchedulerOptions {
  readonly database: Database
  readonly queue: DispatchQueue
  readonly catalogue: Catalogue
  readonly clock: Clock
  readonly nodeId: string
  readonly checkPeriodMs: number
  readonly startDelayMs: number
  /** Called after each look that queued something. */
  readonly onQueued: () => void
  readonly onTick: (result: TickResult) => void
  readonly onError: (error: Error) => void
}

/** Rows that another node holds are looked for again after this long. */
const contendedMs = 20
const retryMs = 1_000

export function startScheduler(options: SchedulerOptions): Scheduler {
  const { database, queue, catalogue, clock } = options
  const startAt = clock.now().add({ milliseconds: options.startDelayMs })
  let lastLook = startAt
  let resting = 0
  let stopped = false
  let forget = () => {}
  let looking: Promise<TickResult> | undefined
  let following: Promise<TickResult> | undefined

  async function look(): Promise<TickResult> {
    const sum = { due: 0, queued: 0, skipped: 0, unreadable: [] as string[] }
    const startedAt = clock.now()
    lastLook = startedAt
    for (;;) {
      // A small first step lets the first runs start while the others are still being queued.
      const limit = sum.due === 0 ? 50 : 250
      const result = await scheduleTick({ database, queue, catalogue, now: clock.now(), limit })
      sum.due += result.due
      sum.queued += result.queued
      sum.skipped += result.skipped
      sum.unreadable.push(...result.unreadable)
      if (result.queued > 0) options.onQueued()
      if (result.due === 0 || stopped) break
    }
    await recordCheck(database.pool, options.nodeId, startedAt, clock.now(), options.checkPeriodMs)
    return sum
  }

  /** One at a time; a call during a look asks for another after it, which sees what the first may have missed. */
  function runOnce(): Promise<TickResult> {
    if (looking !== undefined) {
      following ??= looking
        .catch(() => {})
        .then(() => {
          following = undefined
          return runOnce()
        })
      return following
    }
    forget()
    looking = look().finally(() => {
      looking = undefined
    })
    looking.then(options.onTick, options.onError).then(() => rest(true))
    return looking
  }

  /** Sleeps until the next due instant, or for what is left of the check period. */
  async function rest(afterLook: boolean): Promise<void> {
    resting += 1
    const own = resting
    let next: Temporal.Instant | null
    try {
      next = await nextDueInstant(database.pool)
    } catch (error) {
      options.onError(error as Error)
      next = clock.now().add({ milliseconds: retryMs })
    }
    // The one that asked last knows best.
    if (stopped || looking !== undefined || own !== resting) return
    const latest = lastLook.add({ milliseconds: options.checkPeriodMs })
    if (next === null || Temporal.Instant.compare(next, latest) > 0) next = latest
    // Still due after a look: another node holds its row.
    const moment = clock.now().add({ milliseconds: afterLook ? contendedMs : 0 })
    if (Temporal.Instant.compare(next, clock.now()) <= 0) next = moment
    if (Temporal.Instant.compare(next, startAt) < 0) next = startAt
    forget()
    forget = clock.at(next, () => runOnce().catch(() => {}))
  }

  if (options.startDelayMs > 0) {
    announce(database.pool, options.nodeId, options.checkPeriodMs).catch(options.onError)
    forget = clock.at(startAt, () => runOnce().catch(() => {}))
  } else runOnce().catch(() => {})
  return {
    runOnce,
    // A look under way is followed by `rest` in any case.
    wake: () => {
      if (looking === undefined && !stopped) rest(false)
    },
    async stop() {
      stopped = true
      forget()
      await looking?.catch(() => {})
    },
  }
}

/** A node that has not looked yet schedules all the same: who watches must not think that nobody does. */
async function announce(pool: pg.Pool, nodeId: string, periodMs: number): Promise<void> {
  await pool.query('update node set check_period_ms = $2 where id = $1', [nodeId, periodMs])
}

/** C17: the panel under the grid reads when a node last looked. */
async function recordCheck(
  pool: pg.Pool,
  nodeId: string,
  startedAt: Temporal.Instant,
  endedAt: Temporal.Instant,
  periodMs: number,
): Promise<void> {
  await pool.query(
    'update node set check_started_at = $2, check_ended_at = $3, check_period_ms = $4 where id = $1',
    [nodeId, startedAt.toString(), endedAt.toString(), periodMs],
  )
}
