import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../database.ts'
import { newSecret, secretHash } from './secret.ts'

/** How long somebody may take at the sign-in service: to find a password, to answer a second factor. */
export const pendingSignInMinutes = 15

/** A sign-in that a browser has begun elsewhere. */
export interface PendingSignIn {
  readonly provider: 'oidc' | 'cas'
  /** Where the service sends the browser back to, as it was told. */
  readonly callback: string
  /** Where in the back-office to go then: a path. */
  readonly returnTo: string
  /** OIDC only. */
  readonly proof: { readonly nonce: string; readonly codeVerifier: string } | null
}

/** The secret that goes to the service and comes back. */
export const newState = newSecret

/**
 * Keeps a sign-in that begins: `state` will come back from the service, `browser` from the browser's cookie. Forgets
 * those that nobody came back from.
 */
export async function keepPendingSignIn(
  db: Queryable,
  secrets: { readonly state: string; readonly browser: string },
  { provider, callback, returnTo, proof }: PendingSignIn,
  now: Temporal.Instant,
): Promise<void> {
  await db.query(
    `with forgotten as (delete from pending_sign_in where expires_at < $1)
     insert into pending_sign_in
       (state_hash, browser_hash, provider, callback, nonce, code_verifier, return_to, expires_at)
     values ($2, $3, $4, $5, $6, $7, $8, $1::timestamptz + make_interval(mins => $9))`,
    [
      now.toString(),
      secretHash(secrets.state),
      secretHash(secrets.browser),
      provider,
      callback,
      proof?.nonce ?? null,
      proof?.codeVerifier ?? null,
      returnTo,
      pendingSignInMinutes,
    ],
  )
}

/**
 * Takes the sign-in that comes back, once: null when none of this state was begun with `provider` by this browser, or
 * too long ago, or when it came back before.
 */
export async function takePendingSignIn(
  db: Queryable,
  provider: 'oidc' | 'cas',
  secrets: { readonly state: string; readonly browser: string },
  now: Temporal.Instant,
): Promise<PendingSignIn | null> {
  const { rows } = await db.query<{
    callback: string
    return_to: string
    nonce: string | null
    code_verifier: string | null
    expires_at: Date
  }>(
    `delete from pending_sign_in where state_hash = $1 and browser_hash = $2 and provider = $3
     returning callback, return_to, nonce, code_verifier, expires_at`,
    [secretHash(secrets.state), secretHash(secrets.browser), provider],
  )
  const row = rows[0]
  if (row === undefined || row.expires_at.getTime() < now.epochMilliseconds) return null
  const { callback, return_to: returnTo, nonce, code_verifier: codeVerifier } = row
  return {
    provider,
    callback,
    returnTo,
    proof: nonce === null || codeVerifier === null ? null : { nonce, codeVerifier },
  }
}
