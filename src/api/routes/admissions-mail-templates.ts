import { randomUUID } from 'node:crypto'
import { renderMail } from '../../admissions/mails/compose-mail.ts'
import {
  editTemplate,
  type ListedTemplate,
  readTemplates,
  resetTemplate,
} from '../../admissions/mails/edit-template.ts'
import { sampleValues } from '../../admissions/mails/sample-values.ts'
import { variablesOf } from '../../admissions/mails/shipped-templates.ts'
import { templateFaults } from '../../admissions/mails/template-faults.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { postMail } from '../../platform/outgoing-mail.ts'
import { acting } from '../acting.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { answerEdit } from '../edit-problem.ts'
import { problem } from '../problem.ts'
import {
  mailTemplateEdit,
  mailTemplateList,
  mailTemplatePath,
  mailTemplateReset,
  mailTemplate as mailTemplateSchema,
  type TemplatePreviewQuestion,
  templatePreview,
  templatePreviewQuestion,
  testMailAnswer,
} from '../schemas/admissions-mail-templates.ts'
import type { ApiServices } from '../services.ts'

const tags = ['admissions']
const reads = { access: { who: 'reader', of: 'admissions' } } as const
const sets = { access: { who: 'administrator', of: 'admissions' } } as const
const params = mailTemplatePath

/** Modèles de courriels: the words of what candidates and commissions are sent. */
export function addAdmissionsMailTemplates(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, mail } = installation

  async function one(code: string) {
    const [template] = await readTemplates(database.pool, code)
    if (template === undefined) throw problem('NOT_FOUND')
    return asAnswer(template)
  }

  const written = (code: string, { language, subject, body }: TemplatePreviewQuestion, to: string) =>
    renderMail(
      { code, fr: { subject, body }, en: { subject, body } },
      { to: [to], language, values: sampleValues(language) },
    )

  const faultsOf = (code: string, { subject, body }: TemplatePreviewQuestion, language: 'fr' | 'en') =>
    (['subject', 'body'] as const).flatMap((path) =>
      templateFaults(code, path, path === 'subject' ? subject : body).map((message) => ({
        path,
        message: message[language],
      })),
    )

  server.get(
    '/api/admissions/mail-templates',
    {
      config: reads,
      schema: { tags, summary: 'Mail templates by code', response: { 200: mailTemplateList } },
    },
    async () => ({ items: (await readTemplates(database.pool)).map(asAnswer) }),
  )

  server.get(
    '/api/admissions/mail-templates/:code',
    {
      config: reads,
      schema: { tags, summary: 'A mail template', params, response: { 200: mailTemplateSchema } },
    },
    async (request) => await one(request.params.code),
  )

  server.patch(
    '/api/admissions/mail-templates/:code',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Gives a template other words, takes it out of service or back',
        params,
        body: mailTemplateEdit,
        response: { 200: mailTemplateSchema },
      },
    },
    async (request) => {
      const { code } = request.params
      const { version, fr, en, inService } = request.body
      const edit = {
        ...(fr === undefined ? {} : { fr }),
        ...(en === undefined ? {} : { en }),
        ...(inService === undefined ? {} : { inService }),
      }
      await answerEdit(editTemplate(database, acting(request), code, version, edit, engine.clock.now()))
      return await one(code)
    },
  )

  server.post(
    '/api/admissions/mail-templates/:code/reset',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Back to the words that the program came with',
        params,
        body: mailTemplateReset,
        response: { 200: mailTemplateSchema },
      },
    },
    async (request) => {
      const { code } = request.params
      const { version } = request.body
      await answerEdit(resetTemplate(database, acting(request), code, version, engine.clock.now()))
      return await one(code)
    },
  )

  server.post(
    '/api/admissions/mail-templates/:code/preview',
    {
      config: reads,
      schema: {
        tags,
        summary: 'The mail that these words make for a fictional candidate; nothing is saved or sent',
        params,
        body: templatePreviewQuestion,
        response: { 200: templatePreview },
      },
    },
    async (request) => {
      const { code } = request.params
      await one(code)
      const faults = faultsOf(code, request.body, request.language)
      if (faults.length > 0) return { mail: null, faults }
      const { subject, text, html = '' } = written(code, request.body, 'testun@example.org')
      return { mail: { subject, text, html }, faults }
    },
  )

  server.post(
    '/api/admissions/mail-templates/:code/test',
    {
      config: sets,
      schema: {
        tags,
        summary: 'Sends the mail that these words make for a fictional candidate to who asks',
        params,
        body: templatePreviewQuestion,
        response: { 200: testMailAnswer },
      },
    },
    async (request) => {
      const { code } = request.params
      await one(code)
      const [fault] = faultsOf(code, request.body, request.language)
      if (fault !== undefined) throw problem('INVALID_FIELDS', { errors: [fault] })
      const { author, address } = acting(request)
      const to = visitorOf(request).email
      if (to === null)
        throw problem('REQUEST_REFUSED', {
          detail: {
            fr: 'Votre compte n’a pas d’adresse : ajoutez-en une, puis recommencez',
            en: 'Your account has no address: add one, then try again',
          },
        })
      await transaction(database.pool, async (client) => {
        const occasion = `admissions:${code}:test:${randomUUID()}`
        await postMail(client, occasion, written(code, request.body, to), engine.clock)
        await recordAudit(client, {
          actor: author,
          address,
          action: 'mail-template.tested',
          subject: `mail-template:${code}`,
          application: 'admissions',
        })
      })
      return { to, leaves: mail.configured }
    },
  )
}

function asAnswer(template: ListedTemplate) {
  return {
    ...template,
    changedAt: template.changedAt.toISOString(),
    variables: Object.entries(variablesOf(template.code)).map(([name, meaning]) => ({ name, meaning })),
  }
}
