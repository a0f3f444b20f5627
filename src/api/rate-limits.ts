import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { secretHash } from '../platform/accounts/secret.ts'
import { isDeviceOfAnyone, neighbourhood } from '../platform/accounts/sign-in-lock.ts'
import type { Queryable } from '../platform/database.ts'
import type { ApiServer } from './api-server.ts'
import { problem } from './problem.ts'
import { deviceCookie } from './session-cookie.ts'

const minuteMs = 60_000

const guesses = { max: 30, timeWindow: minuteMs }
const addressOf = ({ ip }: FastifyRequest) => `address ${neighbourhood(ip)}`

/** For routes that try one-time links: `config: { rateLimit: guessingRate }`. By address. */
export const guessingRate = { ...guesses, keyGenerator: addressOf }

/** For the ways to and from another sign-in service, which leave rows behind. By address, which many may share. */
export const signInElsewhereRate = { max: 120, timeWindow: minuteMs, keyGenerator: addressOf }

/** For routes by which somebody signed in tries their own password: a colleague at the same address is not in the way. */
export const ownGuessingRate = {
  ...guesses,
  keyGenerator: (request: FastifyRequest) =>
    request.visitor === null ? addressOf(request) : `account ${request.visitor.accountId}`,
}

/**
 * For signing in. A device that somebody has signed in from before counts for itself: whoever guesses behind the
 * address that a whole campus shares keeps none of its people out.
 */
export function signInRate(db: Queryable) {
  return {
    ...guesses,
    async keyGenerator(request: FastifyRequest) {
      const device = request.cookies[deviceCookie]
      if (device === undefined || !(await isDeviceOfAnyone(db, device))) return addressOf(request)
      return `device ${secretHash(device).toString('hex')}`
    },
  }
}

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
    ofAddress: limitOf(perMinute * 10, addressOf),
    ofAccount: limitOf(perMinute, ownGuessingRate.keyGenerator),
  }
}
