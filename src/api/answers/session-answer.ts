import type { FastifyRequest } from 'fastify'
import { countUntold } from '../../health/consultations/tell-practitioner.ts'
import { readAccount } from '../../platform/accounts/account-store.ts'
import { idleMinutes } from '../../platform/accounts/settings.ts'
import { readMaintenance } from '../../platform/maintenance.ts'
import { visitorOf } from '../api-server.ts'
import type { Session } from '../schemas/session.ts'
import type { ApiServices } from '../services.ts'
import { applicationsOf, may, type Visitor } from '../visitor.ts'

/** Who is signed in by this request, and what their screen must know of the installation. */
export async function sessionAnswer(
  services: ApiServices,
  request: Pick<FastifyRequest, 'visitor' | 'session'>,
): Promise<Session> {
  const { installation, engine, version } = services
  const { pool } = installation.database
  const visitor: Visitor = visitorOf(request)
  const [account, maintenance, idle, closedConsultations] = await Promise.all([
    readAccount(pool, visitor.accountId, engine.clock.now()),
    readMaintenance(pool),
    installation.settings.get(idleMinutes),
    may(visitor, 'reader', 'health') ? countUntold(pool, visitor.login) : 0,
  ])
  const visible = new Set(applicationsOf(visitor))
  return {
    account: {
      id: visitor.accountId,
      login: visitor.login,
      name: visitor.name,
      email: visitor.email,
      locale: visitor.locale,
      local: account?.hasPassword ?? false,
    },
    administrator: visitor.administrator,
    roles: visitor.roles,
    rights: [...visitor.rights],
    closedConsultations,
    // A request with a bearer token needs none.
    csrfToken: request.session?.csrfToken ?? '',
    applications: installation.applications
      .filter(({ code }) => visible.has(code))
      .map(({ code, label }) => ({ code, label })),
    timeZone: installation.place.timeZone,
    version,
    maintenance,
    idleMinutes: idle,
  }
}
