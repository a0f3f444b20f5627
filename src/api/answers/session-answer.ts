import type { FastifyRequest } from 'fastify'
import { readMaintenanceMessage } from '../../admissions/maintenance/message.ts'
import { countUntold } from '../../health/consultations/tell-practitioner.ts'
import { readAccount } from '../../platform/accounts/account-store.ts'
import { idleMinutes } from '../../platform/accounts/settings.ts'
import { type Maintenance, type MaintenanceScope, readAllMaintenance } from '../../platform/maintenance.ts'
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
    readAllMaintenance(pool),
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
    maintenance: maintenance.installation,
    closed: await closedTo(services, visitor, maintenance),
    idleMinutes: idle,
  }
}

/** The visitor's applications that are in maintenance. */
async function closedTo(
  { installation }: Pick<ApiServices, 'installation'>,
  visitor: Visitor,
  switches: Readonly<Record<MaintenanceScope, Maintenance>>,
): Promise<Session['closed']> {
  const closed: Session['closed'] = []
  for (const application of applicationsOf(visitor)) {
    if (application === 'core' || !switches[application].on) continue
    const { message, since, by } = switches[application]
    const told = application === 'admissions' ? await readMaintenanceMessage(installation.settings) : message
    closed.push({ application, message: told, since, by })
  }
  return closed
}
