import { recordAudit } from '../../platform/audit/audit-trail.ts'
import { transaction } from '../../platform/database.ts'
import { readMaintenance, setMaintenance } from '../../platform/maintenance.ts'
import { actorOf } from '../actor.ts'
import type { ApiServer } from '../api-server.ts'
import { maintenance, maintenanceChange } from '../schemas/session.ts'
import type { ApiServices } from '../services.ts'

/** Closing the application to everyone but administrators, and opening it again. */
export function addMaintenance(server: ApiServer, services: ApiServices): void {
  const { pool } = services.installation.database
  server.put(
    '/api/maintenance',
    {
      config: { access: { who: 'administrator', of: 'installation' } },
      schema: {
        tags: ['system'],
        summary: 'Close the application to everyone but administrators, or open it again',
        body: maintenanceChange,
        response: { 200: maintenance },
      },
    },
    async (request) => {
      const { author, address, now } = actorOf(services, request)
      const { on, message } = request.body
      return await transaction(pool, async (client) => {
        await setMaintenance(client, 'installation', { on, message, by: author, now })
        await recordAudit(client, {
          actor: author,
          action: on ? 'maintenance.on' : 'maintenance.off',
          address,
          detail: message === null ? {} : { message },
        })
        return await readMaintenance(client)
      })
    },
  )
}
