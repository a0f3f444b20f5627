import { recordAudit } from '../../platform/audit/audit-trail.ts'
import type { Queryable } from '../../platform/database.ts'

/** Who is written down for a candidate: no name, no dossier number; never a login of the back-office, which has no colon. */
export function candidateActor(accountId: number): string {
  return `candidate:${accountId}`
}

/** Writes down, in its transaction, what was done to a candidate's account; null: nobody knows whose. */
export async function noteCandidateAct(
  db: Queryable,
  act: {
    readonly action: string
    readonly accountId: number | null
    readonly address: string | null
    /** Absent: the candidate. */
    readonly author?: string
  },
): Promise<void> {
  const { action, accountId, address, author } = act
  await recordAudit(db, {
    actor: author ?? (accountId === null ? 'candidate:?' : candidateActor(accountId)),
    action,
    subject: accountId === null ? null : `admissions-account:${accountId}`,
    application: 'admissions',
    address,
  })
}
