import type { SyncSummary } from './calls/exchanges-query.ts'

/** Somebody has to look at it: it was refused, it broke off, it waits for a decision, or some of its lines were left. */
export function needsReview({ state, tally }: Pick<SyncSummary, 'state' | 'tally'>): boolean {
  if (state === 'refused' || state === 'failed' || state === 'held') return true
  return state === 'applied' && tally.rejected + tally.partial > 0
}
