import type { Queryable } from '../../platform/database.ts'
import type { RejectionCause } from './classify-response.ts'

export interface AnswerQuery {
  /** Begins a dossier number, or a formation's code. */
  readonly search: string
  /** The response and level after which the page begins. */
  readonly after: { readonly responseId: number; readonly level: AnswerLevel } | null
  readonly size: number
}

export type AnswerLevel = 'application' | 'candidate'

export interface AnswerLine {
  readonly level: AnswerLevel
  /** Of the application, or of the candidate. */
  readonly targetId: number
  readonly responseId: number
  readonly accountId: number
  readonly dossierNo: string
  readonly lastName: string
  readonly firstName: string
  /** Of an application. */
  readonly formation: string | null
  readonly submittedAt: Date | null
  readonly receivedAt: Date
}

const lines = `
  select 'application' as level, application_id as "targetId", response_id as "responseId",
         account.id as "accountId", account.dossier_no as "dossierNo", account.last_name as "lastName",
         account.first_name as "firstName", formation.code as formation, submitted_at as "submittedAt",
         received_at as "receivedAt", answer.answers
  from admissions.form_answer_application answer
  join admissions.application on application.id = answer.application_id
  join admissions.formation on formation.id = application.formation_id
  join admissions.candidate on candidate.id = application.candidate_id
  join admissions.account on account.id = candidate.account_id
  where answer.survey_id = $1
  union all
  select 'candidate', candidate_id, response_id, account.id, account.dossier_no, account.last_name,
         account.first_name, null, submitted_at, received_at, answer.answers
  from admissions.form_answer_candidate answer
  join admissions.candidate on candidate.id = answer.candidate_id
  join admissions.account on account.id = candidate.account_id
  where answer.survey_id = $1`

/** Answers of a survey, the newest response first. */
export async function readAnswers(
  db: Queryable,
  surveyId: number,
  { search, after, size }: AnswerQuery,
): Promise<{ items: AnswerLine[]; more: boolean }> {
  const { rows } = await db.query<AnswerLine>(
    `select level, "targetId", "responseId", "accountId", "dossierNo", "lastName", "firstName", formation,
            "submittedAt", "receivedAt"
     from (${lines}) as line
     where ($2 = '' or starts_with("dossierNo", upper($2)) or starts_with(upper(formation), upper($2)))
       and ($3::int is null or ("responseId", level) < ($3::int, $4::text))
     order by "responseId" desc, level desc
     limit $5`,
    [surveyId, search.trim(), after?.responseId ?? null, after?.level ?? null, size + 1],
  )
  return { items: rows.slice(0, size), more: rows.length > size }
}

export interface AnswerDetail extends AnswerLine {
  readonly answers: readonly (readonly [question: string, answer: string])[]
}

/** One answer with what was answered, or null. */
export async function readAnswer(
  db: Queryable,
  surveyId: number,
  level: AnswerLevel,
  targetId: number,
): Promise<AnswerDetail | null> {
  const { rows } = await db.query<AnswerDetail>(
    `select * from (${lines}) as line where level = $2 and "targetId" = $3`,
    [surveyId, level, targetId],
  )
  return rows[0] ?? null
}

export interface Rejection {
  readonly responseId: number
  readonly cause: RejectionCause
  readonly submittedAt: Date | null
  readonly seenAt: Date
}

/** Responses that are nobody's, the newest first; of one cause. */
export async function readRejections(
  db: Queryable,
  surveyId: number,
  { cause, before, size }: { cause: RejectionCause | null; before: number | null; size: number },
): Promise<Rejection[]> {
  const { rows } = await db.query<Rejection>(
    `select response_id as "responseId", outcome as cause, submitted_at as "submittedAt", seen_at as "seenAt"
     from admissions.form_response
     where survey_id = $1 and outcome <> 'taken' and ($2::text is null or outcome = $2)
       and ($3::int is null or response_id < $3)
     order by response_id desc limit $4`,
    [surveyId, cause, before, size],
  )
  return rows
}
