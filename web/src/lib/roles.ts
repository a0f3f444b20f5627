import type { Right } from '../../../src/api/schemas/accounts.ts'
import type { Role } from '../../../src/api/schemas/common.ts'
import { type Session, useSession } from './session.ts'

export type { Role }

const ranks: Readonly<Record<Role, number>> = { reader: 1, operator: 2, administrator: 3 }

/** Whether the account has this role, or a higher one, in this application. The server checks again. */
export function mayIn(session: Session, application: string, role: Role): boolean {
  if (session.administrator) return true
  const roles: Readonly<Record<string, Role | null | undefined>> = session.roles
  const own = roles[application]
  return own ? ranks[own] >= ranks[role] : false
}

/** Whether the account has this role, or a higher one, in at least one application. */
export function mayAnywhere(session: Session, role: Role): boolean {
  return session.administrator || Object.keys(session.roles).some((code) => mayIn(session, code, role))
}

/** `const may = useMay(); may('health', 'operator')`: actions that it denies are absent from the page. */
export function useMay(): (application: string, role: Role) => boolean {
  const session = useSession()
  return (application, role) => mayIn(session, application, role)
}

/** Whether the account has a right that no role includes, not even the administrator's. The server checks again. */
export function useHasRight(right: Right): boolean {
  return useSession().rights.includes(right)
}
