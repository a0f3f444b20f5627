import type { Temporal } from 'temporal-polyfill'
import { newSecret, secretHash } from '../../platform/accounts/secret.ts'
import { csrfTokenOf } from '../../platform/accounts/session-store.ts'
import type { Queryable } from '../../platform/database.ts'

/**
 * Sessions of the candidates' space: apart from those of the back-office, with a cookie of their own. They end with the account,
 * by signing out, and by themselves.
 */

export const candidateIdleMinutes = 30
/** However busy, a session ends so long after its sign-in. */
const longestHours = 12
/** The last activity is written down at most so often. */
const seenEveryMs = 60_000

/** Accounts of a campaign that is not in service can no longer be used (admissions.md 3.3). */
export const usableAccount = `account.validated and campaign.in_service and campaign.archived_at is null`

export interface OpenedCandidateSession {
  readonly cookieValue: string
  readonly csrfToken: string
}

/** Opens a session with a new secret. The caller has made sure that the account may be used. */
export async function openCandidateSession(
  db: Queryable,
  accountId: number,
  now: Temporal.Instant,
): Promise<OpenedCandidateSession> {
  const secret = newSecret()
  await db.query(
    `with forgotten as (
       delete from admissions.candidate_session where created_at < $2::timestamptz - make_interval(hours => $4)
     )
     insert into admissions.candidate_session (account_id, secret_hash, created_at, seen_at) values ($1, $3, $2, $2)`,
    [accountId, now.toString(), secretHash(secret), longestHours],
  )
  return { cookieValue: secret, csrfToken: csrfTokenOf(secret) }
}

export interface FoundCandidate {
  readonly sessionId: number
  readonly csrfToken: string
  readonly accountId: number
  readonly dossierNo: string
}

/** Whose cookie it is, if the session lives and the account may still be used. `background`: does not count as activity. */
export async function findCandidateSession(
  db: Queryable,
  cookieValue: string,
  { now, background }: { readonly now: Temporal.Instant; readonly background: boolean },
): Promise<FoundCandidate | null> {
  const { rows } = await db.query<{ id: number; account_id: number; dossier_no: string; seen_at: Date }>(
    `select session.id, account.id as account_id, dossier_no, seen_at
     from admissions.candidate_session session
     join admissions.account on account.id = session.account_id
     join admissions.campaign on campaign.id = account.campaign_id
     where secret_hash = $1 and ${usableAccount}
       and session.created_at > $2::timestamptz - make_interval(hours => $3)
       and seen_at > $2::timestamptz - make_interval(mins => $4, secs => $5)`,
    [secretHash(cookieValue), now.toString(), longestHours, candidateIdleMinutes, seenEveryMs / 1000],
  )
  const row = rows[0]
  if (row === undefined) return null
  if (!background && now.epochMilliseconds - row.seen_at.getTime() >= seenEveryMs)
    await db.query('update admissions.candidate_session set seen_at = greatest(seen_at, $2) where id = $1', [
      row.id,
      now.toString(),
    ])
  return {
    sessionId: row.id,
    csrfToken: csrfTokenOf(cookieValue),
    accountId: row.account_id,
    dossierNo: row.dossier_no,
  }
}

/** Ends the session of this cookie; gives whose it was, or null. */
export async function endCandidateSession(db: Queryable, cookieValue: string): Promise<number | null> {
  const { rows } = await db.query<{ account_id: number }>(
    'delete from admissions.candidate_session where secret_hash = $1 returning account_id',
    [secretHash(cookieValue)],
  )
  return rows[0]?.account_id ?? null
}

/** Ends every session of an account. */
export async function endCandidateSessions(db: Queryable, accountId: number): Promise<void> {
  await db.query('delete from admissions.candidate_session where account_id = $1', [accountId])
}
