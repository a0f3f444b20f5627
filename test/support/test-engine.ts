import type { Batch } from '../../src/batch/define-batch.ts'
import type { Engine } from '../../src/batch/engine.ts'
import type { EngineOptions } from '../../src/batch/engine-options.ts'
import type { RunContext } from '../../src/batch/run-context.ts'
import { describeReason, type RunReason } from '../../src/batch/run-reason.ts'
import { type ManualClock, manualClock } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/database.ts'
import { startPlainEngine, testBatch } from './plain-engine.ts'

export { testBatch }

export interface TestEngine extends Engine {
  readonly clock: ManualClock
  /** Moves the clock, lets the scheduler look, and waits until nothing is due, waiting or under way. */
  advanceTo(instant: string): Promise<void>
  /** Moves the clock and lets the scheduler look; runs may be under way afterwards. */
  lookAt(instant: string): Promise<void>
}

/** An engine in Europe/Paris on a manual clock; errors that nobody handles fail the test at `stop`. */
export async function startTestEngine(
  database: Database,
  start: string | ManualClock,
  batches: readonly Batch[],
  options: Partial<EngineOptions> = {},
): Promise<TestEngine> {
  const clock = typeof start === 'string' ? manualClock(start) : start
  const errors: Error[] = []
  const engine = await startPlainEngine(database, batches, {
    graceMs: 200,
    // Out of reach: a wake that is lost must fail a test, not be made up for by the poll.
    pollMs: 3_600_000,
    ...options,
    clock,
    events: { error: (error) => errors.push(error), ...options.events },
  })
  async function lookAt(instant: string): Promise<void> {
    clock.advanceTo(instant)
    await engine.tick()
  }
  return {
    ...engine,
    get nodeId() {
      return engine.nodeId
    },
    clock,
    lookAt,
    async advanceTo(instant) {
      await lookAt(instant)
      await untilIdle(database)
    },
    async stop() {
      await engine.stop()
      if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => error.message).join('; '))
    },
  }
}

/** Resolves when no run waits or is under way. */
export async function untilIdle(database: Database): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query<{ busy: number }>(
      `select count(*) as busy from batch_run where state in ('queued', 'running')`,
    )
    return rows[0]!.busy === 0
  })
}

/** Asks again until it is true: for what is seen only in the database. Fails after `withinMs`. */
export async function until(condition: () => Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${condition}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export interface RunRowSeen {
  readonly id: number
  readonly batch: string
  readonly state: string
  readonly trigger: string
  readonly due: string | null
  /** In French, civil times of Paris. */
  readonly reason: string | null
}

/** The runs of a batch (or all), oldest first, as short rows that a test can compare. */
export async function runsOf(database: Database, batchCode?: string): Promise<RunRowSeen[]> {
  const { rows } = await database.pool.query<{
    id: number
    batch_code: string
    state: string
    trigger: string
    due_at: Date | null
    reason: RunReason | null
  }>(
    `select id, batch_code, state, trigger, due_at, reason from batch_run
     where $1::text is null or batch_code = $1 order by id`,
    [batchCode ?? null],
  )
  return rows.map((row) => ({
    id: row.id,
    batch: row.batch_code,
    state: row.state,
    trigger: row.trigger,
    due: row.due_at?.toISOString() ?? null,
    reason: row.reason === null ? null : describeReason(row.reason, 'Europe/Paris').fr,
  }))
}

/** A door that the work of a batch waits at, so that a test decides when it goes on. */
export interface Gate {
  /** What the batch does: arrives, waits for `open` (or for being told to stop), and returns. */
  pass(context: RunContext): Promise<Record<string, never>>
  /** Resolves when as many runs have arrived, since the beginning. */
  arrived(count: number): Promise<void>
  open(): void
  readonly arrivals: readonly number[]
}

export function gate(): Gate {
  const arrivals: number[] = []
  let waiters: { count: number; resolve: () => void }[] = []
  let isOpen = false
  let openers: (() => void)[] = []
  return {
    arrivals,
    async pass(context) {
      arrivals.push(context.run.id)
      for (const waiter of waiters.filter((one) => one.count <= arrivals.length)) waiter.resolve()
      waiters = waiters.filter((one) => one.count > arrivals.length)
      if (!isOpen)
        await new Promise<void>((resolve, reject) => {
          openers.push(resolve)
          context.signal.addEventListener('abort', () => reject(context.signal.reason))
        })
      return {}
    },
    arrived(count) {
      if (arrivals.length >= count) return Promise.resolve()
      return new Promise((resolve) => waiters.push({ count, resolve }))
    },
    open() {
      isOpen = true
      for (const open of openers) open()
      openers = []
    },
  }
}

/** Leaves the database as a new installation has it, faster than a new database would be. */
export async function forgetEngine(database: Database): Promise<void> {
  await database.pool.query('truncate batch, batch_run, batch_revision, node cascade')
  const { rows } = await database.pool.query<{ queue: string | null }>(
    `select to_regclass('pgboss.job') as queue`,
  )
  if (rows[0]!.queue !== null) await database.pool.query('delete from pgboss.job')
}
