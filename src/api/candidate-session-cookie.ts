import type { FastifyReply, FastifyRequest } from 'fastify'
import { type FoundCandidate, findCandidateSession } from '../admissions/candidates/candidate-session.ts'
import type { ApiServices } from './services.ts'
import { isSecure } from './session-cookie.ts'

/** Of the candidates' space: another than the back-office's, so that neither is ever taken for the other. */
export const candidateCookie = 'nocturne_candidate'

type Configured = Pick<ApiServices, 'installation'>

/** Under https, a name that browsers let no neighbour of our domain set. */
export function candidateCookieName(services: Configured, request: FastifyRequest): string {
  return isSecure(services, request) ? `__Host-${candidateCookie}` : candidateCookie
}

/** Who of the candidates makes this request, or null. */
export async function identifyCandidate(
  services: Pick<ApiServices, 'installation' | 'engine'>,
  request: FastifyRequest,
): Promise<FoundCandidate | null> {
  const cookie = request.cookies[candidateCookieName(services, request)]
  if (cookie === undefined || cookie === '') return null
  return await findCandidateSession(services.installation.database.pool, cookie, {
    now: services.engine.clock.now(),
    background: request.headers['x-nocturne-background'] !== undefined,
  })
}

/** Ends with the browser; the server ends it earlier. Sent by our own pages alone. */
export function giveCandidateCookie(
  services: Configured,
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
): void {
  reply.setCookie(candidateCookieName(services, request), value, cookieOptions(services, request))
}

export function clearCandidateCookie(
  services: Configured,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.clearCookie(candidateCookieName(services, request), cookieOptions(services, request))
}

function cookieOptions(services: Configured, request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(services, request) } as const
}
