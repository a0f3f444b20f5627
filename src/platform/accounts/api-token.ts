import type { Temporal } from 'temporal-polyfill'
import type { Queryable } from '../database.ts'
import type { GrantApplication, Grants, Right, Role } from './account.ts'
import { newSecret, secretHash } from './secret.ts'

/** Makes leaked tokens easy to find in files and logs. */
export const tokenPrefix = 'noct_'
const shownCharacters = tokenPrefix.length + 6

export interface ApiToken {
  readonly id: number
  readonly name: string
  /** The highest role that it acts with. */
  readonly role: Role
  /** Null: every application of its owner. */
  readonly applications: GrantApplication[] | null
  /** Asked for when it was made; each counts as long as its owner has it. */
  readonly rights: Right[]
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
  readonly revokedAt: string | null
  /** First characters, to recognise it. */
  readonly prefix: string
}

interface TokenRow {
  id: number
  name: string
  role: Role
  applications: GrantApplication[] | null
  rights: Right[]
  created_at: Date
  expires_at: Date | null
  last_used_at: Date | null
  revoked_at: Date | null
  prefix: string
}

const columns =
  'id, name, role, applications, rights, created_at, expires_at, last_used_at, revoked_at, prefix'

function tokenOf(row: TokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    applications: row.applications,
    rights: row.rights,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    prefix: row.prefix,
  }
}

/** `secret` is told this once; only its hash is kept. */
export async function createToken(
  db: Queryable,
  token: {
    readonly accountId: number
    readonly name: string
    readonly role: Role
    readonly applications: readonly GrantApplication[] | null
    readonly rights: readonly Right[]
    readonly expiresInDays: number | null
    readonly now: Temporal.Instant
  },
): Promise<{ token: ApiToken; secret: string }> {
  const { accountId, name, role, applications, rights, expiresInDays, now } = token
  const secret = tokenPrefix + newSecret()
  const { rows } = await db.query<TokenRow>(
    `insert into api_token (account_id, name, role, applications, created_at, expires_at, secret_hash, prefix, rights)
     values ($1, $2, $3, $4, $5, $5::timestamptz + make_interval(days => $6), $7, $8, $9)
     returning ${columns}`,
    [
      accountId,
      name,
      role,
      applications,
      now.toString(),
      expiresInDays,
      secretHash(secret),
      secret.slice(0, shownCharacters),
      rights,
    ],
  )
  return { token: tokenOf(rows[0]!), secret }
}

/** The newest first, revoked ones included: somebody may ask what they did. */
export async function listTokens(db: Queryable, accountId: number): Promise<ApiToken[]> {
  const { rows } = await db.query<TokenRow>(
    `select ${columns} from api_token where account_id = $1 order by id desc limit 200`,
    [accountId],
  )
  return rows.map(tokenOf)
}

/** False when the account has no living token of this number. */
export async function revokeToken(
  db: Queryable,
  accountId: number,
  id: number,
  now: Temporal.Instant,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'update api_token set revoked_at = $3 where account_id = $1 and id = $2 and revoked_at is null',
    [accountId, id, now.toString()],
  )
  return rowCount === 1
}

/** A living token and whose it is, with what the owner may do now. */
export interface FoundToken {
  readonly id: number
  readonly role: Role
  readonly applications: GrantApplication[] | null
  /** Asked for when it was made. */
  readonly rights: Right[]
  readonly accountId: number
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly locale: 'fr' | 'en'
  readonly administrator: boolean
  readonly grants: Grants
  readonly ownerRights: Right[]
}

const usedEveryMs = 60_000

/** The token of this secret, if it still counts and its owner is enabled. Its use is written down once a minute. */
export async function findToken(
  db: Queryable,
  secret: string,
  now: Temporal.Instant,
): Promise<FoundToken | null> {
  if (!secret.startsWith(tokenPrefix)) return null
  const { rows } = await db.query<FoundToken & { lastUsedAt: Date | null }>({
    name: 'find_token',
    text: `select token.id, token.role, token.applications, token.rights, token.last_used_at as "lastUsedAt",
         account.id as "accountId", login, account.name, email, locale, administrator,
         coalesce((select jsonb_object_agg(application, role) from account_grant where account_id = account.id), '{}')
           as grants,
         array(select "right" from account_right where account_id = account.id) as "ownerRights"
       from api_token token join account on account.id = token.account_id
       where token.secret_hash = $1 and enabled and revoked_at is null
         and (expires_at is null or expires_at > $2::timestamptz)`,
    values: [secretHash(secret), now.toString()],
  })
  if (rows[0] === undefined) return null
  const { lastUsedAt, ...token } = rows[0]
  if (lastUsedAt === null || now.epochMilliseconds - lastUsedAt.getTime() >= usedEveryMs)
    await db.query('update api_token set last_used_at = $2 where id = $1', [token.id, now.toString()])
  return token
}
