import type { Queryable } from '../../platform/database.ts'
import type { Settings } from '../../platform/settings.ts'
import { webhookTarget } from './deliveries.ts'

/** Given up longer ago, a message is no reason to look for a fault any more. */
const recentDays = 7

/** How the webhook fares: for `./nocturne doctor` and the page « État du système ». */
export interface WebhookState {
  /** `unsigned`: it has an address and no secret, so that nothing is sent. */
  readonly configured: 'no' | 'unsigned' | 'yes'
  readonly pending: number
  /** Within the last seven days, by the database's clock. */
  readonly givenUp: number
  /** Of the last attempt that failed, among those. */
  readonly lastError: string | null
}

export async function readWebhookState(db: Queryable, settings: Settings): Promise<WebhookState> {
  const target = await webhookTarget(settings)
  const { rows } = await db.query<{ pending: number; given_up: number; last_error: string | null }>(
    `select count(*) filter (where state = 'pending') as pending,
            count(*) filter (where state = 'given-up') as given_up,
            (array_agg(error order by next_attempt_at desc) filter (where error is not null))[1] as last_error
     from webhook_delivery
     where state = 'pending' or state = 'given-up' and ended_at > now() - make_interval(days => $1)`,
    [recentDays],
  )
  const row = rows[0]!
  return {
    configured: target === null ? 'no' : target === 'no secret' ? 'unsigned' : 'yes',
    pending: row.pending,
    givenUp: row.given_up,
    lastError: row.last_error,
  }
}
