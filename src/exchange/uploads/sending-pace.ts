import type { Readable } from 'node:stream'

/** How slowly somebody may send before the server stops waiting. */
export interface PaceLimits {
  /** Without a byte for this long, it is given up. */
  readonly idleMs: number
  /** On average since the beginning, asked for once `graceMs` are over. */
  readonly leastBytesPerSecond: number
  readonly graceMs: number
}

export const usualPace: PaceLimits = { idleMs: 30_000, leastBytesPerSecond: 16_384, graceMs: 60_000 }

/**
 * Watches the bytes of `source` go by and calls `onTooSlow` once, when they come too slowly. Must be called in the
 * same turn as whatever reads `source`, since listening starts its flow. Returns what ends the watch.
 */
export function watchPace(source: Readable, limits: PaceLimits, onTooSlow: () => void): () => void {
  const begun = performance.now()
  let bytes = 0
  let lastAt = begun
  const count = (chunk: Buffer) => {
    bytes += chunk.length
    lastAt = performance.now()
  }
  source.on('data', count)
  const timer = setInterval(look, Math.max(10, Math.min(1000, limits.idleMs / 4)))
  const stop = () => {
    clearInterval(timer)
    source.off('data', count)
    source.off('end', stop)
  }
  // All is there: what takes time from here on is our own work.
  source.on('end', stop)

  function look(): void {
    const now = performance.now()
    const elapsed = now - begun
    const crawling = elapsed > limits.graceMs && (bytes * 1000) / elapsed < limits.leastBytesPerSecond
    if (now - lastAt < limits.idleMs && !crawling) return
    stop()
    onTooSlow()
  }
  return stop
}
