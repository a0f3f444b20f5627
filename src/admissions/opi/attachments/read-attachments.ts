import type { Temporal } from 'temporal-polyfill'
import { type Database, type Queryable, transaction } from '../../../platform/database.ts'
import { type Editor, recordEdit } from '../../editing.ts'

export const attachmentStates = ['to-send', 'sent', 'absent', 'error', 'superseded'] as const
export type AttachmentState = (typeof attachmentStates)[number]

export interface QueuedAttachment {
  readonly id: number
  readonly accountId: number
  readonly dossierNo: string
  readonly formation: { readonly code: string; readonly label: string }
  readonly sisCode: string
  readonly opiCode: string
  readonly state: AttachmentState
  readonly cause: string | null
  readonly causeDetail: string | null
  readonly attempts: number
  readonly nextTry: string | null
  readonly quarantinedAt: string | null
  readonly sentAt: string | null
  readonly createdAt: string
}

const tables = `admissions.opi_attachment t
  join admissions.application p on p.id = t.application_id
  join admissions.formation f on f.id = p.formation_id
  join admissions.candidate c on c.id = p.candidate_id
  join admissions.account a on a.id = c.account_id`

type Row = Omit<QueuedAttachment, 'formation' | 'nextTry' | 'quarantinedAt' | 'sentAt' | 'createdAt'> & {
  code: string
  label: string
  next: Date | null
  aside: Date | null
  sent: Date | null
  created: Date
}

/** Attachments of the campaign, newest first, a page at a time. */
export async function readAttachments(
  db: Queryable,
  campaignId: number,
  {
    states,
    aside,
    dossier,
    after,
    size,
  }: {
    readonly states: readonly AttachmentState[] | null
    readonly aside: boolean
    readonly dossier: string | null
    readonly after: number | null
    readonly size: number
  },
): Promise<{ items: QueuedAttachment[]; next: number | null }> {
  const { rows } = await db.query<Row>(
    `select t.id, a.id as "accountId", a.dossier_no as "dossierNo", f.code, f.label, t.sis_code as "sisCode",
            t.opi_code as "opiCode", t.state, t.cause, t.cause_detail as "causeDetail", t.attempts, t.next_try as next,
            t.quarantined_at as aside, case when t.state = 'sent' then t.poured_at end as sent, t.created_at as created
     from ${tables}
     where a.campaign_id = $1 and ($2::text[] is null or t.state = any ($2)) and (not $3 or t.quarantined_at is not null)
       and ($4::text is null or starts_with(a.dossier_no, upper($4))) and ($5::bigint is null or t.id < $5)
     order by t.id desc limit $6`,
    [campaignId, states, aside, dossier, after, size + 1],
  )
  const items = rows.slice(0, size).map(({ code, label, next, aside, sent, created, ...row }) => ({
    ...row,
    formation: { code, label },
    nextTry: next?.toISOString() ?? null,
    quarantinedAt: aside?.toISOString() ?? null,
    sentAt: sent?.toISOString() ?? null,
    createdAt: created.toISOString(),
  }))
  return { items, next: rows.length > size ? items.at(-1)!.id : null }
}

export async function countAttachmentStates(
  db: Queryable,
  campaignId: number,
): Promise<{ states: Record<AttachmentState, number>; aside: number }> {
  const { rows } = await db.query<{ state: AttachmentState; n: number; aside: number }>(
    `select t.state, count(*) as n, count(t.quarantined_at) as aside from ${tables}
     where a.campaign_id = $1 group by t.state`,
    [campaignId],
  )
  const states = Object.fromEntries(
    attachmentStates.map((state) => [state, rows.find((row) => row.state === state)?.n ?? 0]),
  ) as Record<AttachmentState, number>
  return { states, aside: rows.reduce((sum, { aside }) => sum + aside, 0) }
}

/** Errors and absent files wait for the next run again, attempts forgotten, also those put aside. Returns how many. */
export async function retryAttachments(
  database: Database,
  editor: Editor,
  campaignId: number,
  selection: { readonly ids: readonly number[] } | { readonly state: 'absent' | 'error' },
  now: Temporal.Instant,
): Promise<number> {
  const ids = 'ids' in selection ? selection.ids : null
  const state = 'state' in selection ? selection.state : null
  return await transaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `update admissions.opi_attachment set state = 'to-send', attempts = 0, cause = null, cause_detail = null,
              next_try = null, quarantined_at = null, changed_at = $4
       where id in (
         select t.id from ${tables}
         where a.campaign_id = $1 and t.state in ('absent', 'error') and ($2::bigint[] is null or t.id = any ($2))
           and ($3::text is null or t.state = $3)
         order by t.id for update of t)`,
      [campaignId, ids, state, now.toString()],
    )
    const retried = rowCount ?? 0
    if (retried > 0)
      await recordEdit(client, editor, {
        action: 'opi.attachments-retried',
        subject: ids?.length === 1 ? `opi-attachment:${ids[0]}` : `campaign:${campaignId}`,
        before: null,
        after: {
          retried,
          ...(state === null ? {} : { state }),
          ...(ids === null ? {} : { attachments: ids }),
        },
      })
    return retried
  })
}
