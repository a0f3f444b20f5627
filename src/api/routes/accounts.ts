import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Account } from '../../platform/accounts/account.ts'
import { inviteAccount, linkUrl } from '../../platform/accounts/account-link.ts'
import {
  createAccount,
  editAccount,
  listAccounts,
  readAccount,
} from '../../platform/accounts/account-store.ts'
import { invitationMail } from '../../platform/accounts/invitation-mail.ts'
import { endSessions } from '../../platform/accounts/session-store.ts'
import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { actorOf } from '../actor.ts'
import type { ApiServer } from '../api-server.ts'
import { problem } from '../problem.ts'
import {
  account,
  accountEdit,
  accountList,
  accountWithLink,
  type InvitationLink,
  invitationLink,
  newAccount,
} from '../schemas/accounts.ts'
import { noContent, pathId } from '../schemas/common.ts'
import type { ApiServices } from '../services.ts'
import { publicUrlOf } from '../session-cookie.ts'

const tags = ['accounts']
const access = { who: 'administrator', of: 'installation' } as const
const params = z.object({ id: pathId })
/** Nobody waits longer for a mail server: the link is on the screen anyway. */
const mailPatienceMs = 10_000

/** Accounts and rights. */
export function addAccounts(server: ApiServer, services: ApiServices): void {
  const { installation, engine, log } = services
  const { database, mail } = installation
  const { pool } = database

  /** A new link, mailed too if it can be. The link itself is kept nowhere, so that a copy of the database opens nothing. */
  async function invite(
    request: FastifyRequest,
    { id, name, email, locale }: Account,
  ): Promise<InvitationLink | null> {
    const made = await inviteAccount(database, id, actorOf(services, request))
    if (made === null) return null
    const url = linkUrl(publicUrlOf(services, request), made)
    return { url, expiresAt: made.expiresAt, mailed: await mailed(email, { name, locale, url, ...made }) }
  }

  async function mailed(to: string | null, facts: Parameters<typeof invitationMail>[0]): Promise<boolean> {
    if (!mail.configured || to === null) return false
    let timer: NodeJS.Timeout | undefined
    try {
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('the mail server does not answer')), mailPatienceMs)
      })
      await Promise.race([mail.send({ to: [to], ...invitationMail(facts) }), late])
      return true
    } catch (error) {
      log.warn('an invitation could not be mailed', { error })
      return false
    } finally {
      clearTimeout(timer)
    }
  }

  server.get(
    '/api/accounts',
    {
      config: { access },
      schema: { tags, summary: 'All accounts, by login', response: { 200: accountList } },
    },
    async () => ({ items: await listAccounts(pool, engine.clock.now()) }),
  )

  server.post(
    '/api/accounts',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Make an account, with a one-time link for its owner',
        body: newAccount,
        response: { 201: accountWithLink },
      },
    },
    async (request, reply) => {
      const outcome = await createAccount(database, request.body, actorOf(services, request))
      if (!outcome.ok) {
        if (outcome.reason === 'login-taken') throw problem('ALREADY_EXISTS', { detail: words.loginTaken })
        throw problem('INVALID_FIELDS', { errors: [{ path: 'login', message: words.loginInvalid }] })
      }
      const link = await invite(request, outcome.account)
      const made = (await readAccount(pool, outcome.account.id, engine.clock.now()))!
      return reply.code(201).send({ account: made, link })
    },
  )

  server.get(
    '/api/accounts/:id',
    { config: { access }, schema: { tags, summary: 'One account', params, response: { 200: account } } },
    async (request) => {
      const found = await readAccount(pool, request.params.id, engine.clock.now())
      if (found === null) throw problem('UNKNOWN_ACCOUNT')
      return found
    },
  )

  server.patch(
    '/api/accounts/:id',
    {
      config: { access },
      schema: {
        tags,
        summary: 'Change an account, its roles, or whether it is open',
        params,
        body: accountEdit,
        response: { 200: account },
      },
    },
    async (request) => {
      const outcome = await editAccount(database, request.params.id, request.body, actorOf(services, request))
      if (outcome.ok) return outcome.account
      switch (outcome.reason) {
        case 'unknown':
          throw problem('UNKNOWN_ACCOUNT')
        case 'stale':
          throw problem('STALE_VERSION')
        case 'last-administrator':
          throw problem('LAST_ADMINISTRATOR')
      }
    },
  )

  server.post(
    '/api/accounts/:id/invitation',
    {
      config: { access },
      schema: {
        tags,
        summary: 'A new one-time link: an invitation, or a new password',
        params,
        response: { 201: invitationLink },
      },
    },
    async (request, reply) => {
      const found = await readAccount(pool, request.params.id, engine.clock.now())
      if (found === null) throw problem('UNKNOWN_ACCOUNT')
      const link = await invite(request, found)
      if (link === null) throw problem('REQUEST_REFUSED', { detail: words.closed })
      return reply.code(201).send(link)
    },
  )

  server.delete(
    '/api/accounts/:id/sessions',
    {
      config: { access },
      schema: { tags, summary: 'End all sessions of an account', params, response: { 204: noContent } },
    },
    async (request, reply) => {
      const { id } = request.params
      const { author, address, now } = actorOf(services, request)
      if ((await readAccount(pool, id, now)) === null) throw problem('UNKNOWN_ACCOUNT')
      await transaction(pool, async (client) => {
        const ended = await endSessions(client, id)
        await recordAudit(client, {
          actor: author,
          action: 'account.sessions-ended',
          subject: `account:${id}`,
          address,
          detail: { ended },
        })
      })
      return reply.code(204).send()
    },
  )
}

const words = {
  loginTaken: { fr: 'Un compte a déjà cet identifiant', en: 'An account has this login already' },
  loginInvalid: {
    fr: 'Lettres sans accent, chiffres, « . », « _ », « - », « @ » et « + », en commençant par une lettre ou un chiffre',
    en: 'Letters without accents, digits, ".", "_", "-", "@" and "+", beginning with a letter or digit',
  },
  closed: { fr: 'Ce compte est fermé : ouvrez-le d’abord', en: 'This account is closed: open it first' },
}
