import type pg from 'pg'
import type { Temporal } from 'temporal-polyfill'
import { recordAudit } from '../audit/audit-trail.ts'
import { type Database, type Queryable, transaction } from '../database.ts'
import { type Account, type Grants, loginPattern, type Right } from './account.ts'
import { verifyPassword } from './password.ts'
import { endSessions } from './session-store.ts'

/** Who does something to an account, and from where: for the audit. */
export interface Actor {
  readonly author: string
  readonly address: string | null
  readonly now: Temporal.Instant
}

interface AccountRow {
  id: number
  login: string
  name: string
  email: string | null
  locale: 'fr' | 'en'
  administrator: boolean
  enabled: boolean
  has_password: boolean
  grants: Grants
  rights: Right[]
  identities: { provider: 'oidc' | 'cas'; subject: string }[]
  invited_until: Date | null
  created_at: Date
  created_by: string
  last_sign_in_at: Date | null
  version: number
}

const selectAccounts = `
  select id, login, name, email, locale, administrator, enabled, password_hash is not null as has_password,
    coalesce((select jsonb_object_agg(application, role) from account_grant where account_id = account.id), '{}')
      as grants,
    array(select "right" from account_right where account_id = account.id order by 1) as rights,
    coalesce((
      select jsonb_agg(jsonb_build_object('provider', provider, 'subject', subject) order by provider, subject)
      from account_identity where account_id = account.id), '[]') as identities,
    (select max(expires_at) from account_link
     where account_id = account.id and used_at is null and expires_at > $1::timestamptz) as invited_until,
    created_at, created_by, last_sign_in_at, version
  from account`

function accountOf(row: AccountRow): Account {
  return {
    id: row.id,
    login: row.login,
    name: row.name,
    email: row.email,
    locale: row.locale,
    administrator: row.administrator,
    grants: row.grants,
    rights: row.rights,
    enabled: row.enabled,
    hasPassword: row.has_password,
    identities: row.identities,
    invitedUntil: row.invited_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    version: row.version,
  }
}

/** All accounts, by login. */
export async function listAccounts(db: Queryable, now: Temporal.Instant): Promise<Account[]> {
  const { rows } = await db.query<AccountRow>(`${selectAccounts} order by lower(login)`, [now.toString()])
  return rows.map(accountOf)
}

export async function readAccount(db: Queryable, id: number, now: Temporal.Instant): Promise<Account | null> {
  const { rows } = await db.query<AccountRow>(`${selectAccounts} where id = $2`, [now.toString(), id])
  return rows[0] === undefined ? null : accountOf(rows[0])
}

/** Whether anybody could sign in: before the first account, the console shows a link. */
export async function hasAccounts(db: Queryable): Promise<boolean> {
  const { rows } = await db.query<{ found: boolean }>('select exists (select from account) as found')
  return rows[0]!.found
}

export interface NewAccount {
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly locale: 'fr' | 'en'
  readonly administrator: boolean
  readonly grants: Grants
  /** Default: none. */
  readonly rights?: readonly Right[]
}

export type CreateOutcome =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: 'invalid-login' | 'login-taken' }

/** Makes an account without a password: a link lets its owner choose one (`account-link.ts`). */
export async function createAccount(
  database: Database,
  account: NewAccount,
  actor: Actor,
): Promise<CreateOutcome> {
  if (!loginPattern.test(account.login)) return { ok: false, reason: 'invalid-login' }
  return await transaction(database.pool, async (client) => {
    const id = await insertAccount(client, account, actor)
    if (id === null) return { ok: false, reason: 'login-taken' }
    return { ok: true, account: (await readAccount(client, id, actor.now))! }
  })
}

