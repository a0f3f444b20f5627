import type { ExternalSession } from '../../platform/accounts/external-session.ts'
import type { SignInProblem } from '../schemas/session.ts'

/** Whom a sign-in service vouches for. */
export interface VouchedIdentity {
  /** What never changes: OIDC's `sub`, CAS's user. */
  readonly subject: string
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly session: ExternalSession
}

/** What came back from a sign-in service; `reason` is for the audit trail and holds no secret. */
export type Vouching =
  | { readonly ok: true; readonly identity: VouchedIdentity }
  | { readonly ok: false; readonly problem: SignInProblem; readonly reason: string }

/** The longest of each, whatever a service sends: they are shown and stored. */
export const longestName = 200

export function refused(problem: SignInProblem, reason: string): Vouching {
  return { ok: false, problem, reason: reason.slice(0, 300) }
}
