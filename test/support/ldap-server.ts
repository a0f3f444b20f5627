import type { Socket } from 'node:net'
import ldap, { type Filter, type Request, type Response } from 'ldapjs'
import type { DirectoryConnection } from '../../src/platform/connections.ts'

export interface TestEntry {
  readonly uid: string | readonly string[]
  readonly displayName?: string
  readonly cn?: string
  readonly mail?: string
}

export type LdapFault =
  | 'refuse-bind'
  | 'hang-up'
  | 'hang-up-once'
  | 'size-limit'
  | 'time-limit'
  /** Success, and nobody. */
  | 'empty'
  | 'referral'
  | 'continuation'
  | 'no-right'
  | 'busy'
  /** Entries of nobody who was asked for, without end. */
  | 'endless'
  /** Never answers. */
  | 'silent'

/** A directory that speaks LDAP: who is there, what it was asked, and how it fails. */
export interface LdapServer {
  readonly connection: DirectoryConnection
  entries: TestEntry[]
  fault: LdapFault | null
  /** Searches answered as usual before the fault shows. */
  faultAfter: number
  /** The values that each search asked for. */
  readonly searches: string[][]
  readonly binds: string[]
  stop(): Promise<void>
}

const base = 'ou=people,dc=example,dc=org'
const reader = 'cn=lecture,dc=example,dc=org'
const password = 'mot-de-passe-inventé'

export async function startLdap(tls?: { certificate: string; key: string }): Promise<LdapServer> {
  const server = ldap.createServer(tls)
  const sockets = new Set<Socket>()
  server.server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // Who hangs up is part of the tests.
    socket.on('error', () => {})
  })
  server.bind(reader, (request, response, next) => {
    state.binds.push(request.dn.toString())
    if (state.fault === 'refuse-bind' || request.credentials !== password)
      return next(new ldap.InvalidCredentialsError())
    response.end()
  })
  server.search(base, (request, response, next) => {
    const wanted = valuesOf(request.filter)
    // ldapjs would leave out attributes that are asked for with a capital.
    response.attributes.length = 0
    state.searches.push(wanted)
    if (state.searches.length > state.faultAfter && act(state, request, response, next)) return
    send(state, wanted, response)
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const state: LdapServer = {
    connection: {
      // Certificates are for names.
      url: `${tls === undefined ? 'ldap://127.0.0.1' : 'ldaps://localhost'}:${server.port}`,
      base,
      bindDn: reader,
      password,
    },
    entries: [],
    fault: null,
    faultAfter: 0,
    searches: [],
    binds: [],
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(resolve))
    },
  }
  return state
}

function send({ entries }: LdapServer, wanted: readonly string[], response: Response): void {
  const asked = new Set(wanted.map((value) => value.toLowerCase()))
  for (const [at, { uid, ...others }] of entries.entries()) {
    const logins = typeof uid === 'string' ? [uid] : uid
    if (!logins.some((login) => asked.has(login.toLowerCase()))) continue
    const given = Object.entries(others).filter(([, value]) => value !== undefined)
    response.send({ dn: `cn=entree${at},${base}`, attributes: { uid: logins, ...Object.fromEntries(given) } })
  }
}

function act(
  state: LdapServer,
  { connection }: Request,
  response: Response,
  next: (error: Error) => void,
): boolean {
  const { fault } = state
  switch (fault) {
    case null:
    case 'refuse-bind':
      return false
    case 'hang-up-once':
      state.fault = null
      connection.destroy()
      return true
    case 'hang-up':
      connection.destroy()
      return true
    case 'size-limit':
      next(new ldap.SizeLimitExceededError())
      return true
    case 'time-limit':
      next(new ldap.TimeLimitExceededError())
      return true
    case 'no-right':
      next(new ldap.InsufficientAccessRightsError())
      return true
    case 'busy':
      next(new ldap.BusyError())
      return true
    case 'empty':
      response.end()
      return true
    case 'referral':
      response.end(10)
      return true
    case 'continuation':
      response.send(response.createSearchReference(['ldap://autre.example.org/ou=people']))
      response.end()
      return true
    case 'endless': {
      const drip = setInterval(() => {
        for (let n = 0; n < 20; n++)
          response.send({
            dn: `cn=personne,${base}`,
            attributes: { uid: ['personne'], cn: 'x'.repeat(1000) },
          })
      }, 5)
      connection.on('close', () => clearInterval(drip))
      return true
    }
    case 'silent':
      return true
  }
}

/** Values of equality, however deep: a filter that means anything else asks for nobody. */
function valuesOf({ clauses = [], value }: Filter): string[] {
  return clauses.length > 0 ? clauses.flatMap(valuesOf) : value === undefined ? [] : [unescaped(value)]
}

/** ldapjs escapes what it reads from the wire: back to what was sent. */
function unescaped(value: string): string {
  const bytes = value.replace(/\\([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
