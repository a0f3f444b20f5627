import { effectiveRoles, type Grants, type Right } from '../platform/accounts/account.ts'
import { type ApplicationCode, applicationCodes, type Role, roles } from './schemas/common.ts'

/** Who makes a request, once identified: by the cookie of a session, or by a personal API token. */
export interface Visitor {
  readonly accountId: number
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly locale: 'fr' | 'en'
  readonly via: 'session' | 'token'
  /** Of the whole installation. */
  readonly administrator: boolean
  /** The effective role in each application; for a token, what it is scoped to at most. */
  readonly roles: Readonly<Record<ApplicationCode, Role | null>>
  /** Beside the roles; nobody has one by being administrator. */
  readonly rights: readonly Right[]
}

/** Whoever has signed in: with all the roles of their account, where a token may have fewer. */
export function sessionVisitor(
  account: Pick<Visitor, 'accountId' | 'login' | 'name' | 'email' | 'locale' | 'administrator' | 'rights'> & {
    readonly grants: Grants
  },
): Visitor {
  const { accountId, login, name, email, locale, administrator, grants, rights } = account
  const roles = effectiveRoles(administrator, grants)
  return { accountId, login, name, email, locale, via: 'session', administrator, roles, rights }
}

/** Whether `visitor` has at least `wanted` in `application`. */
export function may(visitor: Visitor, wanted: Role, application: ApplicationCode): boolean {
  const has = visitor.roles[application]
  return has !== null && roles.indexOf(has) >= roles.indexOf(wanted)
}

/** Whether `visitor` has this right, which no role contains. */
export function hasRight(visitor: Visitor, right: Right): boolean {
  return visitor.rights.includes(right)
}

/** The applications in which `visitor` has at least `wanted`, in their usual order. */
export function applicationsOf(visitor: Visitor, wanted: Role = 'reader'): ApplicationCode[] {
  return applicationCodes.filter((code) => may(visitor, wanted, code))
}

/** Who is written down as the author of what `visitor` does. */
export function authorOf(visitor: Visitor): string {
  return visitor.login
}
