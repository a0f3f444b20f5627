/** Each role may do what the ones before it may. */
export const roles = ['reader', 'operator', 'administrator'] as const
export type Role = (typeof roles)[number]

/** What roles are given for. */
export const grantApplications = ['core', 'health', 'admissions', 'learning'] as const
export type GrantApplication = (typeof grantApplications)[number]

/** Roles that an administrator gave; an absent application: none. */
export type Grants = Readonly<Partial<Record<GrantApplication, Role>>>

/**
 * What somebody may do because of their profession, not of their rank: no role contains one, not even the
 * installation administrator's. `medical`: reads what consultations say, opens scanned documents of others, merges
 * records.
 */
export const rights = ['medical'] as const
export type Right = (typeof rights)[number]

/** In each application, the role that counts; null: none. */
export type EffectiveRoles = Readonly<Record<GrantApplication, Role | null>>

/** How somebody signed in. */
export type SignInMethod = 'local' | 'oidc' | 'cas'

export interface Account {
  readonly id: number
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly locale: 'fr' | 'en'
  /** Of the whole installation: accounts, audit, every application. */
  readonly administrator: boolean
  readonly grants: Grants
  readonly rights: Right[]
  readonly enabled: boolean
  readonly hasPassword: boolean
  readonly identities: { readonly provider: 'oidc' | 'cas'; readonly subject: string }[]
  /** A one-time link waits to be used until then. ISO 8601, as all instants here. */
  readonly invitedUntil: string | null
  readonly createdAt: string
  readonly createdBy: string
  readonly lastSignInAt: string | null
  readonly version: number
}

/** What may be a login: what can be told apart in a log, without a colon (actors like `cli:root` have one). */
export const loginPattern = /^[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}$/

/** An administrator of the installation has every role. */
export function effectiveRoles(administrator: boolean, grants: Grants): EffectiveRoles {
  const entries = grantApplications.map((code) => [
    code,
    administrator ? 'administrator' : (grants[code] ?? null),
  ])
  return Object.fromEntries(entries) as EffectiveRoles
}

/**
 * What a token may do: at most what its owner may now, at most `role`, in `applications` only (null: in all). Never
 * what is left to administrators of the installation.
 */
export function scopedRoles(
  owner: EffectiveRoles,
  scope: { readonly role: Role; readonly applications: readonly string[] | null },
): EffectiveRoles {
  const entries = grantApplications.map((code) => {
    const has = owner[code]
    if (has === null || (scope.applications !== null && !scope.applications.includes(code)))
      return [code, null]
    return [code, roles[Math.min(roles.indexOf(has), roles.indexOf(scope.role))]]
  })
  return Object.fromEntries(entries) as EffectiveRoles
}

/** The rights of a token: those asked for when it was made, as far as its owner still has them. */
export function scopedRights(owner: readonly Right[], asked: readonly Right[]): readonly Right[] {
  return asked.filter((right) => owner.includes(right))
}
