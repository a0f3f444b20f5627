import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Connections } from '../../platform/connections.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Settings } from '../../platform/settings.ts'
import type { Editor } from '../editing.ts'
import { dossierPrefix, liveRanks, unvalidatedDays } from '../settings.ts'
import type { FeedContext } from './feed-context.ts'
import type { FeedOutcome } from './feed-outcome.ts'

/** What may be fed, as the audit trail calls it. */
export type FedThing =
  | 'centres'
  | 'commissions'
  | 'decision-types'
  | 'attachment-models'
  | 'formations'
  | 'people'
  | 'applications'
  | 'decisions'
  | 'attachments'
  | 'forms'

export type Feeder<R> = (
  client: Queryable,
  records: readonly R[],
  context: FeedContext,
) => Promise<FeedOutcome[]>

/** Of what kind the information system is: that of the installation; none: D. */
export async function feedContext(
  settings: Settings,
  place: { readonly timeZone: string; readonly connections?: Connections | undefined },
  by: { readonly author: string; readonly runId: number | null; readonly now: Temporal.Instant },
): Promise<FeedContext> {
  return {
    sisKind: place.connections?.sisKind ?? 'D',
    timeZone: place.timeZone,
    unvalidatedDays: await settings.get(unvalidatedDays),
    dossierPrefix: await settings.get(dossierPrefix),
    liveRanks: await settings.get(liveRanks),
    ...by,
  }
}

/** Feeds records in one transaction and writes it down: identifiers and counts, nothing of what they say. */
export async function feed<R>(
  database: Database,
  editor: Editor,
  what: FedThing,
  feeder: Feeder<R>,
  records: readonly R[],
  context: FeedContext,
): Promise<FeedOutcome[]> {
  return await transaction(database.pool, async (client) => {
    const outcomes = await feeder(client, records, context)
    const idsOf = (wanted: FeedOutcome['outcome']) =>
      outcomes.flatMap((one) => (one.outcome === wanted && one.outcome !== 'rejected' ? [one.id] : []))
    await recordAudit(client, {
      actor: editor.author,
      action: 'admissions-data.fed',
      application: 'admissions',
      address: editor.address,
      detail: {
        what,
        created: idsOf('created'),
        updated: idsOf('updated'),
        unchanged: idsOf('unchanged').length,
        rejected: outcomes.filter(({ outcome }) => outcome === 'rejected').length,
      },
    })
    return outcomes
  })
}
