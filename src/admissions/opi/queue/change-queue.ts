import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { type Database, type Queryable, transaction } from '../../../platform/database.ts'
import { noteDossierEvents } from '../../dossiers/note-events.ts'
import { type Editor, recordEdit } from '../../editing.ts'
import { queueTables } from './read-queue.ts'

/** Which errors: some applications, or all those of one cause. */
export type RetrySelection = { readonly applicationIds: readonly number[] } | { readonly cause: string }

/**
 * Errors of the campaign wait again, at the next run, with their attempts forgotten: also those put aside. Returns how many.
 */
export async function retryOpi(
  database: Database,
  editor: Editor,
  campaignId: number,
  selection: RetrySelection,
  now: Temporal.Instant,
): Promise<number> {
  const ids = 'applicationIds' in selection ? selection.applicationIds : null
  const cause = 'cause' in selection ? selection.cause : null
  return await transaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `update admissions.opi set ${waitsAgain}, changed_at = $4, version = version + 1
       where application_id in (
         select o.application_id from ${queueTables}
         where a.campaign_id = $1 and o.state = 'error' and ($2::bigint[] is null or o.application_id = any ($2))
           and ($3::text is null or o.cause = $3)
         order by o.application_id for update of o)`,
      [campaignId, ids, cause, now.toString()],
    )
    const retried = rowCount ?? 0
    if (retried > 0)
      await recordEdit(client, editor, {
        action: 'opi.retried',
        subject: ids?.length === 1 ? `application:${ids[0]}` : `campaign:${campaignId}`,
        before: null,
        after: {
          retried,
          ...(cause === null ? {} : { cause }),
          ...(ids === null ? {} : { applications: ids }),
        },
      })
    return retried
  })
}

const waitsAgain = `state = case wanted when 'pour' then 'to-pour' else 'to-withdraw' end, attempts = 0, cause = null,
  cause_detail = null, next_try = null, quarantined_at = null`

/** `reload`: the target was purged, everything is poured anew. `cancel`: what waits is noted as done, nothing is sent. */
export type BulkAct = 'reload' | 'cancel'

const touched: Readonly<Record<BulkAct, string>> = {
  reload: `o.wanted = 'pour'`,
  cancel: `o.state in ('to-pour', 'to-withdraw', 'error')`,
}

export interface BulkCount {
  readonly applications: number
  readonly candidates: number
}

/** What an act would touch: shown before it is confirmed. */
export async function countBulk(db: Queryable, campaignId: number, act: BulkAct): Promise<BulkCount> {
  const { rows } = await db.query<BulkCount>(
    `select count(*) as applications, count(distinct p.candidate_id) as candidates
     from ${queueTables} where a.campaign_id = $1 and ${touched[act]}`,
    [campaignId],
  )
  return rows[0]!
}

/** « Recharger » and « annuler » (admissions.md 5.2, case 63). Returns how many pre-registrations it changed. */
export async function changeAll(
  database: Database,
  editor: Editor,
  campaignId: number,
  act: BulkAct,
  now: Temporal.Instant,
): Promise<number> {
  return await transaction(database.pool, async (client) => {
    const changed = await changeTouched(client, campaignId, act, now)
    if (act === 'reload') {
      await forgetDecisions(client, campaignId)
      await sendAttachmentsAgain(client, changed, now)
    }
    await recordEdit(client, editor, {
      action: act === 'reload' ? 'opi.reloaded' : 'opi.cancelled',
      subject: `campaign:${campaignId}`,
      before: null,
      after: { applications: changed.length },
    })
    await noteDossierEvents(
      client,
      changed.map(({ application, account }) => ({
        accountId: account,
        applicationId: application,
        event: act === 'reload' ? 'opi-reloaded' : 'opi-cancelled',
      })),
      { author: editor.author, runId: null, now },
    )
    return changed.length
  })
}

/** A target that was purged gives its identifiers again: what was decided on the old ones is about nobody now. */
async function forgetDecisions(client: pg.PoolClient, campaignId: number): Promise<void> {
  await client.query(
    `delete from admissions.opi_identity where candidate_id in (
       select c.id from admissions.candidate c join admissions.account a on a.id = c.account_id
       where a.campaign_id = $1)`,
    [campaignId],
  )
}

/** With the records, their attachments are gone: those that were sent wait again. */
async function sendAttachmentsAgain(
  client: pg.PoolClient,
  changed: readonly { readonly application: number }[],
  now: Temporal.Instant,
): Promise<void> {
  await client.query(
    `update admissions.opi_attachment set state = 'to-send', sha256 = null, sis_record_id = null, poured_at = null,
            attempts = 0, cause = null, cause_detail = null, next_try = null, quarantined_at = null, changed_at = $2
     where application_id = any ($1) and state in ('sent', 'error')`,
    [changed.map(({ application }) => application), now.toString()],
  )
}

async function changeTouched(
  client: pg.PoolClient,
  campaignId: number,
  act: BulkAct,
  now: Temporal.Instant,
): Promise<{ application: number; account: number }[]> {
  const set =
    act === 'reload'
      ? `state = 'to-pour', poured_at = null, opi_code = null, sis_record_id = null, adjusted = '{}'`
      : `state = case o.wanted when 'pour' then 'poured' else 'withdrawn' end,
         poured_at = case o.wanted when 'pour' then $2::timestamptz end,
         withdrawn_at = case o.wanted when 'withdraw' then $2::timestamptz end`
  const { rows } = await client.query<{ application: number; account: number }>(
    `with chosen as (
       select o.application_id, a.id as account from ${queueTables}
       where a.campaign_id = $1 and ${touched[act]}
       order by o.application_id for update of o
     )
     update admissions.opi o
     set ${set}, attempts = 0, cause = null, cause_detail = null, next_try = null, quarantined_at = null,
         reported_cause = null, changed_at = $2, version = o.version + 1
     from chosen where chosen.application_id = o.application_id
     returning o.application_id as application, chosen.account`,
    [campaignId, now.toString()],
  )
  return rows
}
