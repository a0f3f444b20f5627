import type { ApiServer } from './api-server.ts'
import type { ApiServices } from './services.ts'

/** The API's table of contents: one file a resource. */
export async function addRoutes(_server: ApiServer, _services: ApiServices): Promise<void> {}
