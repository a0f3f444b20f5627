import type { Queryable } from '../../platform/database.ts'
import { inLots } from './applications.ts'
import type { Season } from './season.ts'

/**
 * Pre-registrations of the campaign in service: of ten confirmations six are to be poured, three were, one has failed; of a
 * hundred, three failed five times and were put aside. Those given up after pouring have a withdrawal to be poured.
 */
export async function fillOpi(season: Season): Promise<void> {
  const { db, draw, now } = season
  const drawn = draw('application.id', 'opi', 100)
  await db.query(
    `insert into admissions.opi
       (application_id, state, wanted, created_at, poured_at, opi_code, attempts, cause, cause_detail, next_try,
        quarantined_at, changed_at, called_at, sis_record_id)
     select application.id, state, case state when 'to-withdraw' then 'withdraw' else 'pour' end, answered_at,
            case when state in ('poured', 'to-withdraw') then answered_at + interval '1 day' end,
            case when state in ('poured', 'to-withdraw') then 'EC' || dossier_no end,
            case state when 'error' then case when drawn >= 97 then 5 else 2 end else 0 end,
            case state when 'error' then 'wish-refused' end,
            case state when 'error' then 'ORA-20001: saisie fermée pour cette étape' end,
            case when state = 'error' and drawn < 97 then $1::timestamptz - interval '1 hour' end,
            case when drawn >= 97 and state = 'error' then $1::timestamptz - interval '2 days' end, $1,
            case when state <> 'to-pour' then answered_at + interval '1 day' end,
            case when state in ('poured', 'to-withdraw') then candidate.id::text end
     from (
       select application.*, ${drawn} as drawn,
              case when ${inLots(season, 'application.id', 'givenUp')} then 'to-withdraw'
                   when ${drawn} < 60 then 'to-pour' when ${drawn} < 90 then 'poured' else 'error' end as state
       from admissions.application
       where ${inLots(season, 'application.id', 'confirmed', 'givenUp')}) as application
     join admissions.candidate on candidate.id = candidate_id
     join admissions.account on account.id = account_id
     join admissions.campaign on campaign.id = campaign_id and in_service
     order by application.id`,
    [now],
  )
  const sending = draw('attachment.application_id * 8 + model_id', 'opi-attachment', 10)
  await db.query(
    `insert into admissions.opi_attachment
       (application_id, opi_code, sis_code, file_id, sis_record_id, sha256, state, attempts, cause, poured_at,
        created_at, changed_at)
     select opi.application_id, opi_code, sis_code, attachment.file_id, opi.sis_record_id,
            case attachment.state when 'sent' then sha256 end, attachment.state, case attachment.state when 'to-send' then 0 else 1 end,
            case attachment.state when 'absent' then 'file-absent' when 'error' then 'refused' end,
            case attachment.state when 'sent' then opi.poured_at end, opi.poured_at, $1
     from (
       select attachment.*, (array['to-send', 'to-send', 'to-send', 'to-send', 'sent', 'sent', 'sent', 'sent',
                                   'absent', 'error'])[${sending} + 1] as state
       from admissions.application_attachment attachment) as attachment
     join admissions.opi using (application_id)
     join admissions.attachment_model model on model.id = model_id and sis_code is not null
     join admissions.stored_file on stored_file.id = attachment.file_id
     where opi.state = 'poured' and attachment.status = 'VA'
     order by opi.application_id, model_id`,
    [now],
  )
}

/** What the information system has of those poured: the records and wishes that the target's tables are to hold. */
export interface PouredRecord {
  readonly record: number
  readonly opiCode: string
  readonly lastName: string
  readonly firstName: string
  readonly bornOn: string
  readonly wishes: readonly { readonly cge: string; readonly stage: string; readonly version: number }[]
}

export async function readPoured(db: Queryable): Promise<PouredRecord[]> {
  const { rows } = await db.query<PouredRecord>(
    `select candidate.id as record, min(opi_code) as "opiCode", upper(candidate.birth_name) as "lastName",
            upper(candidate.first_name) as "firstName", born_on::text as "bornOn",
            json_agg(json_build_object('cge', cge_code, 'stage', stage_code, 'version', stage_version::int)) as wishes
     from admissions.opi
     join admissions.application on application.id = application_id
     join admissions.candidate on candidate.id = candidate_id
     join admissions.formation on formation.id = formation_id and cge_code is not null
     where state in ('poured', 'to-withdraw')
     group by candidate.id order by candidate.id`,
  )
  return rows
}
