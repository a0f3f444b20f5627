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
    // 22:30 in Paris in winter; once all nodes are up, their clocks are moved so that it comes a second later.
    const due = Temporal.Instant.from('2026-01-05T21:30:00Z')
    const offsetMs = due.epochMilliseconds - Date.now() - 600_000
    const children: EngineChild[] = []
    for (let node = 0; node < nodes; node += 1)
      children.push(await startEngineChild({ url, batches, work: 'nothing', offsetMs }))
    const inMs = 1_000
    const dueWallMs = Date.now() + inMs
    for (const child of children) child.send({ kind: 'approach', due: due.toString(), inMs })
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
