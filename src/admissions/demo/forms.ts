import { createHash } from 'node:crypto'
import { instantFrom, type Season } from './season.ts'

/** Surveys of forms, by the numbers that a LimeSurvey would give them. */
export const surveys = [
  { survey: 990_001, code: 'PROJET', label: 'Projet professionnel', shared: true },
  { survey: 990_002, code: 'LANGUES', label: 'Niveau de langues', shared: false },
  { survey: 990_003, code: 'LOGEMENT', label: 'Demande de logement', shared: true },
] as const

const answers = JSON.stringify([
  ['Q1', 'Réponse fictive'],
  ['Q2', 'Oui'],
])

/** Forms, which formations ask for them, and answers of a part of the candidates: BATCH_SYNC_LIMESURVEY brings the others. */
export async function fillForms(season: Season): Promise<void> {
  const { db, draw, now } = season
  const hash = createHash('sha256').update(answers).digest('hex')
  await db.query(
    `insert into admissions.form (survey_id, code, label, url, shared, conditional, in_service, changed_at)
     select survey, code, label, 'https://enquetes.example.org/' || survey, shared, code = 'LOGEMENT',
            code <> 'LOGEMENT', $2
     from jsonb_to_recordset($1) as given (survey int, code text, label text, shared boolean)
     on conflict do nothing`,
    [JSON.stringify(surveys), now],
  )
  await db.query(
    `insert into admissions.formation_form (formation_id, form_id)
     select formation.id, form.id from admissions.formation, admissions.form
     where form.shared or formation.id % 3 = 0 order by 1, 2`,
  )
  const sent = instantFrom(season, -40)
  await db.query(
    `insert into admissions.form_answer_candidate
       (candidate_id, survey_id, response_id, submitted_at, answers, raw_hash, received_at)
     select candidate.id, $1, row_number() over (order by candidate.id), $2, $3, $4, $2::timestamptz + interval '8 hours'
     from admissions.candidate join admissions.account on account.id = account_id
     join admissions.campaign on campaign.id = campaign_id and in_service
     where ${draw('candidate.id', 'answer', 3)} = 0 order by candidate.id`,
    [surveys[0].survey, sent, answers, hash],
  )
  await db.query(
    `insert into admissions.form_answer_application
       (application_id, survey_id, response_id, submitted_at, answers, raw_hash, received_at)
     select application.id, $1, row_number() over (order by application.id), $2, $3, $4,
            $2::timestamptz + interval '8 hours'
     from admissions.application join admissions.candidate on candidate.id = candidate_id
     join admissions.account on account.id = account_id
     join admissions.campaign on campaign.id = campaign_id and in_service
     where ${draw('application.id', 'answer', 4)} = 0 order by application.id`,
    [surveys[1].survey, sent, answers, hash],
  )
}
