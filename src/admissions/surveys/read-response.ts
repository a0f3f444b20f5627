import { Temporal } from 'temporal-polyfill'
import type { RemoteResponse } from './remote-control/read-export.ts'

/** A response as this office understands it. */
export interface SurveyResponse {
  readonly responseId: number
  /** Whether it was completed at all. */
  readonly complete: boolean
  /** Null where the survey notes no dates, or writes what cannot be read. */
  readonly submittedAt: Temporal.Instant | null
  /** Blank is absent. */
  readonly dossierNo: string | null
  readonly applicationId: string | null
  /** Question codes and answers, in the order of the survey. */
  readonly answers: readonly (readonly [code: string, answer: string])[]
}

const dossierField = 'numDossier'
const applicationField = 'idCandidature'

/** What is no answer: who answered, when, from where. */
const notAnswers = new Set([
  'id',
  'submitdate',
  'lastpage',
  'startlanguage',
  'startdate',
  'datestamp',
  'seed',
  'token',
  'ipaddr',
  'refurl',
  dossierField,
  applicationField,
])

/** What LimeSurvey writes for every response of a survey that notes no dates. */
const noDate = '1980-01-01 00:00:00'

/** `timeZone`: of the survey server, in which it writes its dates. */
export function readResponse({ id, fields }: RemoteResponse, timeZone: string): SurveyResponse {
  const field = (name: string) => fields.find(([code]) => code === name)?.[1].trim() || null
  const date = field('submitdate')
  return {
    responseId: id,
    complete: date !== null,
    submittedAt: date === null || date === noDate ? null : instantOf(date, timeZone),
    dossierNo: field(dossierField)?.toUpperCase() ?? null,
    applicationId: field(applicationField),
    answers: fields.filter(([code]) => !notAnswers.has(code)),
  }
}

/** Nothing was answered: it never replaces what was (admissions.md 3.11). */
export function isBlank({ answers }: Pick<SurveyResponse, 'answers'>): boolean {
  return answers.every(([, answer]) => answer.trim() === '')
}

function instantOf(date: string, timeZone: string): Temporal.Instant | null {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(date)) return null
  try {
    return Temporal.PlainDateTime.from(date, { overflow: 'reject' }).toZonedDateTime(timeZone).toInstant()
  } catch {
    return null
  }
}
