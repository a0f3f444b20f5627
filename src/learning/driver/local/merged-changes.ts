import type { Id } from '../records.ts'
import type { IdMap } from './id-map.ts'

/**
 * Changes of the same thing made one, the later value of each field winning: one statement updates a row once only.
 * Identifiers come out real.
 */
export function mergedChanges<T extends { readonly id: Id }>(operations: readonly T[], ids: IdMap): T[] {
  const merged = new Map<Id, T>()
  for (const operation of operations) {
    const id = ids.real(operation.id)
    const given = Object.fromEntries(Object.entries(operation).filter(([, value]) => value !== undefined))
    merged.set(id, { ...merged.get(id), ...(given as unknown as T), id })
  }
  return [...merged.values()]
}
