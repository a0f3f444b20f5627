import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { noteDossierEvents } from '../../dossiers/note-events.ts'

interface Conflict {
  readonly id: number
  readonly account: number
  readonly application: number
  readonly dossier: string
  readonly sisCode: string
  readonly formation: string
  readonly newer: string
}

/**
 * Two formations that ask for one attachment code with different files (case 62): the information system has room for one, so the
 * newest file is the one to send; the other is noted as superseded, once, and sent after all when the newest no longer stands.
 * Files that say the same are no conflict. Returns a line for each new one.
 */
export async function settleConflicts(
  client: pg.PoolClient,
  campaignId: number,
  by: { readonly author: string; readonly runId: number; readonly now: Temporal.Instant },
): Promise<string[]> {
  const { rows } = await client.query<Conflict>(
    `with live as (
       select t.id, t.state, t.file_id, file.sha256, t.sis_code, t.application_id, f.code as formation, a.id as account,
              a.dossier_no as dossier, first_value(t.id) over same as newest, first_value(t.file_id) over same as newest_file,
              first_value(file.sha256) over same as newest_sha256, first_value(f.code) over same as newest_formation
       from admissions.opi_attachment t
         join admissions.opi o on o.application_id = t.application_id and o.state = 'poured' and o.opi_code = t.opi_code
         join admissions.application p on p.id = t.application_id
         join admissions.formation f on f.id = p.formation_id
         join admissions.candidate c on c.id = p.candidate_id
         join admissions.account a on a.id = c.account_id
         left join admissions.stored_file file on file.id = t.file_id
       where a.campaign_id = $1
       window same as (partition by t.opi_code, t.sis_code
         order by t.state = 'absent' or t.quarantined_at is not null, file.created_at desc nulls last, t.file_id desc, t.id)
     ), older as (
       select * from live
       where id <> newest and file_id <> newest_file and sha256 is distinct from newest_sha256
         and state not in ('absent', 'superseded')
     ), back as (
       update admissions.opi_attachment t
       set state = 'to-send', attempts = 0, cause = null, cause_detail = null, changed_at = $2
       from live
       where t.id = live.id and live.state = 'superseded'
         and (live.id = live.newest or live.file_id = live.newest_file or live.sha256 = live.newest_sha256)
     )
     update admissions.opi_attachment t
     set state = 'superseded', cause = 'newer-file', cause_detail = older.newest_formation, attempts = 0, next_try = null,
         quarantined_at = null, run_id = $3, changed_at = $2
     from older where t.id = older.id
     returning t.id, older.account, t.application_id as application, older.dossier, t.sis_code as "sisCode",
               older.formation, older.newest_formation as newer`,
    [campaignId, by.now.toString(), by.runId],
  )
  await noteDossierEvents(
    client,
    rows.map(({ account, application, sisCode, newer }) => ({
      accountId: account,
      applicationId: application,
      event: 'attachment-superseded',
      detail: { sisCode, formation: newer },
    })),
    by,
  )
  return rows.map(
    ({ dossier, sisCode, formation, newer }) =>
      `conflit : dossier ${dossier}, pièce ${sisCode} : ${formation} et ${newer} ont des fichiers différents, ` +
      `le plus récent (${newer}) est celui du SI Scolarité`,
  )
}
