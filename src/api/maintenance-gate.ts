import type { FastifyReply, FastifyRequest } from 'fastify'
import { readMaintenanceMessage } from '../admissions/maintenance/message.ts'
import { rememberBriefly } from '../platform/brief-memory.ts'
import { readAllMaintenance } from '../platform/maintenance.ts'
import { type Access, applicationConcerned, type Ownership } from './access.ts'
import { problem } from './problem.ts'
import type { ApplicationCode } from './schemas/common.ts'
import type { ApiServices } from './services.ts'
import { applicationsOf, type Visitor } from './visitor.ts'

/** After a change, the last node lets the last request through so much later. */
const rememberedMs = 500
const retryAfterSeconds = 30

/** What is closed at this moment, and what those kept out are told. */
interface Closed {
  readonly installation: boolean
  readonly applications: ReadonlySet<ApplicationCode>
  readonly message: (application: ApplicationCode | null) => string | null
}

export type MaintenanceGate = (
  access: Access | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<void>

/**
 * While the installation is closed, everyone but its administrators is refused on every route that not just anyone may use:
 * sign-in, session and pages stay, to say so. While one application is closed, the same holds for what belongs to it, and its
 * own administrators work on; on routes over several applications (`of: 'any'`) it is as if the visitor had no role in it, so
 * that lists leave it out. Candidates are kept out of theirs by either. Throws the problem MAINTENANCE.
 *
 * A request that has passed goes on to its end: nothing is ever half saved.
 */
export function maintenanceGate(
  { installation }: Pick<ApiServices, 'installation'>,
  owners: Ownership,
): MaintenanceGate {
  const { database, settings } = installation
  const closed = rememberBriefly(async (): Promise<Closed> => {
    const all = await readAllMaintenance(database.pool)
    const { installation, ...others } = all
    const applications = new Set<ApplicationCode>()
    for (const [code, { on }] of Object.entries(others)) if (on) applications.add(code as ApplicationCode)
    const ofAdmissions = applications.has('admissions') ? await readMaintenanceMessage(settings) : null
    return {
      installation: installation.on,
      applications,
      message: (application) =>
        application === null
          ? installation.message
          : application === 'admissions'
            ? ofAdmissions
            : (others[application as keyof typeof others]?.message ?? null),
    }
  }, rememberedMs)

  return async (access, request, reply) => {
    if (access === undefined || (access.who === 'anyone' && access.of === undefined)) return
    const now = await closed()
    if (!now.installation && now.applications.size === 0) return
    const refuse = (application: ApplicationCode | null) => {
      reply.header('retry-after', retryAfterSeconds)
      const message = now.message(application)
      throw problem('MAINTENANCE', {
        ...(message === null || message === '' ? {} : { detail: message }),
        more: { scope: application ?? 'installation' },
      })
    }
    if (access.who === 'anyone' || access.who === 'candidate') {
      if (now.installation) refuse(null)
      if (now.applications.has('admissions')) refuse('admissions')
      return
    }
    const { visitor } = request
    if (visitor === null || visitor.administrator) return
    if (now.installation) refuse(null)
    if (access.who === 'signed-in') return
    if (access.of === 'any') {
      const narrowed = withoutClosed(visitor, now.applications)
      // Whoever may do this in closed applications alone is told why not; the others see what is left.
      const [lost] = applicationsOf(visitor, access.who)
      if (lost !== undefined && applicationsOf(narrowed, access.who).length === 0) refuse(lost)
      request.visitor = narrowed
      return
    }
    if (access.of === 'installation') return
    const application = await applicationConcerned(access.of, request, owners)
    // Who has no role there is refused for that, by the next check.
    if (application === null || visitor.roles[application] === null) return
    if (now.applications.has(application) && visitor.roles[application] !== 'administrator')
      refuse(application)
  }
}

/** The visitor, as if they had no role in closed applications that they do not administer. */
export function withoutClosed(visitor: Visitor, closed: ReadonlySet<ApplicationCode>): Visitor {
  const roles = { ...visitor.roles }
  for (const code of closed) if (roles[code] !== 'administrator') roles[code] = null
  return { ...visitor, roles }
}
