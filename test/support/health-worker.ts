import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Of the transactions of the run that dies, the one at whose end its process does: counts from 1. */
export interface HealthMoment {
  readonly moment: 'before-commit' | 'committed'
  readonly at: number
}

export interface HealthWorkerTask {
  readonly url: string
  readonly name: string
  readonly dataDirectory: string
  readonly smtpUrl: string | null
  readonly encryptionKeys?: readonly string[]
  /** `kill -9` at that moment; absent: it lives. */
  readonly dies?: HealthMoment
}

export interface HealthWorker {
  readonly process: ChildProcess
  /** Resolves when the process is no more. */
  readonly died: Promise<void>
  stop(): Promise<void>
}

/** A node in a process of its own that runs the health service's batches when asked to. */
export async function startHealthWorker(task: HealthWorkerTask): Promise<HealthWorker> {
  const program = fileURLToPath(new URL('./health-worker-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const died = once(child, 'exit').then(() => {})
  await Promise.race([
    once(child, 'message'),
    died.then(() => Promise.reject(new Error('the worker ended early'))),
  ])
  return {
    process: child,
    died,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.send('stop')
      await died
    },
  }
}
