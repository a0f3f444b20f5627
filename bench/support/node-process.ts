import { openDatabase } from '../../src/platform/database.ts'
import { benchBatch, startBenchEngine, wallMs } from './bench-engine.ts'
import type { NodeOrder, NodeReport, NodeTask } from './node-child.ts'
import { shiftedClock } from './shifted-clock.ts'

// A node of the installation as a process of its own; told what to do and asked for its figures over IPC.
const task = JSON.parse(process.argv[2]!) as NodeTask
const database = openDatabase(task.url)
const starts: NodeReport['starts'] = []
const clock = task.offsetMs === undefined ? undefined : shiftedClock(task.offsetMs)

const batches = Array.from({ length: task.batches }, (_, index) =>
  benchBatch(`BENCH_${index}`, {
    async run(context) {
      starts.push({ code: context.run.code, runId: context.run.id, wallMs: wallMs() })
      if (!task.hang) return {}
      return await new Promise<never>((_, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason))
      })
    },
  }),
)
const engine = await startBenchEngine(database, batches, {
  scheduler: task.scheduler,
  ...(clock === undefined ? {} : { clock }),
})
process.on('message', async (order: NodeOrder) => {
  if (order === 'report') process.send!({ kind: 'report', starts } satisfies NodeReport)
  if (order === 'stop') {
    await engine.stop()
    await database.close()
    process.exit(0)
  }
})
process.send!({ kind: 'ready' })
