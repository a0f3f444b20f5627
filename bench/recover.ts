import { parseArgs } from 'node:util'
import { openDatabase } from '../src/platform/database.ts'
import { startEngineChild } from '../test/support/engine-child.ts'
import { startPlainEngine, testBatch } from '../test/support/plain-engine.ts'
import { withBenchServer } from './support/bench-server.ts'
import { percentile } from './support/percentile.ts'

/** From the `kill -9` of a node process with a run under way to that run being declared interrupted. */
export async function run(options: string[]) {
  const { values } = parseArgs({ args: options, options: { kills: { type: 'string', default: '20' } } })
  const kills = Number(values.kills)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url)
    const engine = await startPlainEngine(database, [testBatch('TEST_0')], {
      scheduler: false,
      runner: false,
    })
    const samples: number[] = []
    for (let round = 0; round < kills; round += 1) {
      const child = await startEngineChild({ url, batches: 1, scheduler: false, work: 'hang' })
      const outcome = await engine.requestRun({ code: 'TEST_0', trigger: 'api', requestedBy: 'bench' })
      if (!outcome.ok) throw new Error(outcome.refusal.message.en)
      await child.message('start')
      const killedMs = performance.now()
      const ended = engine.waitForRun(outcome.runId)
      await child.kill()
      await ended
      samples.push(performance.now() - killedMs)
    }
    await engine.stop()
    await database.close()
    return { kills, p50Ms: percentile(samples, 0.5), p99Ms: percentile(samples, 0.99) }
  })
}
