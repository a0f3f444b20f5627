import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { hashPassword } from '../../platform/accounts/password.ts'
import { passwordFaults } from '../../platform/accounts/password-rules.ts'
import { newSecret, secretHash } from '../../platform/accounts/secret.ts'
import { type Database, type Queryable, transaction } from '../../platform/database.ts'
import type { Text } from '../../platform/text.ts'
import { noteDossierEvents } from '../dossiers/note-events.ts'
import type { Editor } from '../editing.ts'
import {
  endCandidateSessions,
  type OpenedCandidateSession,
  openCandidateSession,
} from './candidate-session.ts'
import { noteCandidateAct } from './note-candidate-act.ts'

/**
 * The one-time link by which a candidate validates their account and chooses its password; a new one replaces the former. It
 * also serves who forgot theirs: an operator of the office makes it, nobody can ask for one by mail.
 */

const validDays = 7

export interface MadeValidationLink {
  readonly secret: string
  readonly dossierNo: string
  readonly mail: string
  readonly firstName: string
  readonly expiresAt: Temporal.Instant
}

const openCampaign = 'campaign.in_service and campaign.archived_at is null'

/** Null: there is no such account, or its campaign is not in service. */
export async function makeValidationLink(
  client: pg.ClientBase,
  accountId: number,
  editor: Editor,
  now: Temporal.Instant,
): Promise<MadeValidationLink | null> {
  const secret = newSecret()
  const expiresAt = now.add({ hours: validDays * 24 })
  // An account that waits to be validated is not cleaned away while its link serves.
  const { rows } = await client.query<{ dossier_no: string; mail: string; first_name: string }>(
    `update admissions.account
     set validation_key_hash = $2, validation_key_until = $3,
       valid_until = case when validated then valid_until else greatest(valid_until, $3) end
     from admissions.campaign where account.id = $1 and campaign.id = campaign_id and ${openCampaign}
     returning dossier_no, mail, first_name`,
    [accountId, secretHash(secret), expiresAt.toString()],
  )
  const row = rows[0]
  if (row === undefined) return null
  await noteCandidateAct(client, { action: 'candidate-account.link-made', accountId, ...editor })
  return { secret, expiresAt, dossierNo: row.dossier_no, mail: row.mail, firstName: row.first_name }
}

export interface FoundValidation {
  readonly accountId: number
  readonly dossierNo: string
  readonly firstName: string
  readonly lastName: string
  readonly mail: string
  readonly campaign: string
  readonly validated: boolean
  readonly expiresAt: Date
}

/** The account of this key if it may still be used; null otherwise, whatever the reason. */
export async function findValidation(
  db: Queryable,
  key: string,
  now: Temporal.Instant,
  { forUpdate = false } = {},
): Promise<FoundValidation | null> {
  const { rows } = await db.query<FoundValidation>(
    `select account.id as "accountId", dossier_no as "dossierNo", first_name as "firstName", last_name as "lastName", mail,
       campaign.label as campaign, validated, validation_key_until as "expiresAt"
     from admissions.account join admissions.campaign on campaign.id = campaign_id
     where validation_key_hash = $1 and validation_key_until > $2 and ${openCampaign}
     ${forUpdate ? 'for update of account' : ''}`,
    [secretHash(key), now.toString()],
  )
  return rows[0] ?? null
}

export type ValidationOutcome =
  | { readonly ok: true; readonly session: OpenedCandidateSession }
  | { readonly ok: false; readonly reason: 'expired' }
  | { readonly ok: false; readonly reason: 'refused'; readonly faults: readonly Text[] }

/** Validates the account, sets its password, ends its sessions and opens one. The key counts no more. */
export async function acceptValidation(
  database: Database,
  key: string,
  {
    password,
    establishment,
    address,
    now,
  }: {
    readonly password: string
    readonly establishment: string
    readonly address: string | null
    readonly now: Temporal.Instant
  },
): Promise<ValidationOutcome> {
  const seen = await findValidation(database.pool, key, now)
  if (seen === null) return { ok: false, reason: 'expired' }
  const faults = passwordFaults(password, {
    login: seen.dossierNo,
    name: `${seen.firstName} ${seen.lastName}`,
    email: seen.mail,
    establishment,
  })
  if (faults.length > 0) return { ok: false, reason: 'refused', faults }
  const passwordHash = await hashPassword(password)
  return await transaction(database.pool, async (client) => {
    // Of two uses at the same time, the second finds it used.
    const found = await findValidation(client, key, now, { forUpdate: true })
    if (found === null) return { ok: false, reason: 'expired' }
    const { accountId, validated } = found
    await client.query(
      `update admissions.account
       set validated = true, password_hash = $2, validation_key_hash = null, validation_key_until = null,
         changed_at = $3, version = version + 1
       where id = $1`,
      [accountId, passwordHash, now.toString()],
    )
    if (!validated)
      await noteDossierEvents(client, [{ accountId, event: 'validated' }], {
        author: 'candidate',
        runId: null,
        now,
      })
    await noteCandidateAct(client, {
      action: validated ? 'candidate-account.password-changed' : 'candidate-account.validated',
      accountId,
      address,
    })
    await endCandidateSessions(client, accountId)
    return { ok: true, session: await openCandidateSession(client, accountId, now) }
  })
}
