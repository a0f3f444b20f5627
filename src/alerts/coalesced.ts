/**
 * `work`, one call after the other: a call made while one is under way waits for a fresh one, which it shares with all
 * that were made meanwhile.
 */
export function coalesced<T>(work: () => Promise<T>): () => Promise<T> {
  let current: Promise<T> | undefined
  let waiting: Promise<T> | undefined
  return function run(): Promise<T> {
    if (current === undefined) {
      current = work().finally(() => {
        current = undefined
      })
      return current
    }
    waiting ??= current
      .catch(() => {})
      .then(() => {
        waiting = undefined
        return run()
      })
    return waiting
  }
}
