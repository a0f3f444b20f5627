import { problem } from './problem.ts'

/** Does `work` when its turn has come. Throws the problem TOO_MANY_REQUESTS where too many wait already. */
export type TakeTurns = <T>(work: () => Promise<T>) => Promise<T>

/**
 * For questions that keep the database busy for a while, such as a search through a million lines: `atOnce` of them at
 * the same time on this node, the rest in the order in which they came, so that they never take the connections that
 * scheduling and other pages need.
 */
export function turns({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): TakeTurns {
  const queue: (() => void)[] = []
  let busy = 0
  return async (work) => {
    if (busy === atOnce) {
      if (queue.length >= waiting) throw problem('TOO_MANY_REQUESTS')
      // Whoever ends hands on the place: it is never free in between.
      await new Promise<void>((resolve) => queue.push(resolve))
    } else busy += 1
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next === undefined) busy -= 1
      else next()
    }
  }
}

/** The turns of searches, on each route that has one. */
export const searchTurns = { atOnce: 2, waiting: 60 } as const
