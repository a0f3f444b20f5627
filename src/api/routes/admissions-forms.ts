import { z } from 'zod'
import { checkSurvey } from '../../admissions/surveys/check-survey.ts'
import { feedForms } from '../../admissions/surveys/feed-forms.ts'
import { changeForm, type Form, readForms } from '../../admissions/surveys/forms.ts'
import {
  type AnswerLevel,
  readAnswer,
  readAnswers,
  readRejections,
} from '../../admissions/surveys/read-answers.ts'
import { SurveyFailure } from '../../admissions/surveys/remote-control/survey-failure.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { acting } from '../acting.ts'
import type { ApiServer } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { noteLook } from '../note-look.ts'
import { problem } from '../problem.ts'
import { admissionsFeedAnswer } from '../schemas/admissions-feeding.ts'
import {
  answerPath,
  answersQuery,
  rejectionsQuery,
  surveyAnswerDetail,
  surveyAnswerPage,
  surveyCheck,
  surveyForm,
  surveyFormEdit,
  surveyFormFeed,
  surveyFormList,
  surveyQuestion,
  surveyRejectionPage,
} from '../schemas/admissions-forms.ts'
import { pathId } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'
import { feedAnswerOf, feedFrom } from './admissions-feeding.ts'

const tags = ['forms']
const reads = { access: { who: 'reader', of: 'admissions' } } as const
/** What candidates answered is for those who work on their dossiers. */
const acts = { access: { who: 'operator', of: 'admissions' } } as const
const sets = { access: { who: 'administrator', of: 'admissions' } } as const
const params = z.object({ id: pathId })
const base = '/api/admissions/forms'

