import type { FastifyRequest } from 'fastify'
import type { Actor } from '../platform/accounts/account-store.ts'
import { acting } from './acting.ts'
import type { ApiServices } from './services.ts'

/** Who changes an account by this request, from where and when. */
export function actorOf({ engine }: Pick<ApiServices, 'engine'>, request: FastifyRequest): Actor {
  const { author, address } = acting(request)
  return { author, address, now: engine.clock.now() }
}
