import type { FastifyRequest } from 'fastify'
import { visitorOf } from './api-server.ts'
import { authorOf } from './visitor.ts'

/** Who acts by this request and from where, as the engine and the audit trail write it down. */
export function acting(request: FastifyRequest): {
  readonly author: string
  readonly address: string
  /** What launches a run: a person on screen, or a machine with a token. */
  readonly trigger: 'manual' | 'api'
} {
  const visitor = visitorOf(request)
  return {
    author: authorOf(visitor),
    address: request.ip,
    trigger: visitor.via === 'token' ? 'api' : 'manual',
  }
}
