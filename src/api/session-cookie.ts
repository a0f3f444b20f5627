import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiServices } from './services.ts'

export const sessionCookie = 'nocturne_session'

/** Under https, a name that browsers let no neighbour of our domain set, for this host and all its paths alone. */
export function sessionCookieName(services: Configured, request: FastifyRequest): string {
  return isSecure(services, request) ? `__Host-${sessionCookie}` : sessionCookie
}

/** Tells a device that an account has signed in from before: `sign-in-lock.ts`. */
export const deviceCookie = 'nocturne_device'
/** What browsers keep a cookie for at most. */
const deviceSeconds = 400 * 86_400

type Configured = Pick<ApiServices, 'installation'>

/** Where people reach the back-office, without a final slash: as configured, else as this request came. */
export function publicUrlOf({ installation }: Configured, request: FastifyRequest): string {
  const { publicUrl } = installation.configuration
  return publicUrl === null ? `${request.protocol}://${request.host}` : publicUrl.replace(/\/+$/, '')
}

/** Whether the browser speaks https, to us or to the proxy in front. */
export function isSecure(services: Configured, request: FastifyRequest): boolean {
  return publicUrlOf(services, request).startsWith('https:') || request.protocol === 'https'
}

/** Ends with the browser; the server ends it earlier. */
export function giveSessionCookie(
  services: Configured,
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
): void {
  reply.setCookie(sessionCookieName(services, request), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(services, request),
  })
}

export function clearSessionCookie(services: Configured, request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookieName(services, request), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(services, request),
  })
}

export function giveDeviceCookie(
  services: Configured,
  request: FastifyRequest,
  reply: FastifyReply,
  value: string,
): void {
  reply.setCookie(deviceCookie, value, {
    path: '/api/session',
    httpOnly: true,
    sameSite: 'strict',
    secure: isSecure(services, request),
    maxAge: deviceSeconds,
  })
}
