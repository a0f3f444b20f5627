import { useSyncExternalStore } from 'react'

const tickMs = 15_000
let now = Date.now()
let timer: number | undefined
const watchers = new Set<() => void>()

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  if (timer === undefined) {
    now = Date.now()
    timer = window.setInterval(() => {
      now = Date.now()
      for (const each of watchers) each()
    }, tickMs)
  }
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    window.clearInterval(timer)
    timer = undefined
  }
}

/** The present, as one clock for the whole page: all « il y a 3 min » move together, every 15 s. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => (timer === undefined ? Date.now() - (Date.now() % tickMs) : now))
}
