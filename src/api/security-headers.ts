import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** 16 random bytes in base64, new for each page: style elements that carry it are ours. */
export function newNonce(): string {
  return randomBytes(16).toString('base64')
}

/**
 * Nothing but our own files; no inline script; style elements with the page's nonce. `style-src-attr`: component
 * libraries position with style attributes, which cannot load or run anything.
 */
export function contentSecurityPolicy(nonce: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${nonce === null ? '' : ` 'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

/** Of the API's description, whose library makes style elements without a nonce. */
export const docsPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

/** Headers of every answer, set before anything can fail. */
export function secure(request: FastifyRequest, reply: FastifyReply, https: boolean): void {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  })
  if (https) reply.header('strict-transport-security', 'max-age=31536000')
  // The pages of the API's description have a policy of their own, which lets their scripts in.
  if (!request.url.startsWith('/api/docs'))
    reply.header('content-security-policy', contentSecurityPolicy(null))
  if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store')
}
