import { setTimeout as delay } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { RunContext } from '../../src/batch/run-context.ts'
import { openDatabase } from '../../src/platform/database.ts'
import type { EngineMessage, EngineOrder, EngineTask } from './engine-child.ts'
import { startPlainEngine, testBatch } from './plain-engine.ts'
import { shiftedClock } from './shifted-clock.ts'

// A node of the installation as a process of its own, for tests and benches: see engine-child.ts.
const task = JSON.parse(process.argv[2]!) as EngineTask
const database = openDatabase(task.url, { max: 2 })
const tell = (message: EngineMessage) => process.send?.(message)

const works: Record<EngineTask['work'], (context: RunContext) => Promise<Record<string, number>>> = {
  nothing: async () => ({}),
  async short() {
    await delay(100)
    return {}
  },
  async fail() {
    throw new Error('le serveur distant ne répond pas')
  },
  hang: (context) =>
    new Promise((_, reject) => {
      context.signal.addEventListener('abort', () => reject(context.signal.reason))
    }),
  async write(context) {
    for (let seq = 1; ; seq += 1) {
      context.signal.throwIfAborted()
      await context.transaction((client) =>
        client.query('insert into unit_of_work (run_id, seq) values ($1, $2)', [context.run.id, seq]),
      )
      await delay(10)
    }
  },
}

const clock = task.offsetMs === undefined ? undefined : shiftedClock(task.offsetMs)

const batches = Array.from({ length: task.batches }, (_, index) =>
  testBatch(`TEST_${index}`, {
    rerunSafe: task.rerunSafe ?? false,
    async run(context) {
      const { code, id } = context.run
      tell({ kind: 'start', code, runId: id, wallMs: performance.timeOrigin + performance.now() })
      return await works[task.work](context)
    },
  }),
)
const engine = await startPlainEngine(database, batches, {
  scheduler: task.scheduler ?? true,
  nodeName: task.name ?? `pid ${process.pid}`,
  graceMs: 500,
  ...(clock === undefined ? {} : { clock }),
  events: { lost: (reason) => tell({ kind: 'lost', reason }) },
})
process.on('message', async (order: EngineOrder) => {
  if (order.kind === 'approach') {
    const due = Temporal.Instant.from(order.due)
    clock?.approach(due, order.inMs)
    clock?.at(due, () => engine.tick())
    return
  }
  await engine.stop()
  await database.close()
  process.exit(0)
})
// Whoever started this process may die: then it has nobody to work for.
process.on('disconnect', () => process.exit(1))
tell({ kind: 'ready' })
