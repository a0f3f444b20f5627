import type { Signals, StopSignal } from './cli.ts'
import { exitCodes } from './exit-codes.ts'

/**
 * Listens to the signals by which people and service managers end a program. The first goes to whoever handles
 * signals at that moment, so that it can stop in good order; without a handler, or at the second, `exit` is called.
 */
export function listenToSignals(exit: (code: number) => void): Signals {
  const handlers: ((signal: StopSignal) => void)[] = []
  let told = false
  const receive = (signal: StopSignal) => {
    const handler = handlers.at(-1)
    if (told || handler === undefined) return exit(exitCodes.interrupted)
    told = true
    handler(signal)
  }
  process.on('SIGINT', receive)
  process.on('SIGTERM', receive)
  return {
    handle(handler) {
      handlers.push(handler)
      return () => {
        handlers.splice(handlers.indexOf(handler), 1)
      }
    },
  }
}
