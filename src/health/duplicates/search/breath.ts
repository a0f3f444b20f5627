import { setImmediate } from 'node:timers/promises'

/** Lets the rest of the program live during a long computation: its heartbeat, its cancellation. */
export interface Breath {
  /** Time for a pause. */
  isDue(): boolean
  /** Lets everything run that waits, then throws if the run is to stop. */
  take(): Promise<void>
}

const workMs = 40

export function breathing(signal: AbortSignal): Breath {
  let begun = performance.now()
  return {
    isDue: () => performance.now() - begun > workMs,
    async take() {
      await setImmediate()
      signal.throwIfAborted()
      begun = performance.now()
    },
  }
}
