import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface NodeTask {
  readonly url: string
  readonly batches: number
  readonly scheduler: boolean
  /** Runs last until they are told to stop. */
  readonly hang?: boolean
  /** The node's clock is this far from the machine's; absent: the database's clock. */
  readonly offsetMs?: number
}

export type NodeOrder = 'report' | 'stop'

export interface NodeReport {
  readonly kind: 'report'
  /** Every start of a batch's work, as the work itself saw it. */
  readonly starts: { code: string; runId: number; wallMs: number }[]
}

export interface NodeChild {
  readonly process: ChildProcess
  report(): Promise<NodeReport>
  stop(): Promise<void>
}

/** Starts a node process and waits until it is ready. */
export async function startNodeChild(task: NodeTask): Promise<NodeChild> {
  const program = fileURLToPath(new URL('./node-process.ts', import.meta.url))
  const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  return {
    process: child,
    async report() {
      child.send('report' satisfies NodeOrder)
      const [report] = (await once(child, 'message')) as [NodeReport]
      return report
    },
    async stop() {
      child.send('stop' satisfies NodeOrder)
      await once(child, 'exit')
    },
  }
}
