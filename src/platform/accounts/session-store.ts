import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../database.ts'
import type { Grants, Right, SignInMethod } from './account.ts'
import { newSecret, secretHash } from './secret.ts'

/** However busy, a session ends so long after its sign-in. */
export const longestSessionHours = 12

/** The last activity is written down at most so often; a session lasts so much longer than its idle time at most. */
const seenEveryMs = 60_000

export interface NewSession {
  readonly accountId: number
  readonly method: SignInMethod
  readonly address: string | null
  readonly userAgent: string | null
  readonly now: Temporal.Instant
}

export interface OpenedSession {
  /** Identifies it in lists; no secret. */
  readonly id: string
  /** For the cookie `nocturne_session`; stored nowhere. */
  readonly cookieValue: string
  /** To be sent as `x-csrf-token`. */
  readonly csrfToken: string
}

/**
 * Opens a session, always with a new secret (whatever cookie the browser came with counts for nothing: fixation), and
 * notes the account's sign-in. The caller has made sure that the account is enabled.
 */
export async function openSession(db: Queryable, session: NewSession): Promise<OpenedSession> {
  const { accountId, method, address, userAgent, now } = session
  const secret = newSecret()
  const { rows } = await db.query<{ id: string }>(
    `with forgotten as (
       delete from account_session where created_at < $5::timestamptz - make_interval(hours => $7)
     ), signed_in as (
       update account set last_sign_in_at = $5 where id = $1
     )
     insert into account_session (account_id, method, address, user_agent, created_at, last_seen_at, secret_hash)
     values ($1, $2, $3, $4, $5, $5, $6)
     returning id`,
    [
      accountId,
      method,
      address,
      userAgent?.slice(0, 400) ?? null,
      now.toString(),
      secretHash(secret),
      longestSessionHours,
    ],
  )
  return { id: rows[0]!.id, cookieValue: secret, csrfToken: csrfTokenOf(secret) }
}

/**
 * The token that pages send to prove that they are ours. Derived from the cookie's secret, which a page of somebody
 * else can send but not read: so it needs no place of its own, and changes with each sign-in.
 */
export function csrfTokenOf(cookieValue: string): string {
  return createHash('sha256').update(`csrf:${cookieValue}`).digest('base64url')
}

/** A living session and whose it is. */
export interface FoundSession {
  readonly id: string
  readonly method: SignInMethod
  readonly accountId: number
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly locale: 'fr' | 'en'
  readonly hasPassword: boolean
  readonly administrator: boolean
  readonly grants: Grants
  readonly rights: Right[]
}

/**
 * The session of a cookie, if it still lives and its account is enabled. `background` requests (polling, event
 * streams) do not count as activity.
 */
export async function findSession(
  db: Queryable,
  cookieValue: string,
  options: { readonly now: Temporal.Instant; readonly idleMinutes: number; readonly background: boolean },
): Promise<FoundSession | null> {
  const { now, idleMinutes, background } = options
  const { rows } = await db.query<FoundSession & { lastSeenAt: Date }>({
    name: 'find_session',
    text: `select session.id, session.method, session.last_seen_at as "lastSeenAt", account.id as "accountId", login,
         name, email, locale, password_hash is not null as "hasPassword", administrator,
         coalesce((select jsonb_object_agg(application, role) from account_grant where account_id = account.id), '{}')
           as grants,
         array(select "right" from account_right where account_id = account.id order by 1) as rights
       from account_session session join account on account.id = session.account_id
       where session.secret_hash = $1 and enabled
         and session.created_at > $2::timestamptz - make_interval(hours => $3)
         and session.last_seen_at > $2::timestamptz - make_interval(mins => $4, secs => $5)`,
    values: [secretHash(cookieValue), now.toString(), longestSessionHours, idleMinutes, seenEveryMs / 1000],
  })
  const found = rows[0]
  if (found === undefined) return null
  const { lastSeenAt, ...session } = found
  if (!background && now.epochMilliseconds - lastSeenAt.getTime() >= seenEveryMs)
    await db.query('update account_session set last_seen_at = greatest(last_seen_at, $2) where id = $1', [
      session.id,
      now.toString(),
    ])
  return session
}

export interface ListedSession {
  readonly id: string
  readonly method: SignInMethod
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly address: string | null
  readonly userAgent: string | null
}

/** The living sessions of an account, the most recently used first. */
export async function listSessions(
  db: Queryable,
  accountId: number,
  options: { readonly now: Temporal.Instant; readonly idleMinutes: number },
): Promise<ListedSession[]> {
  const { rows } = await db.query<{
    id: string
    method: SignInMethod
    created_at: Date
    last_seen_at: Date
    address: string | null
    user_agent: string | null
  }>(
    `select id, method, created_at, last_seen_at, address, user_agent from account_session
     where account_id = $1
       and created_at > $2::timestamptz - make_interval(hours => $3)
       and last_seen_at > $2::timestamptz - make_interval(mins => $4, secs => $5)
     order by last_seen_at desc, id`,
    [accountId, options.now.toString(), longestSessionHours, options.idleMinutes, seenEveryMs / 1000],
  )
  return rows.map((row) => ({
    id: row.id,
    method: row.method,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    address: row.address,
    userAgent: row.user_agent,
  }))
}

/** Ends one session of an account; false when it has none of this name. */
export async function endSession(db: Queryable, accountId: number, id: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from account_session where account_id = $1 and id::text = $2', [
    accountId,
    id,
  ])
  return rowCount === 1
}

/** Ends every session of an account but `except`; returns how many. */
export async function endSessions(
  db: Queryable,
  accountId: number,
  except: string | null = null,
): Promise<number> {
  const { rowCount } = await db.query(
    'delete from account_session where account_id = $1 and ($2::text is null or id::text <> $2)',
    [accountId, except],
  )
  return rowCount ?? 0
}
