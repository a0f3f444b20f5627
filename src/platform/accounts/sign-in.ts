import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../audit/audit-trail.ts'
import { type Database, transaction } from '../database.ts'
import { loginPattern } from './account.ts'
import { hashPassword, longestPassword, needsRehash, verifyPassword } from './password.ts'
import { type OpenedSession, openSession } from './session-store.ts'
import { type Attempt, beginAttempt, forgiveAttempt, rememberDevice } from './sign-in-lock.ts'

export interface SignInRequest {
  readonly login: string
  readonly password: string
  readonly address: string
  readonly userAgent: string | null
  /** The cookie of the device, if it came with one. */
  readonly device: string | null
  readonly now: Temporal.Instant
}

export type SignInOutcome =
  | {
      readonly ok: true
      readonly accountId: number
      readonly session: OpenedSession
      readonly device: string
    }
  /** One answer for an unknown login, a wrong password and a closed account. */
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'wait'; readonly seconds: number }

/** Signs in with a password kept here. Whatever comes of it is audited. */
export async function signInWithPassword(database: Database, request: SignInRequest): Promise<SignInOutcome> {
  const { login, password, address, userAgent, device, now } = request
  const attempt: Attempt = { login, address, device, now }
  const waitSeconds = await beginAttempt(database, attempt)
  if (waitSeconds !== null) {
    await recordFailure(database, request, 'delayed')
    return { ok: false, reason: 'wait', seconds: waitSeconds }
  }
  const { rows } = await database.pool.query<{
    id: number
    login: string
    password_hash: string | null
    enabled: boolean
  }>('select id, login, password_hash, enabled from account where lower(login) = lower($1)', [login])
  const account = rows[0]
  // Also without an account: how long the answer takes must not tell who exists.
  const right = await verifyPassword(password.slice(0, longestPassword + 1), account?.password_hash ?? null)
  if (account === undefined || !right || !account.enabled) {
    const why = account === undefined ? 'unknown' : !right ? 'password' : 'disabled'
    await recordFailure(database, request, why)
    return { ok: false, reason: 'wrong' }
  }
  const stored = account.password_hash!
  const fresh = needsRehash(stored) ? await hashPassword(password) : null
  return await transaction(database.pool, async (client) => {
    // What was checked must still hold: a password changed or an account closed meanwhile counts.
    const { rowCount } = await client.query(
      'update account set password_hash = $3 where id = $1 and password_hash = $2 and enabled',
      [account.id, stored, fresh ?? stored],
    )
    if (rowCount !== 1) return { ok: false, reason: 'wrong' }
    await forgiveAttempt(client, attempt)
    const known = await rememberDevice(client, account.id, device, now)
    const session = await openSession(client, {
      accountId: account.id,
      method: 'local',
      address,
      userAgent,
      now,
    })
    await recordAudit(client, {
      actor: account.login,
      action: 'sign-in.succeeded',
      subject: `account:${account.id}`,
      address,
      detail: { method: 'local' },
    })
    return { ok: true, accountId: account.id, session, device: known }
  })
}

/** `why` is for the administrators who read the trail; who tried is not told. */
async function recordFailure(
  database: Database,
  { login, address }: SignInRequest,
  why: 'unknown' | 'password' | 'disabled' | 'delayed',
): Promise<void> {
  await recordAudit(database.pool, {
    // What cannot be a login may be a password, typed into the wrong field.
    actor: loginPattern.test(login) ? login : '?',
    action: 'sign-in.failed',
    address,
    detail: { method: 'local', why },
  })
}
