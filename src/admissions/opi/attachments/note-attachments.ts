import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../../../platform/database.ts'

/**
 * Makes the rows of attachments to send (admissions.md 3.4, step 8): for each poured application of a dematerialised formation,
 * each validated attachment that has a file and a code in the information system. A file that was replaced since, or a record
 * that is another one now, is to be sent again. What is no longer validated, or stands under a code that is no longer the
 * application's, and was not sent, leaves the queue. Returns how many are new or to be sent again.
 */
export async function noteAttachments(
  db: Queryable,
  of: { readonly campaignId: number } | { readonly applicationIds: readonly number[] },
  now: Temporal.Instant,
): Promise<number> {
  const scope = ['campaignId' in of ? of.campaignId : null, 'applicationIds' in of ? of.applicationIds : null]
  await db.query(
    `delete from admissions.opi_attachment t
     using admissions.opi o, admissions.application p, admissions.candidate c, admissions.account a
     where o.application_id = t.application_id and p.id = t.application_id and c.id = p.candidate_id and a.id = c.account_id
       and ($1::bigint is null or a.campaign_id = $1) and ($2::bigint[] is null or p.id = any ($2))
       and t.state in ('to-send', 'error', 'superseded')
       and (t.opi_code <> o.opi_code or not exists (
         select from admissions.application_attachment held
           join admissions.attachment_model model on model.id = held.model_id
         where held.application_id = t.application_id and held.status = 'VA' and held.file_id is not null
           and model.sis_code = t.sis_code))`,
    scope,
  )
  const { rowCount } = await db.query(
    `insert into admissions.opi_attachment as known
       (application_id, opi_code, sis_code, file_id, sis_record_id, created_at, changed_at)
     select distinct on (p.id, model.sis_code) p.id, o.opi_code, model.sis_code, held.file_id, o.sis_record_id, $3, $3
     from admissions.opi o
       join admissions.application p on p.id = o.application_id
       join admissions.candidate c on c.id = p.candidate_id
       join admissions.account a on a.id = c.account_id
       join admissions.formation f on f.id = p.formation_id and f.demat
       join admissions.application_attachment held
         on held.application_id = p.id and held.status = 'VA' and held.file_id is not null
       join admissions.attachment_model model on model.id = held.model_id and model.sis_code is not null
     where o.state = 'poured' and o.opi_code is not null
       and ($1::bigint is null or a.campaign_id = $1) and ($2::bigint[] is null or p.id = any ($2))
     order by p.id, model.sis_code, held.changed_at desc, model.id
     on conflict (opi_code, sis_code, application_id) do update
       set file_id = excluded.file_id, sis_record_id = excluded.sis_record_id, state = 'to-send', attempts = 0,
           cause = null, cause_detail = null, next_try = null, quarantined_at = null, changed_at = excluded.changed_at
       where known.file_id <> excluded.file_id
          or known.state = 'sent' and known.sis_record_id <> excluded.sis_record_id
          or known.state = 'sent' and known.sha256 <> (
               select file.sha256 from admissions.stored_file file where file.id = excluded.file_id)`,
    [...scope, now.toString()],
  )
  return rowCount ?? 0
}
