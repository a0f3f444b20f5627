import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiServer } from './api-server.ts'
import { problem } from './problem.ts'

const minuteMs = 60_000

/** For routes that try passwords or one-time links: `config: { rateLimit: guessingRate }`. By address. */
export const guessingRate = { max: 30, timeWindow: minuteMs } as const

export interface RateLimits {
  /** Before anything is looked up: of one address, ten times what one account may. Many share a proxy. */
  ofAddress(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Once the visitor is known. */
  ofAccount(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/** Counts requests in this node's memory. `perMinute` is what one account may make; 0: as many as it likes. */
export async function addRateLimits(server: ApiServer, perMinute: number): Promise<RateLimits> {
  await server.register(rateLimit, { global: false, cache: 20_000 })
  if (perMinute === 0) return { async ofAddress() {}, async ofAccount() {} }
  const limitOf = (max: number, key: (request: FastifyRequest) => string) => {
    const count = server.createRateLimit({ max, timeWindow: minuteMs, keyGenerator: key })
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const counted = await count(request)
      if (counted.isAllowed || !counted.isExceeded) return
      reply.header('retry-after', counted.ttlInSeconds)
      throw problem('TOO_MANY_REQUESTS')
    }
  }
  return {
    ofAddress: limitOf(perMinute * 10, (request) => request.ip),
    ofAccount: limitOf(perMinute, ({ visitor, ip }) =>
      visitor === null ? `address ${ip}` : `account ${visitor.accountId}`,
    ),
  }
}
