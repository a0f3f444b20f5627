import type { Temporal } from 'temporal-polyfill'
import { instantOrNull } from '../../batch/instant-column.ts'
import type { Queryable } from '../../platform/database.ts'
import { effectiveDatesSql } from '../campaigns/effective-dates.ts'
import { confirmationDeadline, todayIn } from '../decisions/confirmation-deadline.ts'
import { answersOffered } from './answer-rules.ts'
import type { AccountState } from './read-dossiers.ts'

/** Everything of one dossier (admissions.md 4.2 to 4.6). Null: there is none, or its campaign was destroyed. */
export async function readDossier(
  db: Queryable,
  id: number,
  { now, timeZone }: { readonly now: Temporal.Instant; readonly timeZone: string },
) {
  const account = await readAccount(db, id, now.toString())
  if (account === null) return null
  const candidate = await readCandidate(db, id)
  const applications =
    candidate === null ? [] : await readApplications(db, candidate.id, account.campaign.open, now, timeZone)
  return {
    ...account,
    candidate,
    applications,
    events: await readEvents(db, id),
    failures: await readFailures(db, id, candidate?.id ?? null, applications),
  }
}

interface Account {
  readonly id: number
  readonly version: number
  readonly dossierNo: string
  readonly lastName: string
  readonly firstName: string
  readonly mail: string
  readonly mailRefusedAt: Date | null
  readonly login: string | null
  readonly studentNo: string | null
  readonly state: AccountState
  readonly validUntil: Date
  readonly createdAt: Date
  readonly campaign: {
    readonly id: number
    readonly code: string
    readonly label: string
    readonly archived: boolean
    readonly open: boolean
  }
}

async function readAccount(db: Queryable, id: number, now: string): Promise<Account | null> {
  const { rows } = await db.query<Account>(
    `select account.id, account.version, dossier_no as "dossierNo", last_name as "lastName",
            account.first_name as "firstName", mail, mail_refused_at as "mailRefusedAt", login,
            student_no as "studentNo", valid_until as "validUntil", account.created_at as "createdAt",
            case when validated then 'validated' when valid_until >= $2 then 'to-validate'
                 when candidate.id is null then 'expired' else 'expired-with-data' end as state,
            jsonb_build_object('id', campaign.id, 'code', campaign.code, 'label', campaign.label,
              'archived', campaign.archived_at is not null,
              'open', campaign.in_service and campaign.archived_at is null) as campaign
     from admissions.account
       join admissions.campaign on campaign.id = campaign_id
       left join admissions.candidate on candidate.account_id = account.id
     where account.id = $1`,
    [id, now],
  )
  return rows[0] ?? null
}

export interface DossierCandidate {
  readonly id: number
  readonly civility: string | null
  readonly birthName: string
  readonly usualName: string | null
  readonly firstName: string
  readonly otherFirstName: string | null
  readonly bornOn: string
  readonly birthPlace: string | null
  readonly nationality: string | null
  readonly ine: string | null
  readonly phone: string | null
  readonly mobile: string | null
  readonly language: string
  readonly address: readonly string[]
  readonly bac: {
    readonly code: string
    readonly label: string
    readonly year: number | null
    readonly mention: string | null
    readonly establishment: string | null
    readonly specialities: readonly string[]
    readonly options: readonly string[]
  } | null
}

