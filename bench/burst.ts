import { parseArgs } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { openDatabase } from '../src/platform/database.ts'
import { type EngineChild, startEngineChild } from '../test/support/engine-child.ts'
import { withBenchServer } from './support/bench-server.ts'

/** N batches due in the same second on K node processes: from that second until the last one has started. */
export async function run(options: string[]) {
  const { values } = parseArgs({
    args: options,
    options: { batches: { type: 'string', default: '1000' }, nodes: { type: 'string', default: '1' } },
  })
  const batches = Number(values.batches)
  const nodes = Number(values.nodes)
  return await withBenchServer(async (url) => {
    const database = openDatabase(url, { max: 2 })
    // 22:30 in Paris in winter; all nodes' clocks read so, some seconds from now.
    const due = Temporal.Instant.from('2026-01-05T21:30:00Z')
    const startupMs = 4_000 + nodes * 1_500
    const dueWallMs = Date.now() + startupMs
    const offsetMs = due.epochMilliseconds - dueWallMs
    const children: EngineChild[] = []
    for (let node = 0; node < nodes; node += 1)
      children.push(await startEngineChild({ url, batches, work: 'nothing', offsetMs }))
    if (Date.now() > dueWallMs - 500) throw new Error('the nodes took too long to start')
    const deadline = dueWallMs + 60_000
    let finished = 0
    while (finished < batches && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, Math.max(200, dueWallMs + 1500 - Date.now())))
      const { rows } = await database.pool.query<{ n: number }>(
        `select count(*) as n from batch_run where state = 'finished' and due_at = $1`,
        [due.toString()],
      )
      finished = rows[0]!.n
    }
    await Promise.all(children.map((child) => child.stop()))
    await database.close()
    const starts = children.flatMap((child) => child.starts)
    const distinct = new Set(starts.map((start) => start.code)).size
    return {
      batches,
      nodes,
      runs: finished,
      duplicates: starts.length - distinct,
      missing: batches - distinct,
      allStartedMs: Math.round(Math.max(...starts.map((start) => start.wallMs)) - dueWallMs),
    }
  })
}
