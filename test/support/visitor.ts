import { type ApplicationCode, applicationCodes, type Role } from '../../src/api/schemas/common.ts'
import type { Visitor } from '../../src/api/visitor.ts'

/** Someone with these roles and no other. */
export function visitor(
  login: string,
  roles: Partial<Record<ApplicationCode, Role>>,
  what: Partial<Visitor> = {},
): Visitor {
  return {
    accountId: [...login].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 100_000,
    login,
    name: login,
    email: `${login}@example.org`,
    locale: 'fr',
    via: 'session',
    administrator: false,
    roles: { core: null, health: null, admissions: null, learning: null, ...roles },
    rights: [],
    ...what,
  }
}

const everywhere = (role: Role) =>
  Object.fromEntries(applicationCodes.map((code) => [code, role])) as Record<ApplicationCode, Role>

export const administrator = visitor('testun-admin', everywhere('administrator'), { administrator: true })
export const operator = visitor('testun-operateur', everywhere('operator'))
export const reader = visitor('testun-lecteur', everywhere('reader'))
/** Of the admissions office: health is none of its business. */
export const admissionsOperator = visitor('testun-scolarite', { admissions: 'operator' })
