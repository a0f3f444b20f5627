import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The instants of an import's end at which its process can be made to die. */
export const lastMoments = [
  'before-commit',
  'commit-sent',
  'committed',
  'first-rename',
  'second-rename',
] as const
export type LastMoment = (typeof lastMoments)[number]

export interface ImportWorkerTask {
  readonly url: string
  readonly name: string
  readonly dataDirectory: string
  /** `kill -9` so long after the run began, or at that moment; absent: it lives. */
  readonly dies?: { readonly afterMs: number } | { readonly at: LastMoment }
}

/** The largest file that the worker can write, in blocks of 512 or 1,024 bytes as the shell has it; what follows is refused. */
export type FileLimit = number | 'none'

export interface ImportWorker {
  readonly process: ChildProcess
  /** Resolves when the process is no more. */
  readonly died: Promise<void>
  stop(): Promise<void>
}

/** A node in a process of its own that runs `IMP_MAN` when asked to. */
export async function startImportWorker(
  task: ImportWorkerTask,
  fileLimit: FileLimit = 'none',
): Promise<ImportWorker> {
  const program = fileURLToPath(new URL('./import-worker-process.ts', import.meta.url))
  const limit = fileLimit === 'none' ? ':' : `ulimit -f ${fileLimit}`
  const child = spawn(
    'sh',
    ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, program, JSON.stringify(task)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
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
