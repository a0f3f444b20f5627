import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Locale } from '../platform/text.ts'
import type { Access } from './access.ts'
import { problem } from './problem.ts'
import type { Visitor } from './visitor.ts'

/** Fastify, with requests and answers typed by zod schemas. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may use the route: every route says it (`access.ts`). */
    access?: Access
    /**
     * What a request that changes something must show (`csrf.ts`): the session's token (default), or only that it
     * comes from our own pages, for routes that start a session.
     */
    csrf?: 'token' | 'origin'
    /** The route itself watches how fast its body comes (`body-patience.ts`). */
    ownPace?: boolean
  }
  interface FastifyRequest {
    /** Who makes the request; null when nobody is signed in. */
    visitor: Visitor | null
    /** The session by whose cookie the visitor is known; null: nobody, or by token. */
    session: RequestSession | null
    /** The candidate of the candidates' space; looked up on its own routes alone. */
    candidate: RequestCandidate | null
    /** The language of messages: the account's, else the one that the browser asks for. */
    language: Locale
  }
}

export interface RequestCandidate {
  readonly sessionId: number
  readonly csrfToken: string
  readonly accountId: number
  readonly dossierNo: string
}

export interface RequestSession {
  readonly id: string
  readonly csrfToken: string
  readonly method: 'local' | 'oidc' | 'cas'
  /** Whether the account has a password here. */
  readonly hasPassword: boolean
}

/** The candidate of a route that only signed-in candidates reach. */
export function candidateOf(request: { readonly candidate: RequestCandidate | null }): RequestCandidate {
  if (request.candidate === null) throw problem('NOT_SIGNED_IN')
  return request.candidate
}

/** The session of a route that API tokens may not use: what guards the account itself. */
export function sessionOf(request: { readonly session: RequestSession | null }): RequestSession {
  if (request.session === null) throw problem('FORBIDDEN')
  return request.session
}

/** The visitor of a route that only signed-in accounts reach. */
export function visitorOf(request: { readonly visitor: Visitor | null }): Visitor {
  if (request.visitor === null) throw problem('NOT_SIGNED_IN')
  return request.visitor
}
