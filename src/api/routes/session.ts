import { hasAccounts, readAccount } from '../../platform/accounts/account-store.ts'
import { endSession, type OpenedSession } from '../../platform/accounts/session-store.ts'
import { signInWithPassword } from '../../platform/accounts/sign-in.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { readMaintenance } from '../../platform/maintenance.ts'
import { sessionAnswer } from '../answers/session-answer.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { signInRate } from '../rate-limits.ts'
import { noContent } from '../schemas/common.ts'
import { credentials, type Session, session, signedOut, signInOptions } from '../schemas/session.ts'
import type { ApiServices } from '../services.ts'
import { clearSessionCookie, deviceCookie, giveDeviceCookie, giveSessionCookie } from '../session-cookie.ts'
import type { SignInProviders } from '../sign-in/providers.ts'
import { signOutAddress } from '../sign-in/sign-out-address.ts'
import { authorOf, sessionVisitor } from '../visitor.ts'

const tags = ['session']

/** Signing in and out here, and who one is. */
export function addSession(server: ApiServer, services: ApiServices, providers: SignInProviders): void {
  const { installation, engine } = services
  const { database, configuration } = installation
  const { pool } = database

  server.get(
    '/api/sign-in-options',
    {
      config: { access: { who: 'anyone' } },
      schema: { tags, summary: 'What the sign-in page offers', response: { 200: signInOptions } },
    },
    async () => ({
      local: true,
      oidc: configuration.oidcIssuer === null ? null : { label: configuration.oidcLabel },
      cas: configuration.casUrl === null ? null : { label: configuration.casLabel },
      noAccountYet: !(await hasAccounts(pool)),
      maintenance: { ...(await readMaintenance(pool)), by: null },
    }),
  )

  server.get(
    '/api/session',
    {
      // Also in maintenance: the page that says so asks for it.
      config: { access: { who: 'anyone' } },
      schema: { tags, summary: 'Who is signed in', response: { 200: session } },
    },
    (request) => sessionAnswer(services, request),
  )

  server.post(
    '/api/session',
    {
      config: { access: { who: 'anyone' }, csrf: 'origin', rateLimit: signInRate(pool) },
      schema: {
        tags,
        summary: 'Sign in with a password',
        body: credentials,
        response: { 200: session },
      },
    },
    async (request, reply) => {
      const outcome = await signInWithPassword(database, {
        ...request.body,
        address: request.ip,
        userAgent: request.headers['user-agent'] ?? null,
        device: request.cookies[deviceCookie] ?? null,
        now: engine.clock.now(),
      })
      if (!outcome.ok) {
        if (outcome.reason === 'wrong') throw problem('WRONG_CREDENTIALS')
        reply.header('retry-after', outcome.seconds)
        throw problem('TOO_MANY_REQUESTS', {
          detail: {
            fr: `Trop d'essais manqués : patientez ${outcome.seconds} s`,
            en: `Too many failed attempts: wait ${outcome.seconds} s`,
          },
          more: { retryAfterSeconds: outcome.seconds },
        })
      }
      // The session that the browser came with, if any, ends: somebody else may have put its cookie there.
      if (request.session !== null && request.visitor !== null)
        await endSession(pool, request.visitor.accountId, request.session.id)
      giveSessionCookie(services, request, reply, outcome.session.cookieValue)
      giveDeviceCookie(services, request, reply, outcome.device)
      return await openedSessionAnswer(services, outcome.accountId, outcome.session)
    },
  )

  server.delete(
    '/api/session',
    {
      config: { access: { who: 'anyone' } },
      schema: { tags, summary: 'Sign out', response: { 200: signedOut, 204: noContent } },
    },
    async (request, reply) => {
      const redirect = await signOutAddress(services, providers, request)
      const { session, visitor } = request
      if (session !== null && visitor !== null)
        await transaction(pool, async (client) => {
          await endSession(client, visitor.accountId, session.id)
          await recordAudit(client, {
            actor: authorOf(visitor),
            action: 'session.ended',
            subject: `account:${visitor.accountId}`,
            address: request.ip,
          })
        })
      clearSessionCookie(services, request, reply)
      if (redirect !== null) return { redirect }
      return reply.code(204).send()
    },
  )
}

/** What signing in answers: the session as its next request will see it. */
export async function openedSessionAnswer(
  services: ApiServices,
  accountId: number,
  opened: OpenedSession,
): Promise<Session> {
  const { installation, engine } = services
  const account = await readAccount(installation.database.pool, accountId, engine.clock.now())
  // Closed in this very moment.
  if (account === null || !account.enabled) throw problem('NOT_SIGNED_IN')
  return await sessionAnswer(services, {
    visitor: sessionVisitor({ ...account, accountId }),
    session: {
      id: opened.id,
      csrfToken: opened.csrfToken,
      method: 'local',
      hasPassword: account.hasPassword,
    },
  })
}
