import type { AddressInfo } from 'node:net'
import { type HttpAddress, HttpAddressError, shownHost } from './http-address.ts'
import { identification } from './identify.ts'
import { buildServer } from './server.ts'
import type { ApiServices } from './services.ts'

export interface HttpServer {
  /** Where people reach it: as configured, else `http://host:port`. Without a final slash. */
  readonly url: string
  /** Takes no more requests, lets those under way finish, ends event streams. May be called twice. */
  stop(): Promise<void>
}

/** What is still open so long after being asked to stop is cut. */
const patienceMs = 10_000
const tidyEveryMs = 100

/** Builds the server over these services and listens. Throws `HttpAddressError`. */
export async function startHttpServer(
  services: Omit<ApiServices, 'identify'>,
  address: HttpAddress,
): Promise<HttpServer> {
  const server = await buildServer({ ...services, identify: identification(services) })
  try {
    await server.listen({ host: address.host, port: address.port })
  } catch (error) {
    await server.close()
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new HttpAddressError('PORT_TAKEN', address, error)
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new HttpAddressError('ADDRESS_REFUSED', address, error)
    throw error
  }
  const { publicUrl } = services.installation.configuration
  const { port } = server.server.address() as AddressInfo
  let stopping: Promise<void> | undefined
  return {
    url: publicUrl?.replace(/\/+$/, '') ?? `http://${shownHost(address.host)}:${port}`,
    stop() {
      stopping ??= (async () => {
        const cut = setTimeout(() => server.server.closeAllConnections(), patienceMs)
        // Browsers keep a connection for the next request, also once the last answer is sent.
        const tidy = setInterval(() => server.server.closeIdleConnections(), tidyEveryMs)
        try {
          await server.close()
        } finally {
          clearTimeout(cut)
          clearInterval(tidy)
        }
      })()
      return stopping
    },
  }
}
