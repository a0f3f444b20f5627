import type { FastifyRequest } from 'fastify'
import { effectiveRoles, scopedRights, scopedRoles } from '../platform/accounts/account.ts'
import { findToken } from '../platform/accounts/api-token.ts'
import { csrfTokenOf, findSession } from '../platform/accounts/session-store.ts'
import { idleMinutes } from '../platform/accounts/settings.ts'
import { rememberBriefly } from '../platform/brief-memory.ts'
import type { ApiServices } from './services.ts'
import { sessionCookieName } from './session-cookie.ts'
import { sessionVisitor, type Visitor } from './visitor.ts'

/** Requests that pages make by themselves carry this header: they do not keep a session alive. */
const backgroundHeader = 'x-nocturne-background'

const rememberedMs = 1_000

/**
 * Who makes a request: by bearer token if it has one, else by session cookie. Looked up at each request, so that a
 * revoked token, an ended session, a closed account or a lost role counts at once. Sets `request.session`.
 */
export function identification({
  engine,
  installation,
}: Pick<ApiServices, 'engine' | 'installation'>): ApiServices['identify'] {
  const { pool } = installation.database
  const idle = rememberBriefly(() => installation.settings.get(idleMinutes), rememberedMs)

  async function byToken(secret: string): Promise<Visitor | null> {
    const token = await findToken(pool, secret, engine.clock.now())
    if (token === null) return null
    const { accountId, login, name, email, locale, administrator, grants } = token
    return {
      accountId,
      login,
      name,
      email,
      locale,
      via: 'token',
      // Only a token that is narrowed down in nothing acts for the whole installation.
      administrator: administrator && token.role === 'administrator' && token.applications === null,
      roles: scopedRoles(effectiveRoles(administrator, grants), token),
      rights: scopedRights(token.ownerRights, token.rights),
    }
  }

  async function bySession(request: FastifyRequest, cookie: string): Promise<Visitor | null> {
    const session = await findSession(pool, cookie, {
      now: engine.clock.now(),
      idleMinutes: await idle(),
      // A browser's own event stream cannot carry a header.
      background:
        request.headers[backgroundHeader] !== undefined ||
        request.headers.accept?.includes('text/event-stream') === true,
    })
    if (session === null) return null
    request.session = {
      id: session.id,
      csrfToken: csrfTokenOf(cookie),
      method: session.method,
      hasPassword: session.hasPassword,
    }
    return sessionVisitor(session)
  }

  return async (request) => {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return await byToken(bearer)
    const cookie = request.cookies[sessionCookieName({ installation }, request)]
    return cookie === undefined || cookie === '' ? null : await bySession(request, cookie)
  }
}
