import type { Queryable } from '../database.ts'
import { secretHash } from './secret.ts'

/** What the sign-in service calls the session behind one of ours: CAS's ticket, OIDC's id token. */
export interface ExternalSession {
  readonly ticket: string | null
  readonly idToken: string | null
}

export async function keepExternalSession(
  db: Queryable,
  sessionId: string,
  { ticket, idToken }: ExternalSession,
): Promise<void> {
  await db.query('insert into external_session (session_id, ticket_hash, id_token) values ($1, $2, $3)', [
    sessionId,
    ticket === null ? null : secretHash(ticket),
    idToken,
  ])
}

/** The id token that opened a session; null when it was not opened by OIDC, or is no more. */
export async function idTokenOf(db: Queryable, sessionId: string): Promise<string | null> {
  const { rows } = await db.query<{ id_token: string | null }>(
    'select id_token from external_session where session_id = $1',
    [sessionId],
  )
  return rows[0]?.id_token ?? null
}

/** Ends the session that a CAS ticket opened; returns whose it was, null when it is no more or never was. */
export async function endSessionOfTicket(
  db: Queryable,
  ticket: string,
): Promise<{ readonly accountId: number; readonly login: string } | null> {
  const { rows } = await db.query<{ accountId: number; login: string }>(
    `delete from account_session session using external_session external, account
     where external.ticket_hash = $1 and session.id = external.session_id and account.id = session.account_id
     returning account.id as "accountId", account.login`,
    [secretHash(ticket)],
  )
  return rows[0] ?? null
}
