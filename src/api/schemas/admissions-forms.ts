import { z } from 'zod'
import { rejectionCauses } from '../../admissions/surveys/classify-response.ts'
import { instant, version } from './common.ts'

/** What the API says of forms filled in LimeSurvey, and of their answers. */

export const rejectionCause = z.enum(rejectionCauses).meta({ id: 'SurveyRejectionCause' })
export type RejectionCause = z.infer<typeof rejectionCause>

export const surveyOutcome = z
  .discriminatedUnion('state', [
    z.object({
      state: z.literal('done'),
      runId: z.number().int(),
      full: z.boolean(),
      received: z.number().int(),
      inserted: z.number().int(),
      updated: z.number().int(),
      unchanged: z.number().int(),
      rejected: z.partialRecord(rejectionCause, z.number().int()),
    }),
    z.object({ state: z.literal('failed'), runId: z.number().int(), error: z.string() }),
  ])
  .meta({ id: 'SurveyOutcome' })
export type SurveyOutcome = z.infer<typeof surveyOutcome>

export const surveyForm = z
  .object({
    id: z.number().int(),
    version,
    surveyId: z.number().int(),
    code: z.string(),
    label: z.string(),
    url: z.string().nullable(),
    shared: z.boolean(),
    conditional: z.boolean(),
    inService: z.boolean(),
    /** Codes of the formations that want it. */
    formations: z.array(z.string()),
    answers: z.number().int(),
    rejections: z.number().int(),
    lastSync: surveyOutcome.nullable(),
    lastSyncAt: instant.nullable(),
    lastFullAt: instant.nullable(),
  })
  .meta({ id: 'SurveyForm' })
export type SurveyForm = z.infer<typeof surveyForm>

export const surveyFormList = z.object({
  items: z.array(surveyForm),
  /** Whether LimeSurvey is configured. */
  configured: z.boolean(),
})
export type SurveyFormList = z.infer<typeof surveyFormList>

/** LimeSurvey counts surveys and responses in 32 bits. */
const largestId = 2_147_483_647
const surveyId = z.int().min(1).max(largestId)
const values = {
  label: z.string().trim().min(1).max(500),
  url: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .nullable(),
  shared: z.boolean(),
  conditional: z.boolean(),
  inService: z.boolean(),
  formations: z.array(z.string().trim().min(1).max(50)).max(2000),
}
export const surveyFormEdit = z.object({
  version,
  surveyId: surveyId.optional(),
  label: values.label.optional(),
  url: values.url.optional(),
  shared: values.shared.optional(),
  conditional: values.conditional.optional(),
  inService: values.inService.optional(),
  formations: values.formations.optional(),
})
export type SurveyFormEdit = z.infer<typeof surveyFormEdit>

const fedForm = z.strictObject({
  code: z.string().trim().min(1).max(20),
  surveyId,
  label: values.label,
  url: values.url.optional(),
  shared: values.shared.optional(),
  conditional: values.conditional.optional(),
  inService: values.inService.optional(),
  formations: values.formations.optional().describe('Codes of the formations that want it'),
})
export type FedForm = z.infer<typeof fedForm>
export const surveyFormFeed = z.object({ items: z.array(fedForm).min(1).max(500) })

export const surveyQuestion = z.object({ surveyId })
/** `found` false: LimeSurvey does not show it to our account. */
export const surveyCheck = z.object({
  found: z.boolean(),
  title: z.string().nullable(),
  active: z.boolean().nullable(),
  /** As LimeSurvey writes it. */
  expires: z.string().nullable(),
})
export type SurveyCheck = z.infer<typeof surveyCheck>

const level = z.enum(['application', 'candidate'])
export const answerPath = z.object({
  id: z.coerce.number().int().positive(),
  level,
  target: z.coerce.number().int().positive(),
})
export const answersQuery = z.object({
  q: z.string().trim().max(50).default('').describe('Beginning of a dossier number or of a formation’s code'),
  after: z
    .string()
    .regex(/^\d{1,10}-(application|candidate)$/)
    .refine((cursor) => Number.parseInt(cursor, 10) <= largestId)
    .optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})
const answerLine = {
  level,
  targetId: z.number().int(),
  responseId: z.number().int(),
  accountId: z.number().int(),
  dossierNo: z.string(),
  lastName: z.string(),
  firstName: z.string(),
  formation: z.string().nullable(),
  submittedAt: instant.nullable(),
  receivedAt: instant,
}
export const surveyAnswer = z.object(answerLine).meta({ id: 'SurveyAnswer' })
export type SurveyAnswer = z.infer<typeof surveyAnswer>
export const surveyAnswerPage = z.object({ items: z.array(surveyAnswer), next: z.string().nullable() })
export type SurveyAnswerPage = z.infer<typeof surveyAnswerPage>
export const surveyAnswerDetail = z
  .object({ ...answerLine, answers: z.array(z.tuple([z.string(), z.string()])) })
  .meta({ id: 'SurveyAnswerDetail' })
export type SurveyAnswerDetail = z.infer<typeof surveyAnswerDetail>

export const rejectionsQuery = z.object({
  cause: rejectionCause.optional(),
  before: z.coerce.number().int().positive().max(largestId).optional(),
  size: z.coerce.number().int().min(1).max(200).default(50),
})
export const surveyRejectionPage = z.object({
  items: z.array(
    z.object({
      responseId: z.number().int(),
      cause: rejectionCause,
      submittedAt: instant.nullable(),
      seenAt: instant,
    }),
  ),
  next: z.number().int().nullable(),
})
export type SurveyRejectionPage = z.infer<typeof surveyRejectionPage>
