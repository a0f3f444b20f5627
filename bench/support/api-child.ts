import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type ApiMessage =
  | { readonly kind: 'ready'; readonly port: number }
  /** A batch's work began, as the work itself saw it. */
  | { readonly kind: 'start'; readonly runId: number; readonly wallMs: number }

export interface ApiChild {
  readonly port: number
  /** When the work of a run began; milliseconds of the wall clock. */
  started(runId: number): Promise<number>
  stop(): Promise<void>
}

/** A node with its API on a free port of 127.0.0.1, in a process of its own. */
export async function startApiChild(url: string): Promise<ApiChild> {
  const program = fileURLToPath(new URL('./api-process.ts', import.meta.url))
  const child = fork(program, [JSON.stringify({ url })], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const starts = new Map<number, number>()
  const waiting = new Map<number, (wallMs: number) => void>()
  const ready = Promise.withResolvers<number>()
  child.on('message', (raw) => {
    const message = raw as ApiMessage
    if (message.kind === 'ready') return ready.resolve(message.port)
    starts.set(message.runId, message.wallMs)
    waiting.get(message.runId)?.(message.wallMs)
    waiting.delete(message.runId)
  })
  const exited = once(child, 'exit')
  exited.then(([code]) => ready.reject(new Error(`the server ended early, with status ${code}`)))
  const port = await ready.promise
  return {
    port,
    started(runId) {
      const wallMs = starts.get(runId)
      if (wallMs !== undefined) return Promise.resolve(wallMs)
      return new Promise((resolve) => waiting.set(runId, resolve))
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.send('stop')
      await exited
    },
  }
}
