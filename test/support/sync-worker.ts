import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Instants of a file's processing at which its process can be made to die; `at` counts from 1. */
export type SyncMoment =
  | { readonly moment: 'before-commit' | 'commit-sent' | 'committed'; readonly at: number }
  /** Before or after an output gets its name. */
  | { readonly moment: 'before-link' | 'linked'; readonly at: number }

export interface SyncWorkerTask {
  readonly url: string
  readonly name: string
  readonly dataDirectory: string
  readonly chunkRows: number
  /** `kill -9` so long after the run began, or at that moment; absent: it lives. */
  readonly dies?: { readonly afterMs: number } | SyncMoment
}

export interface SyncWorker {
  readonly process: ChildProcess
  /** Resolves when the process is no more. */
  readonly died: Promise<void>
  stop(): Promise<void>
}

/** A node in a process of its own that processes command files with the category tool. */
export async function startSyncWorker(task: SyncWorkerTask): Promise<SyncWorker> {
  const program = fileURLToPath(new URL('./sync-worker-process.ts', import.meta.url))
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
