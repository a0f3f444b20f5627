import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../../platform/database.ts'

export interface WaitingAttachment {
  readonly id: number
  readonly applicationId: number
  readonly accountId: number
  readonly dossierNo: string
  readonly opiCode: string
  readonly sisCode: string
  readonly fileId: number
  readonly attempts: number
  /** PostgreSQL's own, for the next page. */
  readonly createdAt: string
  readonly birthName: string
  readonly firstName: string
  readonly studentNo: string | null
  /** Null: its row is gone. */
  readonly path: string | null
  readonly fileName: string | null
  readonly fileSha256: string | null
}

const from = `admissions.opi_attachment t
       join admissions.opi o on o.application_id = t.application_id and o.state = 'poured' and o.opi_code = t.opi_code
       join admissions.application p on p.id = t.application_id
       join admissions.candidate c on c.id = p.candidate_id
       join admissions.account a on a.id = c.account_id
       left join admissions.stored_file file on file.id = t.file_id
     where a.campaign_id = $1 and t.state in ('to-send', 'error')`
const due = `t.quarantined_at is null and (t.next_try is null or t.next_try <= $2)`

/** Attachments of the campaign that are to be sent now, those that were noted first. */
export async function selectAttachments(
  db: Queryable,
  {
    campaignId,
    now,
    after,
    size,
  }: { campaignId: number; now: Temporal.Instant; after: WaitingAttachment | null; size: number },
): Promise<WaitingAttachment[]> {
  const { rows } = await db.query<WaitingAttachment>(
    `select t.id, t.application_id as "applicationId", a.id as "accountId", a.dossier_no as "dossierNo",
            t.opi_code as "opiCode", t.sis_code as "sisCode", t.file_id as "fileId", t.attempts,
            t.created_at::text as "createdAt", c.birth_name as "birthName", c.first_name as "firstName",
            a.student_no as "studentNo", file.path, file.name as "fileName", file.sha256 as "fileSha256"
     from ${from} and ${due}
       and ($3::timestamptz is null or (t.created_at, t.id) > ($3, $4::bigint))
     order by t.created_at, t.id limit $5`,
    [campaignId, now.toString(), after?.createdAt ?? null, after?.id ?? null, size],
  )
  return rows
}

export async function countAttachments(
  db: Queryable,
  campaignId: number,
  now: Temporal.Instant,
): Promise<{ due: number; later: number; aside: number }> {
  const { rows } = await db.query<{ due: number; later: number; aside: number }>(
    `select count(*) filter (where ${due}) as due, count(*) filter (where t.quarantined_at is not null) as aside,
            count(*) filter (where t.quarantined_at is null and t.next_try > $2) as later
     from ${from}`,
    [campaignId, now.toString()],
  )
  return rows[0]!
}
