import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { endSessionOfTicket } from '../../platform/accounts/external-session.ts'
import { keepPendingSignIn, newState } from '../../platform/accounts/pending-sign-in.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import { signInElsewhereRate } from '../rate-limits.ts'
import { noContent } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'
import { publicUrlOf } from '../session-cookie.ts'
import { giveBrowserSecret } from '../sign-in/browser-cookie.ts'
import { readCasLogoutRequest } from '../sign-in/cas-logout-request.ts'
import { enter, turnAway } from '../sign-in/enter.ts'
import { newProof } from '../sign-in/oidc.ts'
import { failureWords } from '../sign-in/provider-fetch.ts'
import type { SignInProviders } from '../sign-in/providers.ts'
import { returnAddress } from '../sign-in/return-address.ts'

const tags = ['sign-in']
const config = { access: { who: 'anyone' }, rateLimit: signInElsewhereRate } as const
const beginQuery = z.object({ to: z.string().optional() })
const elsewhere = { 303: z.undefined().describe('On to the next page.') }

/** More than the request of CAS needs, in bytes. */
const logoutRequestLimit = 50_000

/**
 * Sign-in at the university's OpenID Connect provider or CAS. These addresses are gone to by browsers, not asked by
 * scripts: they answer with redirections. `docs/sign-in.md` tells what to register there.
 */
export function addExternalSignIn(
  server: ApiServer,
  services: ApiServices,
  { oidc, cas }: SignInProviders,
): void {
  const { pool } = services.installation.database

  /** Keeps what must come back and sends the browser to the service. */
  async function begin(
    request: FastifyRequest<{ Querystring: z.infer<typeof beginQuery> }>,
    reply: FastifyReply,
    provider: 'oidc' | 'cas',
  ): Promise<FastifyReply> {
    const state = newState()
    const callback = `${publicUrlOf(services, request)}/api/sign-in/${provider}/callback`
    const pending = {
      provider,
      // CAS hands back the address that it was given: the state stands in it, and so in what the ticket is good for.
      callback: provider === 'cas' ? `${callback}?${new URLSearchParams({ state })}` : callback,
      returnTo: returnAddress(request.query.to),
      proof: provider === 'oidc' ? newProof() : null,
    }
    let address: string
    try {
      address = provider === 'oidc' ? await oidc!.begin(state, pending) : cas!.loginAddress(pending.callback)
    } catch (error) {
      return await turnAway(services, request, reply, {
        provider,
        problem: 'SIGN_IN_FAILED',
        reason: failureWords(error),
        returnTo: pending.returnTo,
      })
    }
    const browser = giveBrowserSecret(services, request, reply)
    await keepPendingSignIn(pool, { state, browser }, pending, services.engine.clock.now())
    return reply.redirect(address, 303)
  }

  server.get(
    '/api/sign-in/oidc',
    {
      config,
      exposeHeadRoute: false,
      schema: { querystring: beginQuery, response: elsewhere, tags, summary: 'Begin at the OIDC provider' },
    },
    async (request, reply) => {
      if (oidc === null) throw problem('NOT_FOUND')
      return await begin(request, reply, 'oidc')
    },
  )

  server.get(
    '/api/sign-in/oidc/callback',
    {
      config,
      exposeHeadRoute: false,
      schema: {
        querystring: z.looseObject({ state: z.string().optional() }),
        response: elsewhere,
        tags,
        summary: 'The OIDC provider sends the browser back',
      },
    },
    async (request, reply) => {
      if (oidc === null) throw problem('NOT_FOUND')
      const { state } = request.query
      return await enter(services, request, reply, {
        provider: 'oidc',
        state,
        vouch: (pending) => oidc.finish(queryOf(request), state!, pending),
      })
    },
  )

  server.get(
    '/api/sign-in/cas',
    {
      config,
      exposeHeadRoute: false,
      schema: { querystring: beginQuery, response: elsewhere, tags, summary: 'Begin at CAS' },
    },
    async (request, reply) => {
      if (cas === null) throw problem('NOT_FOUND')
      return await begin(request, reply, 'cas')
    },
  )

  server.get(
    '/api/sign-in/cas/callback',
    {
      config,
      exposeHeadRoute: false,
      schema: {
        querystring: z.looseObject({ state: z.string().optional(), ticket: z.string().optional() }),
        response: elsewhere,
        tags,
        summary: 'CAS sends the browser back',
      },
    },
    async (request, reply) => {
      if (cas === null) throw problem('NOT_FOUND')
      const { state, ticket = null } = request.query
      return await enter(services, request, reply, {
        provider: 'cas',
        state,
        vouch: (pending) => cas.finish(ticket, pending.callback),
      })
    },
  )

  server.register(async (forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: logoutRequestLimit },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    // Servers are told where to post, or post to the address that the ticket was for.
    for (const url of ['/api/sign-in/cas/logout', '/api/sign-in/cas/callback'])
      forms.withTypeProvider<ZodTypeProvider>().post(
        url,
        {
          // Whoever knows a ticket that was used may end its session: the protocol has no other proof.
          // Posted by CAS itself, for everybody, from one address.
          config: { access: { who: 'anyone' }, csrf: 'origin' },
          schema: {
            consumes: ['application/x-www-form-urlencoded'],
            body: z.object({ logoutRequest: z.string() }),
            response: { 204: noContent },
            tags,
            summary: 'CAS ends a session (single logout)',
          },
        },
        async (request, reply) => {
          if (cas === null) throw problem('NOT_FOUND')
          const ticket = readCasLogoutRequest(request.body.logoutRequest)
          if (ticket === null) throw problem('INVALID_REQUEST')
          await transaction(pool, async (client) => {
            const ended = await endSessionOfTicket(client, ticket)
            if (ended === null) return
            await recordAudit(client, {
              actor: ended.login,
              action: 'session.ended',
              subject: `account:${ended.accountId}`,
              address: request.ip,
              detail: { method: 'cas', by: 'single logout' },
            })
          })
          return reply.code(204).send()
        },
      )
  })
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const mark = url.indexOf('?')
  return new URLSearchParams(mark === -1 ? '' : url.slice(mark))
}
