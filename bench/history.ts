import { parseArgs } from 'node:util'
import { type HistoryFilter, readHistory } from '../src/batch/history.ts'
import type { RunState, Trigger } from '../src/batch/run-state.ts'
import { openDatabase } from '../src/platform/database.ts'
import { withBenchServer } from './support/bench-server.ts'
import { fillRuns } from './support/fill-runs.ts'
import { percentile } from './support/percentile.ts'

/** A page of the history, over combinations of all filters, first pages and later ones. */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { runs: { type: 'string', default: '1000000' } } })
  const runs = Number(values.runs)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url, { max: 2 })
    await fillRuns(database.pool, runs)
    const samples: number[] = []
    let slowest = { ms: 0, filter: {} as HistoryFilter }
    for (const filter of filters()) {
      for (const before of [undefined, Math.floor(runs / 2), Math.floor(runs / 50)]) {
        for (let repeat = 0; repeat < 3; repeat += 1) {
          const start = performance.now()
          await readHistory(database.pool, filter, { size: 50, ...(before === undefined ? {} : { before }) })
          const ms = performance.now() - start
          samples.push(ms)
          if (ms > slowest.ms) slowest = { ms, filter }
        }
      }
    }
    await database.close()
    console.error(
      `${samples.length} pages; slowest ${slowest.ms.toFixed(1)} ms: ${JSON.stringify(slowest.filter)}`,
    )
    return { runs, p50Ms: percentile(samples, 0.5), p95Ms: percentile(samples, 0.95) }
  })
}

function filters(): HistoryFilter[] {
  const scopes: HistoryFilter[] = [
    {},
    { application: 'health' },
    // What somebody sees who may not read one of the four.
    { applications: ['core', 'health', 'learning'] },
    { batch: 'B0' },
    { batch: 'B31' },
    { batch: 'B59' },
  ]
  const states: RunState[][] = [
    [],
    ['finished'],
    ['failed'],
    ['failed', 'interrupted'],
    ['cancelled'],
    ['running'],
  ]
  const triggers: Trigger[][] = [[], ['schedule'], ['manual', 'cli', 'api'], ['retry']]
  const periods: HistoryFilter[] = [
    {},
    { from: '2025-12-01T00:00:00Z' },
    { from: '2023-03-01T00:00:00Z', to: '2023-03-08T00:00:00Z' },
    { to: '2021-06-01T00:00:00Z' },
  ]
  return scopes.flatMap((scope) =>
    states.flatMap((state) =>
      triggers.flatMap((trigger) =>
        periods.map((period) => ({ ...scope, ...period, states: state, triggers: trigger })),
      ),
    ),
  )
}
