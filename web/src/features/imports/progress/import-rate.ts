import { useEffect, useRef, useState } from 'react'

interface Sample {
  readonly atMs: number
  readonly done: number
}

/** What happened longer ago says little of the rate of now. */
const keptMs = 20_000
/** Before that a rate is a guess. */
const shortestMs = 1_500

/** Units per second, from how `done` has grown lately; null as long as that cannot be told. */
export function useRate(done: number, phase: string | null): number | null {
  const samples = useRef<{ phase: string | null; list: Sample[] }>({ phase, list: [] })
  const [rate, setRate] = useState<number | null>(null)
  useEffect(() => {
    const kept = samples.current
    if (kept.phase !== phase) {
      kept.phase = phase
      kept.list = []
      setRate(null)
    }
    const now = performance.now()
    kept.list = [...kept.list.filter(({ atMs }) => now - atMs <= keptMs), { atMs: now, done }]
    setRate(rateOf(kept.list))
  }, [done, phase])
  return rate
}

export function rateOf(samples: readonly Sample[]): number | null {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.atMs - first.atMs < shortestMs || last.done <= first.done) return null
  return ((last.done - first.done) / (last.atMs - first.atMs)) * 1_000
}
