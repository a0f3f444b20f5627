/**
 * Remembers what `load` returned for `forMs` milliseconds, so that what every request asks for is read once a moment.
 * Those who ask while it is being read share the answer; a failure is not remembered.
 */
export function rememberBriefly<T>(load: () => Promise<T>, forMs: number): () => Promise<T> {
  let memory: { readonly value: Promise<T>; readonly untilMs: number } | undefined
  return () => {
    if (memory !== undefined && performance.now() < memory.untilMs) return memory.value
    const value = load()
    const mine = { value, untilMs: performance.now() + forMs }
    memory = mine
    value.catch(() => {
      if (memory === mine) memory = undefined
    })
    return value
  }
}
