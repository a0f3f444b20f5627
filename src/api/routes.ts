import type { ApiServer } from './api-server.ts'
import { addBatches } from './routes/batches.ts'
import { addSchedules } from './routes/schedules.ts'
import type { ApiServices } from './services.ts'

/** The API's table of contents: one file a resource. */
export async function addRoutes(server: ApiServer, services: ApiServices): Promise<void> {
  addBatches(server, services)
  addSchedules(server, services)
}
