import type { FastifyReply, FastifyRequest } from 'fastify'
import { pendingSignInMinutes } from '../../platform/accounts/pending-sign-in.ts'
import { newSecret } from '../../platform/accounts/secret.ts'
import type { ApiServices } from '../services.ts'
import { isSecure } from '../session-cookie.ts'

type Configured = Pick<ApiServices, 'installation'>

/** Under https, a name that browsers let no neighbour of our domain set. */
function cookieName(services: Configured, request: FastifyRequest): string {
  return isSecure(services, request) ? '__Host-nocturne_sign_in' : 'nocturne_sign_in'
}

/**
 * The secret of this browser, which only it can bring back from the sign-in service. Sent along when the service sends
 * the browser back (a top-level navigation: SameSite=Lax). One for all its tabs.
 */
export function browserSecret(services: Configured, request: FastifyRequest): string | null {
  const value = request.cookies[cookieName(services, request)]
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null
}

/** Gives the browser a secret, or more time with the one that it has. */
export function giveBrowserSecret(
  services: Configured,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const secret = browserSecret(services, request) ?? newSecret()
  reply.setCookie(cookieName(services, request), secret, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(services, request),
    maxAge: pendingSignInMinutes * 60,
  })
  return secret
}
