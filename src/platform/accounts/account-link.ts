import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../database.ts'
import type { Text } from '../text.ts'
import { loginPattern } from './account.ts'
import { type Actor, hasAccounts, insertAccount, setPassword } from './account-store.ts'
import { hashPassword } from './password.ts'
import { passwordFaults } from './password-rules.ts'
import { newSecret, secretHash } from './secret.ts'

/** One-time links: whoever has one may choose a password, once, within so many hours. */
const validHours = 48

export type LinkPurpose = 'first-administrator' | 'invitation' | 'new-password'

export interface MadeLink {
  readonly secret: string
  readonly expiresAt: string
}

/** The page that a link leads to. */
export function linkUrl(publicUrl: string, { secret }: MadeLink): string {
  return `${publicUrl}/invitation/${secret}`
}

/**
 * A link for the first administrator. Not for ever the first: whoever commands the server can always make one
 * (`./nocturne account invite-administrator`). Several may wait, one printed by each node; the first that is used ends
 * the others.
 */
export async function inviteAdministrator(
  database: Database,
  { author, now }: { readonly author: string; readonly now: Temporal.Instant },
): Promise<MadeLink> {
  return await transaction(database.pool, async (client) => {
    await recordAudit(client, { actor: author, action: 'account.administrator-invited' })
    return await insertLink(client, 'first-administrator', null, author, now)
  })
}

/** A link for an account: an invitation while it has no password, else a new password. Former ones count no more. */
export async function inviteAccount(
  database: Database,
  accountId: number,
  actor: Actor,
): Promise<(MadeLink & { readonly purpose: LinkPurpose }) | null> {
  return await transaction(database.pool, async (client) => {
    const { rows } = await client.query<{ has_password: boolean; enabled: boolean }>(
      'select password_hash is not null as has_password, enabled from account where id = $1 for update',
      [accountId],
    )
    if (rows[0] === undefined || !rows[0].enabled) return null
    const purpose = rows[0].has_password ? 'new-password' : 'invitation'
    await client.query('delete from account_link where account_id = $1 and used_at is null', [accountId])
    await recordAudit(client, {
      actor: actor.author,
      action: 'account.invited',
      subject: `account:${accountId}`,
      address: actor.address,
      detail: { purpose },
    })
    return { ...(await insertLink(client, purpose, accountId, actor.author, actor.now)), purpose }
  })
}

