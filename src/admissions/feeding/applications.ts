import type { Queryable } from '../../platform/database.ts'
import type { FeedContext } from './feed-context.ts'
import type { FeedOutcome } from './feed-outcome.ts'
import type { ApplicationRecord, AttachmentRecord } from './records.ts'

/** Applications (admissions.md 4.3). `key` of an outcome: `<dossier number>/<formation>`. */
export async function feedApplications(
  _client: Queryable,
  _records: readonly ApplicationRecord[],
  _context: FeedContext,
): Promise<FeedOutcome[]> {
  throw new Error('under way')
}

/** Where attachments of applications stand (4.4). `id` of an outcome is the application's. */
export async function feedAttachments(
  _client: Queryable,
  _records: readonly AttachmentRecord[],
  _context: FeedContext,
): Promise<FeedOutcome[]> {
  throw new Error('under way')
}
