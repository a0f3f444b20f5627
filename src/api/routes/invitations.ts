import { z } from 'zod'
import { acceptLink, findLink } from '../../platform/accounts/account-link.ts'
import { minimumLength } from '../../platform/accounts/password-rules.ts'
import { endSession, openSession } from '../../platform/accounts/session-store.ts'
import { establishmentName } from '../../platform/accounts/settings.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { guessingRate } from '../rate-limits.ts'
import { acceptedInvitation, invitation, session } from '../schemas/session.ts'
import type { ApiServices } from '../services.ts'
import { giveSessionCookie } from '../session-cookie.ts'
import { openedSessionAnswer } from './session.ts'

const tags = ['session']
const params = z.object({ token: z.string().max(200) })

/** One-time links: the first administrator's, invitations, new passwords. */
export function addInvitations(server: ApiServer, services: ApiServices): void {
  const { installation, engine } = services
  const { database, settings } = installation

  server.get(
    '/api/invitations/:token',
    {
      config: { access: { who: 'anyone' }, rateLimit: guessingRate },
      schema: {
        tags,
        summary: 'What a one-time link is for; reading it does not use it up',
        params,
        response: { 200: invitation },
      },
    },
    async (request) => {
      const link = await findLink(database.pool, request.params.token, engine.clock.now())
      if (link === null) throw problem('LINK_EXPIRED')
      const { purpose, login, name, email, expiresAt } = link
      return { purpose, login, name, email, expiresAt, passwordRules: { minimumLength } }
    },
  )

  server.post(
    '/api/invitations/:token',
    {
      config: { access: { who: 'anyone' }, csrf: 'origin', rateLimit: guessingRate },
      schema: {
        tags,
        summary: 'Use a one-time link: choose a password, and be signed in',
        params,
        body: acceptedInvitation,
        response: { 200: session },
      },
    },
    async (request, reply) => {
      const now = engine.clock.now()
      const outcome = await acceptLink(database, request.params.token, request.body, {
        establishment: await settings.get(establishmentName),
        address: request.ip,
        now,
      })
      if (!outcome.ok) {
        if (outcome.reason === 'expired') throw problem('LINK_EXPIRED')
        throw problem('INVALID_FIELDS', { errors: outcome.faults })
      }
      const { accountId, login } = outcome
      const { session, visitor } = request
      const opened = await transaction(database.pool, async (client) => {
        // The session that the browser came with, if any, ends, as at any sign-in: this may be another person.
        if (session !== null && visitor !== null) await endSession(client, visitor.accountId, session.id)
        await recordAudit(client, {
          actor: login,
          action: 'sign-in.succeeded',
          subject: `account:${accountId}`,
          address: request.ip,
          detail: { method: 'link' },
        })
        return await openSession(client, {
          accountId,
          method: 'local',
          address: request.ip,
          userAgent: request.headers['user-agent'] ?? null,
          now,
        })
      })
      giveSessionCookie(services, request, reply, opened.cookieValue)
      return await openedSessionAnswer(services, accountId, opened)
    },
  )
}