async function readCandidate(db: Queryable, accountId: number): Promise<DossierCandidate | null> {
  const { rows } = await db.query<DossierCandidate>(
    `select candidate.id, civility, birth_name as "birthName", usual_name as "usualName",
            first_name as "firstName", other_first_name as "otherFirstName", born_on as "bornOn",
            nullif(concat_ws(', ', birth_city, birth.label), '') as "birthPlace",
            coalesce(nation.nationality, nation.label) as nationality,
            nullif(concat(ine, ine_key), '') as ine, phone, mobile, language,
            array_remove(array[address_line1, address_line2, address_line3,
              nullif(concat_ws(' ', postcode, coalesce(commune.label, foreign_city)), ''), country.label], null) as address,
            case when bac.candidate_id is not null then jsonb_build_object(
              'code', bac.bac_code, 'label', bac_kind.label, 'year', bac.year, 'mention', mention.label,
              'establishment', establishment.label, 'specialities', to_jsonb(bac.specialities),
              'options', to_jsonb(bac.options)) end as bac
     from admissions.candidate
       left join admissions.siscol_country as birth on (birth.code, birth.sis_kind) = (birth_country, candidate.sis_kind)
       left join admissions.siscol_country as nation
         on (nation.code, nation.sis_kind) = (candidate.nationality, candidate.sis_kind)
       left join admissions.siscol_country as country on (country.code, country.sis_kind) = (country_code, candidate.sis_kind)
       left join admissions.siscol_commune as commune
         on (commune.code, commune.sis_kind) = (candidate.commune_code, candidate.sis_kind)
       left join admissions.candidate_bac as bac on bac.candidate_id = candidate.id
       left join admissions.siscol_bac as bac_kind on (bac_kind.code, bac_kind.sis_kind) = (bac.bac_code, bac.sis_kind)
       left join admissions.siscol_bac_mention as mention
         on (mention.code, mention.sis_kind) = (bac.mention_code, bac.sis_kind)
       left join admissions.siscol_establishment as establishment
         on (establishment.code, establishment.sis_kind) = (bac.establishment_code, bac.sis_kind)
     where account_id = $1`,
    [accountId],
  )
  return rows[0] ?? null
}

interface ApplicationRow {
  readonly id: number
  readonly version: number
  readonly formation: { readonly id: number; readonly code: string; readonly label: string }
  readonly status: 'AT' | 'RE' | 'IN' | 'CO'
  readonly treatment: 'AD' | 'AC' | 'AT'
  readonly cancelledAt: Date | null
  readonly accepted: boolean | null
  readonly answeredAt: Date | null
  readonly answeredBy: string | null
  readonly newConfirmBy: string | null
  readonly frozen: boolean
  readonly confirm_by: string | null
  readonly confirm_days: number | null
  readonly return_by: string | null
  readonly jury_on: string | null
  readonly publish_on: string | null
  readonly decisions: readonly {
    readonly id: number
    readonly label: string
    readonly kind: 'FA' | 'DE' | 'LC' | 'LA' | 'PR'
    readonly validatedAt: string | null
    readonly createdAt: string
    readonly createdBy: string
    readonly rank: number | null
    readonly realRank: number | null
    readonly comment: string | null
  }[]
  readonly opi: {
    readonly state: 'to-pour' | 'to-withdraw' | 'poured' | 'withdrawn' | 'error'
    readonly code: string | null
    readonly cause: string | null
    readonly quarantined: boolean
  } | null
  readonly attachments: readonly {
    readonly label: string
    readonly status: 'TR' | 'VA' | 'RE' | 'AT' | 'NC'
    readonly file: string | null
  }[]
  readonly forms: readonly { readonly label: string; readonly answered: boolean }[]
}

