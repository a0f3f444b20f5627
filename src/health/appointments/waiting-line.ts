/**
 * Who is served next, with instants as epoch milliseconds: those never tried in their order, between them those whose
 * time to be tried again has come, nobody during a pause.
 */
export interface WaitingLine {
  /** Who is next and when, or null when nobody is left. */
  next(now: number): { readonly id: number; readonly at: number } | null
  /** Removes whom `next` has named. */
  take(id: number): void
  /** Puts one that was taken back, not before `at`. */
  later(id: number, at: number): void
  pause(until: number): void
}

export function waitingLine(ids: readonly number[]): WaitingLine {
  let untried = 0
  let pausedUntil = 0
  const again: { id: number; at: number }[] = []
  return {
    next(now) {
      const first = again[0]
      if (first !== undefined && (first.at <= now || untried >= ids.length))
        return { id: first.id, at: Math.max(first.at, pausedUntil) }
      const id = ids[untried]
      return id === undefined ? null : { id, at: pausedUntil }
    },
    take(id) {
      if (again[0]?.id === id) again.shift()
      else untried++
    },
    later(id, at) {
      const place = again.findIndex((other) => other.at > at)
      again.splice(place < 0 ? again.length : place, 0, { id, at })
    },
    pause(until) {
      pausedUntil = until
    },
  }
}
