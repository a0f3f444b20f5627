import type { Temporal } from 'temporal-polyfill'
import {
  hashPassword,
  longestPassword,
  needsRehash,
  verifyPassword,
} from '../../platform/accounts/password.ts'
import { type Attempt, beginAttempt, forgiveAttempt } from '../../platform/accounts/sign-in-lock.ts'
import { type Database, transaction } from '../../platform/database.ts'
import { type OpenedCandidateSession, openCandidateSession, usableAccount } from './candidate-session.ts'
import { noteCandidateAct } from './note-candidate-act.ts'

export interface CandidateSignIn {
  readonly dossierNo: string
  readonly password: string
  readonly address: string
  readonly now: Temporal.Instant
}

export type CandidateSignInOutcome =
  | { readonly ok: true; readonly session: OpenedCandidateSession }
  /** One answer for an unknown number, a wrong password, an account that is not validated or of another campaign. */
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'wait'; readonly seconds: number }

/**
 * Signs a candidate in by dossier number and password. Failures make one wait longer each time, as in the back-office, and are
 * counted apart from its logins. What succeeds is audited; failures are, without what was typed.
 */
export async function signInCandidate(
  database: Database,
  { dossierNo, password, address, now }: CandidateSignIn,
): Promise<CandidateSignInOutcome> {
  const number = dossierNo.trim().toUpperCase()
  const attempt: Attempt = { login: candidateLogin(number), address, device: null, now, candidate: true }
  const waitSeconds = await beginAttempt(database, attempt)
  if (waitSeconds !== null) return { ok: false, reason: 'wait', seconds: waitSeconds }
  const { rows } = await database.pool.query<{ id: number; password_hash: string | null }>(
    `select account.id, password_hash from admissions.account
     join admissions.campaign on campaign.id = account.campaign_id
     where dossier_no = $1 and ${usableAccount}`,
    [number],
  )
  const account = rows[0]
  // Also without an account: how long the answer takes must not tell which numbers exist.
  const right = await verifyPassword(password.slice(0, longestPassword + 1), account?.password_hash ?? null)
  if (account === undefined || !right) {
    await noteCandidateAct(database.pool, {
      action: 'candidate-account.sign-in-failed',
      accountId: account?.id ?? null,
      address,
    })
    return { ok: false, reason: 'wrong' }
  }
  const stored = account.password_hash!
  const fresh = needsRehash(stored) ? await hashPassword(password) : stored
  return await transaction(database.pool, async (client) => {
    // What was checked must still hold.
    const { rowCount } = await client.query(
      `update admissions.account set password_hash = $3 from admissions.campaign
       where account.id = $1 and password_hash = $2 and campaign.id = campaign_id and ${usableAccount}`,
      [account.id, stored, fresh],
    )
    if (rowCount !== 1) return { ok: false, reason: 'wrong' }
    await forgiveAttempt(client, attempt)
    const session = await openCandidateSession(client, account.id, now)
    await noteCandidateAct(client, { action: 'candidate-account.signed-in', accountId: account.id, address })
    return { ok: true, session }
  })
}

/** Under which failures are counted: never a login of the back-office, which has no colon. */
export function candidateLogin(dossierNo: string): string {
  return `candidate:${dossierNo}`
}
