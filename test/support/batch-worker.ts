import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { SenderFiles } from '../../src/batch/run-context.ts'
import type { Connections } from '../../src/platform/connections.ts'

/**
 * Where the process of a run dies; `at` counts from 1.
 * `before-commit`, `committed`: at the end of its transactions. `target-before-commit`, `target-committed`: of those in another
 * database. `synced`: once a file is whole on the disk. `written`: a file written whole, without that. `renamed`: a
 * file has its name. `removed`, `folder-removed`: a file, a folder is gone. `mail-taken`: the mail server has said yes, nobody has noted it.
 */
export interface DeathMoment {
  readonly moment:
    | 'before-commit'
    | 'committed'
    | 'target-before-commit'
    | 'target-committed'
    | 'synced'
    | 'written'
    | 'renamed'
    | 'removed'
    | 'folder-removed'
    | 'mail-taken'
  readonly at: number
}

export type WorkerApplication = 'health' | 'admissions'

export interface BatchWorkerTask {
  readonly url: string
  readonly name: string
  readonly dataDirectory: string
  readonly smtpUrl: string | null
  readonly encryptionKeys?: readonly string[]
  readonly senderFiles?: SenderFiles
  readonly connections?: Connections
  /** `kill -9` at that moment; absent: it lives. */
  readonly dies?: DeathMoment
}

export interface BatchWorker {
  readonly process: ChildProcess
  /** Resolves when the process is no more. */
  readonly died: Promise<void>
  /** Joins the nodes and takes runs: from then on the task holds. */
  start(task: BatchWorkerTask): Promise<void>
  stop(): Promise<void>
}

/**
 * A process that will be a node of its own and run an application's batches when asked to. It has loaded the program when this
 * resolves, and does nothing before `start`: the next one can get ready while a test is busy with another.
 */
export async function prepareBatchWorker(application: WorkerApplication): Promise<BatchWorker> {
  const program = fileURLToPath(new URL('./batch-worker-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, application], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const died = once(child, 'exit').then(() => {})
  const answered = () =>
    Promise.race([
      once(child, 'message'),
      died.then(() => Promise.reject(new Error('the worker ended early'))),
    ])
  await answered()
  return {
    process: child,
    died,
    async start(task) {
      child.send(task)
      await answered()
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.send('stop')
      await died
    },
  }
}
