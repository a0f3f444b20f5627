import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { describeConfiguration } from '../../platform/describe-configuration.ts'
import { faultWords } from '../../platform/fault-words.ts'
import { acting } from '../acting.ts'
import { applicationOfSetting, mayEditSetting, settingAnswer } from '../answers/setting-answer.ts'
import { type ApiServer, visitorOf } from '../api-server.ts'
import { problem } from '../problem.ts'
import {
  type Setting,
  setting,
  settingChange,
  settingList,
  testMail,
  testMailResult,
} from '../schemas/settings.ts'
import type { ApiServices } from '../services.ts'
import { may, type Visitor } from '../visitor.ts'

const tags = ['settings']
const params = z.object({ key: z.string().max(200) })

/** « Paramétrage » : what may change while the program runs, and what it was started with. */
export function addSettings(server: ApiServer, { installation }: ApiServices): void {
  const { settings, mail, database, configuration } = installation
  const definitions = new Map(
    installation.applications
      .flatMap((application) => application.settings)
      .map((definition) => [definition.key, definition]),
  )

  server.get(
    '/api/settings',
    {
      config: { access: { who: 'reader', of: 'any' } },
      schema: {
        tags,
        summary: 'The settings of your applications; secrets for those who administer them, masked',
        response: { 200: settingList },
      },
    },
    async (request) => {
      const visitor = visitorOf(request)
      const items = (await settings.list())
        .map((value) => settingAnswer(value, definitions.get(value.key)!, visitor))
        .filter((one) => may(visitor, 'reader', one.application) && (!one.secret || one.editable))
      return { items, configuration: visitor.administrator ? describeConfiguration(configuration) : null }
    },
  )

  /** Refuses whoever does not administer the application of the setting, before anything of the request is read. */
  async function mayChange(request: FastifyRequest): Promise<void> {
    const { key } = request.params as { key: string }
    // Whoever administers nothing does not get here: the others may know what exists.
    if (!definitions.has(key)) throw problem('UNKNOWN_SETTING')
    if (!mayEditSetting(visitorOf(request), applicationOfSetting(key))) throw problem('FORBIDDEN')
  }

  async function answer(key: string, visitor: Visitor): Promise<Setting> {
    const value = (await settings.list()).find((one) => one.key === key)!
    return settingAnswer(value, definitions.get(key)!, visitor)
  }

  server.put(
    '/api/settings/:key',
    {
      // Of which application is known by the key alone.
      config: { access: { who: 'administrator', of: 'any' } },
      preValidation: mayChange,
      schema: { tags, summary: 'Sets a value', params, body: settingChange, response: { 200: setting } },
    },
    async (request) => {
      const visitor = visitorOf(request)
      const { key } = request.params
      const definition = definitions.get(key)!
      const parsed = definition.schema.safeParse(request.body.value)
      if (!parsed.success) {
        const fault = faultWords(parsed.error, definition.rule)
        throw problem('INVALID_SETTING', { detail: fault, errors: [{ path: 'value', message: fault }] })
      }
      const { author, address } = acting(request)
      await settings.set(key, parsed.data, author, address)
      return await answer(key, visitor)
    },
  )

  server.delete(
    '/api/settings/:key',
    {
      config: { access: { who: 'administrator', of: 'any' } },
      preValidation: mayChange,
      schema: { tags, summary: 'Goes back to the default', params, response: { 200: setting } },
    },
    async (request) => {
      const visitor = visitorOf(request)
      const { key } = request.params
      const { author, address } = acting(request)
      await settings.reset(key, author, address)
      return await answer(key, visitor)
    },
  )

  server.post(
    '/api/test-mails',
    {
      config: { access: { who: 'administrator', of: 'installation' } },
      schema: { tags, summary: 'Sends a test mail now', body: testMail, response: { 200: testMailResult } },
    },
    async (request) => {
      const { author, address } = acting(request)
      const { to } = request.body
      const error = await mail.send({ to: [to], ...letters[request.language] }).then(
        () => null,
        (failure: unknown) => (failure instanceof Error ? failure.message : String(failure)),
      )
      await recordAudit(database.pool, {
        actor: author,
        action: 'mail.tested',
        address,
        detail: { to, sent: error === null },
      })
      return { sent: error === null, error }
    },
  )
}

const letters = {
  fr: {
    subject: 'Nocturne : courriel d’essai',
    text: 'Ce courriel a été demandé depuis la page Paramétrage de Nocturne.\nS’il vous parvient, la messagerie est bien réglée.\n',
  },
  en: {
    subject: 'Nocturne: test mail',
    text: 'This mail was asked for on the settings page of Nocturne.\nIf it reaches you, mail is set up well.\n',
  },
}
