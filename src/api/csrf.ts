import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { problem } from './problem.ts'

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what a page of somebody else makes a browser send: any request that changes something must come from our own
 * pages as far as the browser tells (Sec-Fetch-Site, Origin), and, under a session, carry its token. A request with a
 * bearer token needs neither: no browser adds one by itself. Throws the problem CSRF.
 */
export function checkCsrf(request: FastifyRequest, publicUrl: string): void {
  if (harmless.has(request.method) || isByToken(request)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw problem('CSRF')
  const { origin } = request.headers
  if (origin !== undefined && !isOurs(origin, request, publicUrl)) throw problem('CSRF')
  const { access, csrf } = request.routeOptions.config
  // Signing in starts a new session: a page left open over the end of the former one may do it.
  if (csrf === 'origin') return
  // One browser may hold both a manager's session and a candidate's: each route asks for the token of its own.
  const session = access?.who === 'candidate' ? request.candidate : request.session
  if (session === null) return
  const given = request.headers['x-csrf-token']
  if (typeof given !== 'string' || !equal(given, session.csrfToken)) throw problem('CSRF')
}

/** A candidate is never known by a token. */
function isByToken(request: FastifyRequest): boolean {
  return request.visitor?.via === 'token' && request.routeOptions.config.access?.who !== 'candidate'
}

function isOurs(origin: string, request: FastifyRequest, publicUrl: string): boolean {
  return origin === URL.parse(publicUrl)?.origin || origin === `${request.protocol}://${request.host}`
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
