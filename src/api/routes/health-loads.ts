import { healthLoads } from '../../health/loads/health-loads.ts'
import { uploadMegabytes } from '../../health/settings.ts'
import type { ApiServer } from '../api-server.ts'
import type { ApiServices } from '../services.ts'
import { addLoads } from './loads.ts'

/** CSV files that feed the health service. */
export function addHealthLoads(server: ApiServer, services: ApiServices): void {
  addLoads(server, services, { office: healthLoads, megabytes: uploadMegabytes })
}
