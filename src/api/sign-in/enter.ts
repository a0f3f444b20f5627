import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ExternalAccountOutcome } from '../../platform/accounts/external-account.ts'
import { findOrCreateExternalAccount } from '../../platform/accounts/external-account.ts'
import { keepExternalSession } from '../../platform/accounts/external-session.ts'
import { type PendingSignIn, takePendingSignIn } from '../../platform/accounts/pending-sign-in.ts'
import { endSession, openSession } from '../../platform/accounts/session-store.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import type { SignInProblem } from '../schemas/session.ts'
import type { ApiServices } from '../services.ts'
import { giveSessionCookie } from '../session-cookie.ts'
import { browserSecret } from './browser-cookie.ts'
import type { VouchedIdentity, Vouching } from './identity.ts'

type Provider = 'oidc' | 'cas'

const problemOf: Readonly<Record<Exclude<ExternalAccountOutcome, { ok: true }>['reason'], SignInProblem>> = {
  unknown: 'UNKNOWN_ACCOUNT_HERE',
  disabled: 'ACCOUNT_DISABLED',
  'login-taken': 'LOGIN_TAKEN',
  'invalid-login': 'UNKNOWN_ACCOUNT_HERE',
}

/**
 * Takes in the browser that comes back from a sign-in service: the sign-in that it had begun there, what the service
 * vouches for (`vouch`), the account, a new session. Sends it on to where it wanted to go, or to the sign-in page with
 * the code of what went wrong. Both are audited.
 */
export async function enter(
  services: ApiServices,
  request: FastifyRequest,
  reply: FastifyReply,
  came: {
    readonly provider: Provider
    readonly state: string | undefined
    vouch(pending: PendingSignIn): Promise<Vouching>
  },
): Promise<FastifyReply> {
  const { installation, engine } = services
  const { provider, state } = came
  const browser = browserSecret(services, request)
  const pending =
    state === undefined || browser === null
      ? null
      : await takePendingSignIn(installation.database.pool, provider, { state, browser }, engine.clock.now())
  if (pending === null)
    return await turnAway(services, request, reply, {
      provider,
      problem: 'SIGN_IN_EXPIRED',
      reason: 'not begun by this browser, finished already, or begun too long ago',
    })
  const { returnTo } = pending
  const vouching = await came.vouch(pending)
  if (!vouching.ok) return await turnAway(services, request, reply, { provider, returnTo, ...vouching })
  const { identity } = vouching
  const account = await findOrCreateExternalAccount(installation, {
    provider,
    subject: identity.subject,
    login: identity.login,
    name: identity.name,
    email: identity.email,
    address: request.ip,
    now: engine.clock.now(),
  })
  if (!account.ok)
    return await turnAway(services, request, reply, {
      provider,
      returnTo,
      problem: problemOf[account.reason],
      reason: account.reason,
      login: identity.login,
    })
  giveSessionCookie(
    services,
    request,
    reply,
    await newSession(services, request, provider, account, identity),
  )
  return reply.redirect(returnTo, 303)
}

/** Opens a session in place of the one that the browser had; returns its cookie. */
async function newSession(
  { installation, engine }: ApiServices,
  request: FastifyRequest,
  method: Provider,
  { accountId, login }: { readonly accountId: number; readonly login: string },
  { session: behind }: VouchedIdentity,
): Promise<string> {
  const { visitor, session: former } = request
  return await transaction(installation.database.pool, async (client) => {
    if (visitor !== null && former !== null) await endSession(client, visitor.accountId, former.id)
    const opened = await openSession(client, {
      accountId,
      method,
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? null,
      now: engine.clock.now(),
    })
    await keepExternalSession(client, opened.id, behind)
    await recordAudit(client, {
      actor: login,
      action: 'sign-in.succeeded',
      subject: `account:${accountId}`,
      address: request.ip,
      detail: { method },
    })
    return opened.cookieValue
  })
}

/** Back to the sign-in page, which words the code. */
export async function turnAway(
  { installation, log }: ApiServices,
  request: FastifyRequest,
  reply: FastifyReply,
  failure: {
    readonly provider: Provider
    readonly problem: SignInProblem
    readonly reason: string
    readonly returnTo?: string
    /** Whom the service vouched for, if it got so far. */
    readonly login?: string
  },
): Promise<FastifyReply> {
  const { provider: method, problem, reason, returnTo = '/', login = '?' } = failure
  log.warn('sign-in failed', { method, problem, reason })
  await recordAudit(installation.database.pool, {
    actor: login,
    action: 'sign-in.failed',
    address: request.ip,
    detail: { method, problem, reason },
  })
  const query = new URLSearchParams({ problem, ...(returnTo === '/' ? {} : { to: returnTo }) })
  return reply.redirect(`/sign-in?${query}`, 303)
}