/** Null when the login is taken, whatever its case. Audited. */
export async function insertAccount(
  client: pg.PoolClient,
  { login, name, email, locale, administrator, grants, rights = [] }: NewAccount,
  actor: Actor,
): Promise<number | null> {
  const { author, address, now } = actor
  const { rows } = await client.query<{ id: number }>(
    `insert into account (login, name, email, locale, administrator, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
    [login, name, email, locale, administrator, now.toString(), author],
  )
  const id = rows[0]?.id
  if (id === undefined) return null
  await writeGrants(client, id, grants)
  await writeRights(client, id, rights, actor)
  await recordAudit(client, {
    actor: author,
    action: 'account.created',
    subject: `account:${id}`,
    address,
    detail: { login, administrator, grants, rights },
  })
  return id
}

async function writeGrants(client: pg.PoolClient, accountId: number, grants: Grants): Promise<void> {
  await client.query('delete from account_grant where account_id = $1', [accountId])
  await client.query(
    `insert into account_grant (account_id, application, role)
     select $1, application, role from jsonb_each_text($2) as given(application, role)`,
    [accountId, JSON.stringify(grants)],
  )
}

/** What the account has already keeps saying who gave it and when. */
async function writeRights(
  client: pg.PoolClient,
  accountId: number,
  rights: readonly Right[],
  { author, now }: Actor,
): Promise<void> {
  await client.query('delete from account_right where account_id = $1 and "right" <> all ($2::text[])', [
    accountId,
    rights,
  ])
  await client.query(
    `insert into account_right (account_id, "right", given_at, given_by)
     select $1, unnest($2::text[]), $3::timestamptz, $4 on conflict do nothing`,
    [accountId, rights, now.toString(), author],
  )
}

export interface AccountEdit {
  /** The version that the editor saw. */
  readonly version: number
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly administrator?: boolean | undefined
  readonly grants?: Grants | undefined
  readonly rights?: readonly Right[] | undefined
  readonly enabled?: boolean | undefined
}

export type EditOutcome =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: 'unknown' | 'stale' | 'last-administrator' }

/** Any constant: edits that could take away the last administrator follow each other. */
const administratorsLock = 7_161_051

/** Changes an account as its administrators may. A closed account loses its sessions at once; its tokens count no more. */
export async function editAccount(
  database: Database,
  id: number,
  edit: AccountEdit,
  actor: Actor,
): Promise<EditOutcome> {
  try {
    return await transaction(database.pool, (client) => applyEdit(client, id, edit, actor))
  } catch (error) {
    if (error instanceof LastAdministratorError) return { ok: false, reason: 'last-administrator' }
    throw error
  }
}

async function applyEdit(
  client: pg.PoolClient,
  id: number,
  edit: AccountEdit,
  actor: Actor,
): Promise<EditOutcome> {
  await client.query('select pg_advisory_xact_lock($1)', [administratorsLock])
  const before = await readAccount(client, id, actor.now)
  if (before === null) return { ok: false, reason: 'unknown' }
  const after = {
    name: edit.name ?? before.name,
    email: edit.email === undefined ? before.email : edit.email,
    administrator: edit.administrator ?? before.administrator,
    grants: edit.grants ?? before.grants,
    rights: edit.rights ?? before.rights,
    enabled: edit.enabled ?? before.enabled,
  }
  const { rowCount } = await client.query(
    `update account set name = $3, email = $4, administrator = $5, enabled = $6, version = version + 1
       where id = $1 and version = $2`,
    [id, edit.version, after.name, after.email, after.administrator, after.enabled],
  )
  if (rowCount === 0) return { ok: false, reason: 'stale' }
  if (before.administrator && before.enabled && !(after.administrator && after.enabled)) {
    const { rows } = await client.query<{ left: boolean }>(
      'select exists (select from account where administrator and enabled) as left',
    )
    // The transaction ends with its change undone.
    if (!rows[0]!.left) throw new LastAdministratorError()
  }
  if (edit.grants !== undefined) await writeGrants(client, id, after.grants)
  if (edit.rights !== undefined) await writeRights(client, id, after.rights, actor)
  if (!after.enabled) {
    await endSessions(client, id)
    await client.query('delete from account_link where account_id = $1 and used_at is null', [id])
  }
  await recordAudit(client, {
    actor: actor.author,
    action: 'account.changed',
    subject: `account:${id}`,
    address: actor.address,
    detail: { login: before.login, changes: changesBetween(before, after) },
  })
  return { ok: true, account: (await readAccount(client, id, actor.now))! }
}

class LastAdministratorError extends Error {}

/** Old and new of what differs. */
function changesBetween(
  before: Readonly<Record<string, unknown>> | Account,
  after: Readonly<Record<string, unknown>>,
): Record<string, { from: unknown; to: unknown }> {
  const old = before as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(after)
      .filter(([key, value]) => canonical(old[key]) !== canonical(value))
      .map(([key, value]) => [key, { from: old[key], to: value }]),
  )
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
}

/** What people may change of their own account. */
export async function editOwnAccount(
  database: Database,
  id: number,
  edit: {
    readonly name?: string | undefined
    readonly email?: string | null | undefined
    readonly locale?: 'fr' | 'en' | undefined
  },
  actor: Actor,
): Promise<Account> {
  return await transaction(database.pool, async (client) => {
    const before = (await readAccount(client, id, actor.now))!
    const after = {
      name: edit.name ?? before.name,
      email: edit.email === undefined ? before.email : edit.email,
      locale: edit.locale ?? before.locale,
    }
    await client.query('update account set name = $2, email = $3, locale = $4 where id = $1', [
      id,
      after.name,
      after.email,
      after.locale,
    ])
    const changes = changesBetween(before, after)
    if (Object.keys(changes).length > 0)
      await recordAudit(client, {
        actor: actor.author,
        action: 'account.changed',
        subject: `account:${id}`,
        address: actor.address,
        detail: { login: before.login, changes },
      })
    return (await readAccount(client, id, actor.now))!
  })
}

/** Sets a password whose rules were checked, and ends the account's sessions but `exceptSession`. Audited. */
export async function setPassword(
  client: Queryable,
  id: number,
  passwordHash: string,
  exceptSession: string | null,
  actor: Actor,
): Promise<void> {
  await client.query('update account set password_hash = $2 where id = $1', [id, passwordHash])
  await endSessions(client, id, exceptSession)
  await recordAudit(client, {
    actor: actor.author,
    action: 'account.password-changed',
    subject: `account:${id}`,
    address: actor.address,
  })
}

/** Whether the account's present password is `password`. */
export async function isOwnPassword(db: Queryable, id: number, password: string): Promise<boolean> {
  const { rows } = await db.query<{ password_hash: string | null }>(
    'select password_hash from account where id = $1',
    [id],
  )
  return await verifyPassword(password, rows[0]?.password_hash ?? null)
}
