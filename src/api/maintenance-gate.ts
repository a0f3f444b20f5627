import type { FastifyReply, FastifyRequest } from 'fastify'
import { rememberBriefly } from '../platform/brief-memory.ts'
import { readMaintenance } from '../platform/maintenance.ts'
import type { Access } from './access.ts'
import { problem } from './problem.ts'
import type { ApiServices } from './services.ts'

/** After a change, the last node lets the last request through so much later. */
const rememberedMs = 500
const retryAfterSeconds = 30

/**
 * While the application is closed, everyone but administrators of the installation is refused on every route that not
 * just anyone may use: sign-in, session and pages stay, to say so. Throws the problem MAINTENANCE.
 */
export function maintenanceGate({
  installation,
}: Pick<ApiServices, 'installation'>): (
  access: Access | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<void> {
  const maintenance = rememberBriefly(() => readMaintenance(installation.database.pool), rememberedMs)
  return async (access, request, reply) => {
    if (access === undefined || access.who === 'anyone') return
    if (request.visitor === null || request.visitor.administrator) return
    const { on, message } = await maintenance()
    if (!on) return
    reply.header('retry-after', retryAfterSeconds)
    throw problem('MAINTENANCE', message === null ? {} : { detail: message })
  }
}
