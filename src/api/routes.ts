import type { ApiServer } from './api-server.ts'
import { addAlerts } from './routes/alerts.ts'
import { addBatches } from './routes/batches.ts'
import { addExternalSignIn } from './routes/external-sign-in.ts'
import { addImports } from './routes/imports.ts'
import { addSchedules } from './routes/schedules.ts'
import { addUploads } from './routes/uploads.ts'
import type { ApiServices } from './services.ts'
import { signInProviders } from './sign-in/providers.ts'

/** The API's table of contents: one file a resource. */
export async function addRoutes(server: ApiServer, services: ApiServices): Promise<void> {
  const providers = signInProviders(services.installation.configuration)
  addBatches(server, services)
  addSchedules(server, services)
  addUploads(server, services)
  addImports(server, services)
  addAlerts(server, services)
  addExternalSignIn(server, services, providers)
}
