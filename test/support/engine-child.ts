import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a node in a process of its own is to be. */
export interface EngineTask {
  readonly url: string
  readonly name?: string
  /** So many batches, `TEST_0` and so on, each due at 22:30. */
  readonly batches: number
  /** Default: true. */
  readonly scheduler?: boolean
  /**
   * What each run does: `nothing`, `short` (100 ms of it), `fail`, `hang` until it is told to stop, or `write` a row a tick
   * into table `unit_of_work (run_id, seq)`, each in a transaction of the run.
   */
  readonly work: 'nothing' | 'short' | 'fail' | 'hang' | 'write'
  readonly rerunSafe?: boolean
  /** The node's clock is this far from the machine's; absent: the database's clock. */
  readonly offsetMs?: number
}

/** Every start of a batch's work, as the work itself saw it. */
export interface SeenStart {
  readonly code: string
  readonly runId: number
  readonly wallMs: number
}

export type EngineMessage =
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'start' } & SeenStart)
  | { readonly kind: 'lost'; readonly reason: string }

export type EngineOrder =
  /** Moves the node's own clock, so that `due` comes in so many milliseconds. */
  { readonly kind: 'approach'; readonly due: string; readonly inMs: number } | { readonly kind: 'stop' }

export interface EngineChild {
  readonly process: ChildProcess
  readonly starts: readonly SeenStart[]
  /** Resolves at the next message of this kind, or when one has come before. */
  message(kind: EngineMessage['kind']): Promise<EngineMessage>
  send(order: EngineOrder): void
  /** Stops in good order. */
  stop(): Promise<void>
  /** `kill -9`. */
  kill(): Promise<void>
}

/** Starts a node in a process of its own and waits until it is ready. */
export async function startEngineChild(task: EngineTask): Promise<EngineChild> {
  const program = fileURLToPath(new URL('./engine-process.ts', import.meta.url))
  const child = fork(program, [JSON.stringify(task)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const starts: SeenStart[] = []
  const seen = new Map<string, EngineMessage>()
  let waiters: { kind: string; resolve: (message: EngineMessage) => void }[] = []
  child.on('message', (raw) => {
    const message = raw as EngineMessage
    seen.set(message.kind, message)
    if (message.kind === 'start') starts.push(message)
    for (const waiter of waiters.filter((one) => one.kind === message.kind)) waiter.resolve(message)
    waiters = waiters.filter((one) => one.kind !== message.kind)
  })
  const exited = once(child, 'exit')
  const message = (kind: EngineMessage['kind']): Promise<EngineMessage> => {
    const before = seen.get(kind)
    if (before !== undefined) return Promise.resolve(before)
    return new Promise((resolve) => waiters.push({ kind, resolve }))
  }
  const send = (order: EngineOrder) => {
    child.send(order)
  }
  const early = exited.then(([code]) =>
    Promise.reject(new Error(`the node ended early, with status ${code}`)),
  )
  early.catch(() => {})
  await Promise.race([message('ready'), early])
  return {
    process: child,
    starts,
    message,
    send,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) send({ kind: 'stop' })
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
