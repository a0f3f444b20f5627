import { setTimeout as delay } from 'node:timers/promises'
import type { UsageShare } from './usage-share.ts'

/** A share in the server that is taken anew whenever the server restarts. */
export interface KeptShare {
  /** Gives the share up for good; see `UsageShare.release`. */
  release(stopServer: () => Promise<void>): Promise<void>
}

const firstPauseMs = 100
const longestPauseMs = 5_000

/**
 * Keeps a share in the server while the program lives: after a crash of the server another program could
 * otherwise believe itself alone. `takeAnew` makes one attempt; while it fails or has nothing to give, it is
 * called again after ever longer pauses.
 */
export function keepShare(first: UsageShare, takeAnew: () => Promise<UsageShare | undefined>): KeptShare {
  const ending = new AbortController()
  const { signal } = ending
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
  let share: UsageShare | undefined = first
  const keeping = (async () => {
    for (;;) {
      await Promise.race([share?.lost, ended])
      if (signal.aborted) return
      share = undefined
      for (let pauseMs = firstPauseMs; share === undefined && !signal.aborted; pauseMs *= 2) {
        // Whatever is wrong may be put right; the program sees its own statements fail meanwhile.
        share = await takeAnew().catch(() => undefined)
        if (share !== undefined) break
        await delay(Math.min(pauseMs, longestPauseMs), undefined, { signal }).catch(() => {})
      }
    }
  })()
  return {
    async release(stopServer) {
      ending.abort()
      await keeping
      await share?.release(stopServer)
    },
  }
}
