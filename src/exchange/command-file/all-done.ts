/**
 * Waits for works that go on at the same time until none of them does anything any more, whatever became of the others;
 * then throws what the first of them that failed threw.
 */
export async function allDone(works: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  for (const work of await Promise.allSettled(works)) if (work.status === 'rejected') throw work.reason
}

/** Lets go on what has been waiting for this process meanwhile. */
export function makeWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
