// ldapjs comes without types: what the test server uses of it.
declare module 'ldapjs' {
  import type { Server as NetServer, Socket } from 'node:net'

  export interface Filter {
    readonly clauses?: readonly Filter[]
    readonly attribute?: string
    readonly value?: string
  }
  export interface Request {
    readonly dn: { toString(): string }
    readonly credentials: string
    readonly filter: Filter
    readonly connection: Socket
  }
  export interface Response {
    readonly attributes: string[]
    send(entry: unknown): void
    createSearchReference(uris: readonly string[]): unknown
    end(status?: number): void
  }
  type Handler = (request: Request, response: Response, next: (error?: Error) => void) => void
  export interface Server {
    readonly server: NetServer
    readonly port: number
    bind(dn: string, handler: Handler): void
    search(base: string, handler: Handler): void
    listen(port: number, host: string, done: () => void): void
    close(done: () => void): void
  }
  export function createServer(options?: { certificate?: string; key?: string }): Server
  type LdapError = new (message?: string) => Error
  const errors: {
    createServer: typeof createServer
    InvalidCredentialsError: LdapError
    SizeLimitExceededError: LdapError
    TimeLimitExceededError: LdapError
    InsufficientAccessRightsError: LdapError
    BusyError: LdapError
  }
  export default errors
}
