import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { buildCatalogue } from '../src/batch/catalogue.ts'
import type { DispatchQueue } from '../src/batch/dispatch-queue.ts'
import { nextDueInstant, scheduleTick } from '../src/batch/schedule-tick.ts'
import { openDatabase } from '../src/platform/database.ts'
import { withBenchServer } from './support/bench-server.ts'
import { percentile } from './support/percentile.ts'

/** One look of the scheduler, and finding out when to wake up next, with N batches planned and none due. */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { batches: { type: 'string', default: '100000' } } })
  const batches = Number(values.batches)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url)
    const now = Temporal.Instant.from('2026-01-05T12:00:00Z')
    await database.pool.query(
      `insert into batch (code, application, planned, enabled, at_time, weekdays, time_zone, catch_up,
                          catch_up_minutes, cursor_at, next_due_at, changed_at, changed_by)
       select 'B' || n, 'core', true, true, '22:30', '{mon,tue,wed,thu,fri,sat,sun}', 'Europe/Paris', 'run', 720,
              $2, $2::timestamptz + n * interval '1 second' + interval '1 hour', $2, 'bench'
       from generate_series(1, $1::int) n`,
      [batches, now.toString()],
    )
    await database.pool.query('vacuum analyze batch')
    const idle = async () => {
      throw new Error('nothing is due')
    }
    const queue: DispatchQueue = { send: idle, fetch: idle, discard: idle, stop: idle }
    const catalogue = buildCatalogue([])
    const samples: number[] = []
    for (let round = -20; round < 200; round += 1) {
      const before = performance.now()
      await scheduleTick({ database, queue, catalogue, now })
      await nextDueInstant(database.pool)
      if (round >= 0) samples.push(performance.now() - before)
    }
    await database.close()
    return { batches, tickMs: percentile(samples, 0.5) }
  })
}
