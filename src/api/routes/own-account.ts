import { z } from 'zod'
import {
  editOwnAccount,
  isOwnPassword,
  readAccount,
  setPassword,
} from '../../platform/accounts/account-store.ts'
import { createToken, listTokens, revokeToken } from '../../platform/accounts/api-token.ts'
import { hashPassword } from '../../platform/accounts/password.ts'
import { passwordFaults } from '../../platform/accounts/password-rules.ts'
import { endSession, listSessions } from '../../platform/accounts/session-store.ts'
import { establishmentName, idleMinutes } from '../../platform/accounts/settings.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { actorOf } from '../actor.ts'
import { type ApiServer, sessionOf, visitorOf } from '../api-server.ts'
import { problem } from '../problem.ts'
import { ownGuessingRate } from '../rate-limits.ts'
import {
  account,
  apiToken,
  createdApiToken,
  newApiToken,
  ownAccountEdit,
  passwordChange,
} from '../schemas/accounts.ts'
import { noContent, pathId } from '../schemas/common.ts'
import { openSession } from '../schemas/session.ts'
import type { ApiServices } from '../services.ts'

const tags = ['account']
const access = { who: 'signed-in' } as const

/**
 * One's own account. What guards it (password, sessions, tokens) is for sessions alone: a token that leaked must not
 * make another one, nor lock its owner out.
 */
export function addOwnAccount(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings } = installation
  const { pool } = database

  server.get(
    '/api/account',
    { config: { access }, schema: { tags, summary: 'Your account', response: { 200: account } } },
    async (request) => (await readAccount(pool, visitorOf(request).accountId, engine.clock.now()))!,
  )

  server.patch(
    '/api/account',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Change your name, address or language',
        body: ownAccountEdit,
        response: { 200: account },
      },
    },
    async (request) => {
      sessionOf(request)
      const { accountId } = visitorOf(request)
      return await editOwnAccount(database, accountId, request.body, actorOf(services, request))
    },
  )

  server.put(
    '/api/account/password',
    {
      config: { access, rateLimit: ownGuessingRate },
      schema: {
        tags,
        summary: 'Change your password; your other sessions end',
        body: passwordChange,
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      const session = sessionOf(request)
      const { accountId, login, name, email } = visitorOf(request)
      // Who signs in elsewhere has no password here.
      if (!session.hasPassword) throw problem('FORBIDDEN')
      if (!(await isOwnPassword(pool, accountId, request.body.current)))
        throw problem('INVALID_FIELDS', {
          errors: [
            {
              path: 'current',
              message: { fr: 'Mot de passe actuel incorrect', en: 'Wrong current password' },
            },
          ],
        })
      const establishment = await settings.get(establishmentName)
      const faults = passwordFaults(request.body.new, { login, name, email, establishment })
      if (faults.length > 0)
        throw problem('INVALID_FIELDS', { errors: faults.map((message) => ({ path: 'new', message })) })
      const hash = await hashPassword(request.body.new)
      await transaction(pool, (client) =>
        setPassword(client, accountId, hash, session.id, actorOf(services, request)),
      )
      return reply.code(204).send()
    },
  )

  server.get(
    '/api/account/sessions',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Your open sessions',
        response: { 200: z.object({ items: z.array(openSession) }) },
      },
    },
    async (request) => {
      const session = sessionOf(request)
      const items = await listSessions(pool, visitorOf(request).accountId, {
        now: engine.clock.now(),
        idleMinutes: await settings.get(idleMinutes),
      })
      return { items: items.map((item) => ({ ...item, current: item.id === session.id })) }
    },
  )

  server.delete(
    '/api/account/sessions/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'End one of your sessions',
        params: z.object({ id: z.string().max(100) }),
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      sessionOf(request)
      const { accountId, login } = visitorOf(request)
      await transaction(pool, async (client) => {
        if (!(await endSession(client, accountId, request.params.id))) throw problem('NOT_FOUND')
        await recordAudit(client, {
          actor: login,
          action: 'session.ended',
          subject: `account:${accountId}`,
          address: request.ip,
          detail: { session: request.params.id },
        })
      })
      return reply.code(204).send()
    },
  )

  server.get(
    '/api/account/tokens',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Your API tokens',
        response: { 200: z.object({ items: z.array(apiToken) }) },
      },
    },
    async (request) => {
      sessionOf(request)
      return { items: await listTokens(pool, visitorOf(request).accountId) }
    },
  )

  server.post(
    '/api/account/tokens',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Make an API token; its secret is told this once',
        body: newApiToken,
        response: { 201: createdApiToken },
      },
    },
    async (request, reply) => {
      sessionOf(request)
      const { accountId, login, rights: own } = visitorOf(request)
      if (request.body.rights.some((right) => !own.includes(right)))
        throw problem('FORBIDDEN', {
          detail: {
            fr: 'Un jeton ne peut avoir un droit que vous n’avez pas',
            en: 'A token cannot have a right that you lack',
          },
        })
      const created = await transaction(pool, async (client) => {
        const made = await createToken(client, { accountId, ...request.body, now: engine.clock.now() })
        const { id, name, role, applications, rights, expiresAt, prefix } = made.token
        await recordAudit(client, {
          actor: login,
          action: 'token.created',
          subject: `token:${id}`,
          address: request.ip,
          detail: { name, role, applications, rights, expiresAt, prefix },
        })
        return made
      })
      return reply.code(201).send(created)
    },
  )

  server.delete(
    '/api/account/tokens/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Revoke an API token',
        params: z.object({ id: pathId }),
        response: { 204: noContent },
      },
    },
    async (request, reply) => {
      sessionOf(request)
      const { accountId, login } = visitorOf(request)
      const { id } = request.params
      await transaction(pool, async (client) => {
        if (!(await revokeToken(client, accountId, id, engine.clock.now()))) throw problem('NOT_FOUND')
        await recordAudit(client, {
          actor: login,
          action: 'token.revoked',
          subject: `token:${id}`,
          address: request.ip,
        })
      })
      return reply.code(204).send()
    },
  )
}
