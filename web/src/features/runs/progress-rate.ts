import { useRef } from 'react'

interface Progress {
  readonly done: number
  readonly total: number | null
  readonly phase: string | null
}

interface Sample {
  readonly at: number
  readonly done: number
}

const rememberedMs = 60_000
const shortestMs = 2_000

/**
 * How many units a second the present phase does, from what was seen of it in the last minute; null until two looks
 * are far enough apart.
 */
export function useRate(progress: Progress | null, now: number): number | null {
  const seen = useRef<{ phase: string | null; samples: Sample[] }>({ phase: null, samples: [] })
  if (progress === null) return null
  const { done, phase } = progress
  const last = seen.current.samples.at(-1)
  if (seen.current.phase !== phase || (last && done < last.done)) seen.current = { phase, samples: [] }
  if (seen.current.samples.at(-1)?.done !== done) {
    seen.current.samples = [
      ...seen.current.samples.filter((sample) => now - sample.at < rememberedMs),
      { at: now, done },
    ]
  }
  return rateOf(seen.current.samples)
}

export function rateOf(samples: readonly Sample[]): number | null {
  const [first, last] = [samples[0], samples.at(-1)]
  if (!first || !last || last.at - first.at < shortestMs) return null
  return ((last.done - first.done) / (last.at - first.at)) * 1_000
}

/** Milliseconds until `total`, or null where nothing allows a guess. */
export function remainingMs({ done, total }: Progress, rate: number | null): number | null {
  if (total === null || rate === null || rate <= 0) return null
  return (Math.max(0, total - done) / rate) * 1_000
}
