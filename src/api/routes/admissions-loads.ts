import { admissionsLoads } from '../../admissions/loads/admissions-loads.ts'
import { loadMegabytes } from '../../admissions/settings.ts'
import type { ApiServer } from '../api-server.ts'
import type { ApiServices } from '../services.ts'
import { addLoads } from './loads.ts'

/** CSV files that feed the admissions office. */
export function addAdmissionsLoads(server: ApiServer, services: ApiServices): void {
  addLoads(server, services, { office: admissionsLoads, megabytes: loadMegabytes })
}
