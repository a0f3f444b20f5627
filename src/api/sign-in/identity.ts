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

const longestName = 200
const longestEmail = 254

/** What may be shown as a name: without control characters, of a length that fits. */
export function presentableName(name: string): string {
  return name
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, longestName)
}

/** An address to write to, or null: what a service sends is not always one. */
export function usableEmail(email: string | null | undefined): string | null {
  return email != null && email.length <= longestEmail && /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(email)
    ? email
    : null
}

const longestReason = 200

export function refused(problem: SignInProblem, reason: string): Vouching {
  return { ok: false, problem, reason: reason.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, longestReason) }
}
