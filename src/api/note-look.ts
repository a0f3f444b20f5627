import type { FastifyRequest } from 'fastify'
import { recordLook } from '../platform/audit/record-look.ts'
import { actorOf } from './actor.ts'
import type { ApplicationCode } from './schemas/common.ts'
import type { ApiServices } from './services.ts'

/**
 * Writes down that whoever makes this request sees people of an application (health.md 5.5), before they do: what
 * cannot be written down is not shown. `detail` holds ids and filters, never what was typed.
 */
export async function noteLook(
  services: Pick<ApiServices, 'engine' | 'installation'>,
  request: FastifyRequest,
  action: string,
  detail: Readonly<Record<string, unknown>>,
  application: ApplicationCode = 'health',
): Promise<void> {
  await recordLook(services.installation.database.pool, {
    ...actorOf(services, request),
    action,
    application,
    detail,
  })
}
