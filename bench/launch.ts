import { parseArgs } from 'node:util'
import { openDatabase } from '../src/platform/database.ts'
import { startEngineChild } from '../test/support/engine-child.ts'
import { startPlainEngine, testBatch } from '../test/support/plain-engine.ts'
import { withBenchServer } from './support/bench-server.ts'
import { percentile } from './support/percentile.ts'

/** From the request, made in this process, to the start of the batch's work in another. */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { runs: { type: 'string', default: '500' } } })
  const runs = Number(values.runs)
  return await withBenchServer(async (url) => {
    const child = await startEngineChild({ url, batches: 1, scheduler: false, work: 'nothing' })
    const database = openDatabase(url)
    const engine = await startPlainEngine(database, [testBatch('TEST_0')], {
      scheduler: false,
      runner: false,
    })
    const samples: number[] = []
    // The first requests pay for plans, caches and compiled code; a program that has been up for a while does not.
    for (let round = -50; round < runs; round += 1) {
      const askedMs = performance.timeOrigin + performance.now()
      const outcome = await engine.requestRun({ code: 'TEST_0', trigger: 'api', requestedBy: 'bench' })
      if (!outcome.ok) throw new Error(outcome.refusal.message.en)
      await engine.waitForRun(outcome.runId)
      const start = child.starts.find((one) => one.runId === outcome.runId)
      if (start === undefined) throw new Error(`run ${outcome.runId} was not seen to start`)
      if (round >= 0) samples.push(start.wallMs - askedMs)
    }
    await engine.stop()
    await child.stop()
    await database.close()
    return { runs, p50Ms: percentile(samples, 0.5), p99Ms: percentile(samples, 0.99) }
  })
}
