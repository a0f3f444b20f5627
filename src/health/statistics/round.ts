/** Every count that is sent, totals too, is a multiple of this (health.md 2.10). */
export const roundedTo = 5

/** The nearest multiple of 5: 11 → 10, 13 → 15, 0 → 0. */
export function rounded(count: number): number {
  return Math.round(count / roundedTo) * roundedTo
}

/** The counts that a published figure may stand for: a positive one counts `threshold` people at least. */
export function meantBy(published: number, threshold: number): { readonly lo: number; readonly hi: number } {
  if (published === 0) return { lo: 0, hi: 0 }
  const reach = (roundedTo - 1) / 2
  return { lo: Math.max(published - reach, threshold), hi: published + reach }
}
