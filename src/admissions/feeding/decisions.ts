import type { Queryable } from '../../platform/database.ts'
import type { FeedContext } from './feed-context.ts'
import type { FeedOutcome } from './feed-outcome.ts'
import type { DecisionRecord } from './records.ts'

/** Decisions by the reference of the system that took them. `key` of an outcome is that reference. */
export async function feedDecisions(
  _client: Queryable,
  _records: readonly DecisionRecord[],
  _context: FeedContext,
): Promise<FeedOutcome[]> {
  throw new Error('under way')
}