/** Forms filled in LimeSurvey, and what candidates answered. */
export function addAdmissionsForms(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, place } = installation
  const surveys = () => place.connections?.surveys ?? null

  async function formOf(id: number): Promise<Form> {
    const [form] = await readForms(database.pool, id)
    if (form === undefined)
      throw problem('NOT_FOUND', {
        detail: { fr: 'Ce formulaire n’existe pas', en: 'There is no such form' },
      })
    return form
  }

  server.get(
    base,
    {
      config: reads,
      schema: {
        tags,
        summary: 'Every form, with what the last synchronisation made of it',
        response: { 200: surveyFormList },
      },
    },
    async () => ({
      items: (await readForms(database.pool)).map(formAnswer),
      configured: surveys() !== null,
    }),
  )

  server.post(
    base,
    {
      config: sets,
      schema: {
        tags,
        summary: 'Makes forms be what is given, by their codes: each is taken or rejected by itself',
        body: surveyFormFeed,
        response: { 200: admissionsFeedAnswer },
      },
    },
    async (request) =>
      feedAnswerOf(
        await feedFrom(services, request, 'forms', feedForms, request.body.items),
        request.language,
      ),
  )

  server.post(
    `${base}/survey-checks`,
    {
      config: sets,
      schema: {
        tags,
        summary: 'Whether LimeSurvey has a survey of this identifier',
        body: surveyQuestion,
        response: { 200: surveyCheck },
      },
    },
    async (request) => {
      const connection = surveys()
      if (connection === null) throw problem('NOT_READY', { detail: notConfigured })
      const { surveyId } = request.body
      await recordAudit(database.pool, {
        actor: acting(request).author,
        action: 'survey-form.checked',
        application: 'admissions',
        address: request.ip,
        detail: { surveyId },
      })
      try {
        const found = await checkSurvey(connection, surveyId, AbortSignal.timeout(30_000))
        const { title = null, active = null, expires = null } = found ?? {}
        return { found: found !== null, title, active, expires }
      } catch (error) {
        if (!(error instanceof SurveyFailure)) throw error
        throw problem('REQUEST_REFUSED', {
          detail: { fr: error.message, en: `LimeSurvey could not be asked: ${error.message}` },
        })
      }
    },
  )

  server.get(
    `${base}/:id`,
    {
      config: reads,
      schema: { tags, summary: 'One form', params, response: { 200: surveyForm } },
    },
    async (request) => formAnswer(await formOf(request.params.id)),
  )

  server.patch(
    `${base}/:id`,
    {
      config: sets,
      schema: {
        tags,
        summary: 'Changes a form',
        params,
        body: surveyFormEdit,
        response: { 200: surveyForm },
      },
    },
    async (request) => {
      const { id } = request.params
      const { version, ...edit } = request.body
      const now = engine.clock.now().toString()
      const given = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined))
      await answerEdit(changeForm(database, acting(request), id, version, given, now))
      return formAnswer(await formOf(id))
    },
  )

  server.get(
    `${base}/:id/answers`,
    {
      config: acts,
      schema: {
        tags,
        summary: 'Who answered, the newest response first',
        params,
        querystring: answersQuery,
        response: { 200: surveyAnswerPage },
      },
    },
    async (request) => {
      const { id } = request.params
      const { q, after, size } = request.query
      const form = await formOf(id)
      await noteLook(
        services,
        request,
        'survey-form.answers-listed',
        { form: id, searched: q !== '' },
        'admissions',
      )
      const { items, more } = await readAnswers(database.pool, form.surveyId, {
        search: q,
        after: after === undefined ? null : cursorOf(after),
        size,
      })
      const last = items.at(-1)
      return {
        items: items.map(lineAnswer),
        next: more && last !== undefined ? `${last.responseId}-${last.level}` : null,
      }
    },
  )

  server.get(
    `${base}/:id/answers/:level/:target`,
    {
      config: acts,
      schema: {
        tags,
        summary: 'What a candidate answered, for one application or for all',
        params: answerPath,
        response: { 200: surveyAnswerDetail },
      },
    },
    async (request) => {
      const { id, level, target } = request.params
      const form = await formOf(id)
      await noteLook(services, request, 'survey-form.answer-read', { form: id, level, target }, 'admissions')
      const answer = await readAnswer(database.pool, form.surveyId, level, target)
      if (answer === null) throw problem('NOT_FOUND')
      return {
        ...lineAnswer(answer),
        answers: answer.answers.map(([code, text]): [string, string] => [code, text]),
      }
    },
  )

  server.get(
    `${base}/:id/rejections`,
    {
      config: reads,
      schema: {
        tags,
        summary: 'Responses of LimeSurvey that are nobody’s, with the cause; nothing of what they answer',
        params,
        querystring: rejectionsQuery,
        response: { 200: surveyRejectionPage },
      },
    },
    async (request) => {
      const { cause = null, before = null, size } = request.query
      const { surveyId } = await formOf(request.params.id)
      const found = await readRejections(database.pool, surveyId, { cause, before, size: size + 1 })
      const items = found.slice(0, size)
      return {
        items: items.map(({ submittedAt, seenAt, ...one }) => ({
          ...one,
          submittedAt: submittedAt?.toISOString() ?? null,
          seenAt: seenAt.toISOString(),
        })),
        next: found.length > size ? items.at(-1)!.responseId : null,
      }
    },
  )
}

function formAnswer({ lastSyncAt, lastFullAt, formations, ...form }: Form) {
  return {
    ...form,
    formations: [...formations],
    lastSyncAt: lastSyncAt?.toISOString() ?? null,
    lastFullAt: lastFullAt?.toISOString() ?? null,
  }
}

function lineAnswer<T extends { submittedAt: Date | null; receivedAt: Date }>(line: T) {
  const { submittedAt, receivedAt, ...others } = line
  return {
    ...others,
    submittedAt: submittedAt?.toISOString() ?? null,
    receivedAt: receivedAt.toISOString(),
  }
}

function cursorOf(after: string): { responseId: number; level: AnswerLevel } {
  const [responseId, level] = after.split('-')
  return { responseId: Number(responseId), level: level as AnswerLevel }
}

const notConfigured = {
  fr: 'LimeSurvey n’est pas configuré : voyez docs/surveys.md',
  en: 'LimeSurvey is not configured: see docs/surveys.md',
}
