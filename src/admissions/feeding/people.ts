import type { Queryable } from '../../platform/database.ts'
import type { FeedContext } from './feed-context.ts'
import type { FeedOutcome } from './feed-outcome.ts'
import type { PersonRecord } from './records.ts'

/** Accounts and their candidates (admissions.md 3.8, 4.2). `key` of an outcome is the dossier number, given where none was. */
export async function feedPeople(
  _client: Queryable,
  _records: readonly PersonRecord[],
  _context: FeedContext,
): Promise<FeedOutcome[]> {
  throw new Error('under way')
}
