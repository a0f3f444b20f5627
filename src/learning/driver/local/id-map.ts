import type { Id } from '../records.ts'

/** What became of a chunk's provisional identifiers. */
export interface IdMap {
  /** The real identifier of either kind; throws for a provisional one that nothing has created. */
  real(id: Id): number
  realOrNull(id: Id | null): number | null
  created(provisional: Id, real: number): void
}

export function idMap(): IdMap {
  const known = new Map<Id, number>()
  const real = (id: Id): number => {
    if (id >= 0) return id
    const found = known.get(id)
    if (found === undefined) throw new Error(`operation on ${id}, which no operation before it creates`)
    return found
  }
  return {
    real,
    realOrNull: (id) => (id === null ? null : real(id)),
    created(provisional, id) {
      known.set(provisional, id)
    },
  }
}
