import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../audit/audit-trail.ts'
import { type Database, transaction } from '../database.ts'
import type { Settings } from '../settings.ts'
import { loginPattern } from './account.ts'
import { createAccounts, linkAccounts } from './settings.ts'

/** Somebody whom the university's sign-in service vouches for. */
export interface ExternalIdentity {
  readonly provider: 'oidc' | 'cas'
  /** What never changes: OIDC's `sub`, CAS's user. */
  readonly subject: string
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly address: string | null
  readonly now: Temporal.Instant
}

export type ExternalAccountOutcome =
  | { readonly ok: true; readonly accountId: number; readonly login: string; readonly created: boolean }
  /**
   * `unknown`: no account, and none is created; `disabled`: it is closed; `login-taken`: an account of this login is
   * somebody else's, or may not be tied to; `invalid-login`: not what may be a login.
   */
  | { readonly ok: false; readonly reason: 'unknown' | 'disabled' | 'login-taken' | 'invalid-login' }

/**
 * The account of an identity that the sign-in service vouches for: the one tied to it; else the one of the same login,
 * if it is tied to no other identity of any service and the administrator allowed that (`core.sign-in.link-accounts`),
 * which is a matter of trusting that both mean the same person by a login; else a new one without any role, if allowed
 * (`core.sign-in.create-accounts`). What is created or tied is audited.
 */
export async function findOrCreateExternalAccount(
  { database, settings }: { readonly database: Database; readonly settings: Settings },
  identity: ExternalIdentity,
): Promise<ExternalAccountOutcome> {
  const { provider, subject, login, name, email, address, now } = identity
  const [mayLink, mayCreate] = await Promise.all([settings.get(linkAccounts), settings.get(createAccounts)])
  return await transaction(database.pool, async (client) => {
    // Two first sign-ins of the same person at once make one account.
    await client.query('select pg_advisory_xact_lock(7161050, hashtext($1))', [login.toLowerCase()])
    interface Row {
      id: number
      login: string
      enabled: boolean
      tied: boolean
    }
    const known = await client.query<Row>(
      `select account.id, login, enabled from account join account_identity on account_id = account.id
       where provider = $1 and subject = $2`,
      [provider, subject],
    )
    const tied = known.rows[0]
    if (tied !== undefined)
      return tied.enabled
        ? { ok: true, accountId: tied.id, login: tied.login, created: false }
        : { ok: false, reason: 'disabled' }

    const namesakes = await client.query<Row>(
      `select id, login, enabled, exists (select from account_identity where account_id = account.id) as tied
       from account where lower(login) = lower($1)`,
      [login],
    )
    const namesake = namesakes.rows[0]
    const tie = async (accountId: number) => {
      await client.query(
        'insert into account_identity (provider, subject, account_id, created_at) values ($1, $2, $3, $4)',
        [provider, subject, accountId, now.toString()],
      )
    }
    if (namesake !== undefined) {
      if (namesake.tied || !mayLink) return { ok: false, reason: 'login-taken' }
      if (!namesake.enabled) return { ok: false, reason: 'disabled' }
      await tie(namesake.id)
      await recordAudit(client, {
        actor: namesake.login,
        action: 'account.identity-tied',
        subject: `account:${namesake.id}`,
        address,
        detail: { provider, subject },
      })
      return { ok: true, accountId: namesake.id, login: namesake.login, created: false }
    }
    if (!mayCreate) return { ok: false, reason: 'unknown' }
    if (!loginPattern.test(login)) return { ok: false, reason: 'invalid-login' }
    const created = await client.query<{ id: number }>(
      'insert into account (login, name, email, created_at, created_by) values ($1, $2, $3, $4, $5) returning id',
      [login, name || login, email, now.toString(), login],
    )
    const { id } = created.rows[0]!
    await tie(id)
    await recordAudit(client, {
      actor: login,
      action: 'account.created',
      subject: `account:${id}`,
      address,
      detail: { login, provider, subject },
    })
    return { ok: true, accountId: id, login, created: true }
  })
}
