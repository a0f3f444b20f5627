import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../platform/database.ts'

/** What happened to a dossier: codes and dates only, no name, no mail. It goes with the account. */
export interface DossierEvent {
  readonly accountId: number
  readonly applicationId?: number | null
  /** Stable, such as `withdrawn-automatically`; its words are in the back-office's `texts.ts`. */
  readonly event: DossierEventCode
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
}

/** Every event there is: the page of a dossier has words for each. Whoever notes a new one adds it here. */
export const dossierEventCodes = [
  'created',
  'validated',
  'kept-unvalidated',
  'mail-refused',
  'answer-accepted',
  'answer-refused',
  'decision-taken',
  'withdrawn-automatically',
  'promoted',
  'promotion-refused',
  'reminded',
  'rank-computed',
  'opi-poured',
  'opi-withdrawn',
  'opi-failed',
  'opi-set-aside',
  'opi-code-changed',
  'opi-reloaded',
  'opi-cancelled',
  'attachment-sent',
  'attachment-absent',
  'attachment-failed',
  'attachment-superseded',
  'answers-received',
  'dates-frozen',
] as const
export type DossierEventCode = (typeof dossierEventCodes)[number]

/** Writes events in the transaction of what they tell, whatever their number, in one statement. */
export async function noteDossierEvents(
  db: Queryable,
  events: readonly DossierEvent[],
  by: { readonly author: string; readonly runId: number | null; readonly now: Temporal.Instant },
): Promise<void> {
  if (events.length === 0) return
  await db.query({
    name: 'note_dossier_events',
    text: `insert into admissions.dossier_event (account_id, application_id, at, author, run_id, event, detail)
           select account, application, $2, $3, $4, event, coalesce(detail, '{}')
           from jsonb_to_recordset($1) as noted (account bigint, application bigint, event text, detail jsonb)`,
    values: [
      JSON.stringify(
        events.map(({ accountId, applicationId = null, event, detail }) => ({
          account: accountId,
          application: applicationId,
          event,
          detail,
        })),
      ),
      by.now.toString(),
      by.author,
      by.runId,
    ],
  })
}