async function readApplications(
  db: Queryable,
  candidateId: number,
  campaignOpen: boolean,
  now: Temporal.Instant,
  timeZone: string,
) {
  const { rows } = await db.query<ApplicationRow>(
    `select application.id, application.version, application.status, application.treatment,
            jsonb_build_object('id', formation.id, 'code', formation.code, 'label', formation.label) as formation,
            cancelled_at as "cancelledAt", accepted, answered_at as "answeredAt", answered_by as "answeredBy",
            new_confirm_by as "newConfirmBy", frozen_at is not null as frozen,
            ${effectiveDatesSql()},
            array(select jsonb_build_object('id', decision.id, 'label', type.label, 'kind', type.kind,
                    'validatedAt', decision.validated_at, 'createdAt', decision.created_at,
                    'createdBy', decision.created_by, 'rank', decision.rank, 'realRank', decision.real_rank,
                    'comment', decision.comment)
                  from admissions.decision join admissions.decision_type as type on type.id = decision.type_id
                  where decision.application_id = application.id order by decision.id desc) as decisions,
            case when opi.application_id is not null then jsonb_build_object('state', opi.state,
              'code', opi.opi_code, 'cause', opi.cause, 'quarantined', opi.quarantined_at is not null) end as opi,
            array(select jsonb_build_object('label', model.label, 'status', attachment.status, 'file', file.name)
                  from admissions.application_attachment as attachment
                    join admissions.attachment_model as model on model.id = attachment.model_id
                    left join admissions.stored_file as file on file.id = attachment.file_id
                  where attachment.application_id = application.id order by model.label) as attachments,
            array(select jsonb_build_object('label', form.label, 'answered',
                    exists (select from admissions.form_answer_application as answer
                            where answer.application_id = application.id and answer.survey_id = form.survey_id)
                    or exists (select from admissions.form_answer_candidate as answer
                            where answer.candidate_id = application.candidate_id and answer.survey_id = form.survey_id))
                  from admissions.formation_form join admissions.form on form.id = formation_form.form_id
                  where formation_form.formation_id = formation.id order by form.label) as forms
     from admissions.application
       join admissions.candidate on candidate.id = application.candidate_id
       join admissions.account on account.id = candidate.account_id
       join admissions.campaign on campaign.id = account.campaign_id
       join admissions.formation on formation.id = application.formation_id
       left join admissions.opi on opi.application_id = application.id
     where application.candidate_id = $1 order by application.id`,
    [candidateId],
  )
  return rows.map(({ confirm_by, confirm_days, return_by, jury_on, publish_on, ...row }) => {
    const [decision] = row.decisions
    const validatedAt = decision?.validatedAt == null ? null : new Date(decision.validatedAt)
    const deadline = confirmationDeadline(
      {
        newConfirmBy: row.newConfirmBy,
        confirmDays: confirm_days,
        confirmBy: confirm_by,
        validatedAt: instantOrNull(validatedAt),
      },
      timeZone,
    )
    const facts = {
      accepted: row.accepted,
      cancelled: row.cancelledAt !== null,
      campaignOpen,
      favourable: decision?.kind === 'FA' && validatedAt !== null,
      deadline,
    }
    return {
      ...row,
      deadline: facts.favourable || row.accepted !== null ? deadline : null,
      dates: { returnBy: return_by, juryOn: jury_on, publishOn: publish_on },
      offered: answersOffered(facts, todayIn(timeZone, now)),
    }
  })
}

const mostEvents = 200

async function readEvents(db: Queryable, accountId: number) {
  const { rows } = await db.query<{
    id: number
    at: Date
    author: string
    runId: number | null
    event: string
    formation: string | null
    detail: Record<string, string | number | boolean | null>
  }>(
    `select noted.id, at, author, run_id as "runId", event, formation.code as formation, detail
     from admissions.dossier_event as noted
       left join admissions.application on application.id = noted.application_id
       left join admissions.formation on formation.id = application.formation_id
     where account_id = $1 order by noted.id desc limit $2`,
    [accountId, mostEvents],
  )
  return rows
}

async function readFailures(
  db: Queryable,
  accountId: number,
  candidateId: number | null,
  applications: readonly { readonly id: number }[],
) {
  const units = [
    `account:${accountId}`,
    ...(candidateId === null ? [] : [`candidate:${candidateId}`]),
    ...applications.map(({ id }) => `application:${id}`),
  ]
  const { rows } = await db.query<{
    batch: string
    unit: string
    attempts: number
    error: string
    nextTry: Date
    quarantined: boolean
    runId: number | null
  }>(
    `select batch_code as batch, unit_key as unit, attempts, last_error as error, next_try as "nextTry",
            quarantined_at is not null as quarantined, run_id as "runId"
     from batch_unit_failure where unit_key = any ($1) order by failed_at desc`,
    [units],
  )
  return rows
}
