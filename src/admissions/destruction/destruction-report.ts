import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../platform/database.ts'
import type { ArchivedCampaign } from './due-campaigns.ts'

/** What is counted of a destruction, and in which order one reads it. Counts only: a report names nobody. */
export const destroyedKinds = [
  'accounts',
  'candidates',
  'applications',
  'decisions',
  'attachments',
  'answers',
  'opi',
  'events',
  'mails',
  'filesListed',
  'filesRemoved',
  'filesAbsent',
  'filesShared',
  'filesByHand',
  'opiFiles',
  'folders',
] as const
export type DestroyedKind = (typeof destroyedKinds)[number]
export type DestroyedCounts = Partial<Record<DestroyedKind, number>>

/** Years that the proof of a destruction is kept (admissions.md 3.6). */
const keptYears = 5

/** Opens the report of a campaign, or goes on with the one that an earlier run has left. Returns its id. */
export async function openReport(
  db: Queryable,
  campaign: ArchivedCampaign,
  run: {
    readonly id: number
    readonly retentionDays: number
    readonly askedBy: string | null
    readonly now: Temporal.Instant
  },
): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    `insert into admissions.destruction_report as known
       (campaign_id, campaign_code, archived_at, retention_days, started_at, run_ids, asked_by)
     values ($1, $2, $3, $4, $5, array[$6::bigint], $7)
     on conflict (campaign_id) do update set
       run_ids = case when $6 = any (known.run_ids) then known.run_ids else known.run_ids || $6::bigint end
     returning id`,
    [
      campaign.id,
      campaign.code,
      campaign.archivedAt,
      run.retentionDays,
      run.now.toString(),
      run.id,
      run.askedBy,
    ],
  )
  return rows[0]!.id
}

/** Adds what was destroyed, in the transaction that destroyed it. */
export async function addToReport(db: Queryable, campaignId: number, counts: DestroyedCounts): Promise<void> {
  await db.query(
    `update admissions.destruction_report set counts = (
       select jsonb_object_agg(kind, total) from (
         select kind, sum(count::bigint) as total
         from (select * from jsonb_each_text(counts) union all select * from jsonb_each_text($2::jsonb)) as each_of (kind, count)
         group by kind) as summed)
     where campaign_id = $1`,
    [campaignId, JSON.stringify(counts)],
  )
}

/** Says that a campaign is destroyed, in the transaction of its instant. */
export async function closeReport(
  db: Queryable,
  campaign: ArchivedCampaign,
  { runId, now, timeZone }: { runId: number; now: Temporal.Instant; timeZone: string },
): Promise<void> {
  const keepUntil = now.toZonedDateTimeISO(timeZone).toPlainDate().add({ years: keptYears })
  const { rows } = await db.query<{ counts: DestroyedCounts }>(
    `update admissions.destruction_report set completed_at = $2, keep_until = $3 where campaign_id = $1 returning counts`,
    [campaign.id, now.toString(), keepUntil.toString()],
  )
  await recordAudit(db, {
    actor: 'SYSTEM:BATCH_DESTRUCT_DOSSIER',
    action: 'campaign.destroyed',
    subject: `campaign:${campaign.id}`,
    application: 'admissions',
    detail: { code: campaign.code, run: runId, ...rows[0]?.counts },
  })
}

/** Reports whose five years are over. */
export async function forgetReports(
  db: Queryable,
  { now, timeZone }: { now: Temporal.Instant; timeZone: string },
): Promise<number> {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate()
  const { rowCount } = await db.query('delete from admissions.destruction_report where keep_until < $1', [
    today.toString(),
  ])
  return rowCount ?? 0
}
