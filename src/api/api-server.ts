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
  }
  interface FastifyRequest {
    /** Who makes the request; null when nobody is signed in. */
    visitor: Visitor | null
    /** The language of messages: the account's, else the one that the browser asks for. */
    language: Locale
  }
}

/** The visitor of a route that only signed-in accounts reach. */
export function visitorOf(request: { readonly visitor: Visitor | null }): Visitor {
  if (request.visitor === null) throw problem('NOT_SIGNED_IN')
  return request.visitor
}
