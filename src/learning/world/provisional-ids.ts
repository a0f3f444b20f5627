import type { Id } from '../driver/records.ts'

/** Gives each new thing of a chunk an identifier of its own, below zero: one giver for all that a chunk creates. */
export type NewId = () => Id

export function provisionalIds(): NewId {
  let last = 0
  return () => --last
}