async function insertLink(
  client: Queryable,
  purpose: LinkPurpose,
  accountId: number | null,
  author: string,
  now: Temporal.Instant,
): Promise<MadeLink> {
  const secret = newSecret()
  const expiresAt = now.add({ hours: validHours }).toString()
  await client.query(
    `insert into account_link (secret_hash, purpose, account_id, created_at, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [secretHash(secret), purpose, accountId, now.toString(), author, expiresAt],
  )
  return { secret, expiresAt: new Date(now.add({ hours: validHours }).epochMilliseconds).toISOString() }
}

export interface FoundLink {
  readonly id: number
  readonly purpose: LinkPurpose
  readonly accountId: number | null
  readonly login: string | null
  readonly name: string | null
  readonly email: string | null
  readonly locale: 'fr' | 'en' | null
  readonly expiresAt: string
}

/** The link of this secret if it may still be used; null otherwise, whatever the reason. */
export async function findLink(
  db: Queryable,
  secret: string,
  now: Temporal.Instant,
  options: { readonly forUpdate?: boolean } = {},
): Promise<FoundLink | null> {
  const { rows } = await db.query<Omit<FoundLink, 'expiresAt'> & { expiresAt: Date }>(
    `select link.id, purpose, account_id as "accountId", login, name, email, locale, expires_at as "expiresAt"
     from account_link link left join account on account.id = account_id
     where link.secret_hash = $1 and used_at is null and expires_at > $2::timestamptz and enabled is not false
     ${options.forUpdate === true ? 'for update of link' : ''}`,
    [secretHash(secret), now.toString()],
  )
  return rows[0] === undefined ? null : { ...rows[0], expiresAt: rows[0].expiresAt.toISOString() }
}

export interface AcceptedLink {
  /** Of the first administrator, who chooses it. */
  readonly login?: string | undefined
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly locale?: 'fr' | 'en' | undefined
  readonly password: string
}

export type AcceptOutcome =
  | { readonly ok: true; readonly accountId: number; readonly login: string }
  | { readonly ok: false; readonly reason: 'expired' }
  | {
      readonly ok: false
      readonly reason: 'refused'
      readonly faults: readonly { path: string; message: Text }[]
    }

const faults = {
  loginMissing: { fr: 'Choisissez un identifiant', en: 'Choose a login' },
  loginInvalid: {
    fr: 'Lettres sans accent, chiffres, « . », « _ », « - », « @ » et « + », en commençant par une lettre ou un chiffre',
    en: 'Letters without accents, digits, ".", "_", "-", "@" and "+", beginning with a letter or digit',
  },
  loginTaken: { fr: 'Cet identifiant est déjà pris', en: 'This login is taken' },
  nameMissing: { fr: 'Indiquez votre nom', en: 'Give your name' },
} satisfies Record<string, Text>

/**
 * Uses a link: the first administrator's makes an account, the others set its password (and what the person corrects
 * of name, address and language). All sessions that the account had end. The link counts no more.
 */
export async function acceptLink(
  database: Database,
  secret: string,
  accepted: AcceptedLink,
  options: {
    readonly establishment: string
    readonly address: string | null
    readonly now: Temporal.Instant
  },
): Promise<AcceptOutcome> {
  const { establishment, address, now } = options
  const seen = await findLink(database.pool, secret, now)
  if (seen === null) return { ok: false, reason: 'expired' }
  const login = seen.login ?? accepted.login?.trim() ?? ''
  const name = accepted.name?.trim() || seen.name || ''
  const email = accepted.email === undefined ? seen.email : accepted.email
  const found: { path: string; message: Text }[] = []
  if (login === '') found.push({ path: 'login', message: faults.loginMissing })
  else if (seen.login === null && !loginPattern.test(login))
    found.push({ path: 'login', message: faults.loginInvalid })
  if (name === '') found.push({ path: 'name', message: faults.nameMissing })
  for (const message of passwordFaults(accepted.password, { login, name, email, establishment }))
    found.push({ path: 'password', message })
  if (found.length > 0) return { ok: false, reason: 'refused', faults: found }

  const passwordHash = await hashPassword(accepted.password)
  const actor: Actor = { author: login, address, now }
  return await transaction(database.pool, async (client) => {
    // Of two uses at the same time, the second finds it used.
    const link = await findLink(client, secret, now, { forUpdate: true })
    if (link === null) return { ok: false, reason: 'expired' }
    const locale = accepted.locale ?? link.locale ?? 'fr'
    let { accountId } = link
    if (accountId === null) {
      accountId = await insertAccount(
        client,
        { login, name, email, locale, administrator: true, grants: {} },
        actor,
      )
      if (accountId === null)
        return { ok: false, reason: 'refused', faults: [{ path: 'login', message: faults.loginTaken }] }
      await client.query(
        'delete from account_link where account_id is null and used_at is null and id <> $1',
        [link.id],
      )
    } else
      await client.query(
        'update account set name = $2, email = $3, locale = $4, version = version + 1 where id = $1',
        [accountId, name, email, locale],
      )
    await client.query('update account_link set used_at = $2 where id = $1', [link.id, now.toString()])
    await setPassword(client, accountId, passwordHash, null, actor)
    return { ok: true, accountId, login }
  })
}

/** The link that the console shows at a start without any account; null when there is one. */
export async function firstAdministratorLink(
  database: Database,
  now: Temporal.Instant,
): Promise<MadeLink | null> {
  if (await hasAccounts(database.pool)) return null
  return await inviteAdministrator(database, { author: 'SYSTEM:START', now })
}
