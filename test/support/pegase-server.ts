import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PegaseConnection } from '../../src/platform/connections.ts'

/** What goes wrong: one at a time. `page-3-fails` and `total-changes` need a list of three pages. */
export type PegaseMood =
  | 'well'
  | 'silent'
  | 'unauthorised'
  | 'failing'
  | 'truncated'
  | 'not-json'
  | 'empty'
  | 'page-3-fails'
  | 'total-changes'
  | 'too-few'
  | 'resets-once'
  /** A byte at a time, without end. */
  | 'drips'
  /** A milliard of pages without anything. */
  | 'endless'
  /** To somebody who collects tokens. */
  | 'redirects'

type Entry = Readonly<Record<string, unknown>>

/** Pégase's reference services as admissions.md 5.3 describes them, on 127.0.0.1. */
export interface PegaseServer {
  readonly connection: PegaseConnection
  mood: PegaseMood
  /** Entries by nomenclature. */
  readonly lists: Map<string, readonly Entry[]>
  readonly periods: Entry[]
  /** Entries a page, whatever is asked for, so that few make pages. */
  pageSize: number
  /** Seconds that a token is good for, by its own word. */
  tokenSeconds: number
  /** The tokens given so far are good no more. */
  expireTokens(): void
  readonly tokensGiven: number
  /** Path and query of each call that was let in. */
  readonly calls: readonly string[]
  close(): Promise<void>
}

const user = 'nocturne'
const password = 'mot-de-passe-pegase'

export async function startPegase(now: () => number): Promise<PegaseServer> {
  const good = new Set<string>()
  const calls: string[] = []
  let given = 0
  let resets = 0
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pegase: PegaseServer = {
    connection: {
      url: `${url}/ref`,
      odfUrl: `${url}/odf`,
      authUrl: `${url}/cas/v1/tickets`,
      user,
      password,
      establishment: 'ETAB00',
    },
    mood: 'well',
    lists: new Map(),
    periods: [],
    pageSize: 1000,
    tokenSeconds: 3600,
    expireTokens: () => good.clear(),
    get tokensGiven() {
      return given
    },
    calls,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url!, url)
    if (request.method === 'POST' && asked.pathname === '/cas/v1/tickets')
      return await giveToken(request, response)
    const { mood } = pegase
    if (mood === 'silent') return
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (mood === 'unauthorised' || bearer === undefined || !good.has(bearer))
      return end(response, 401, 'jeton expiré')
    calls.push(asked.pathname + asked.search)
    if (mood === 'failing') return end(response, 500, '<html>panne</html>')
    if (mood === 'not-json') return end(response, 200, '<html>maintenance</html>')
    if (mood === 'resets-once' && resets++ === 0) return void request.socket.resetAndDestroy()
    if (mood === 'redirects') return void response.writeHead(307, { location: `${url}/ailleurs` }).end()
    if (mood === 'drips') {
      response.writeHead(200, { 'content-type': 'application/json' })
      const drip = setInterval(() => response.write(' '), 20)
      return void request.socket.on('close', () => clearInterval(drip))
    }
    if (mood === 'endless')
      return end(
        response,
        200,
        JSON.stringify({ nomenclatures: [], nbTotalPages: 1e9, nbTotalOccurences: null }),
      )
    const body = asked.pathname.startsWith('/odf/') ? periods(asked) : nomenclature(asked)
    if (body === null) return end(response, 404, 'inconnu')
    const text = JSON.stringify(body)
    if (mood === 'truncated') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length + 10 })
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy())
      return
    }
    if (mood === 'page-3-fails' && asked.pathname.includes('/numPage/2/')) return end(response, 500, 'panne')
    end(response, 200, text)
  }

  async function giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let form = ''
    for await (const piece of request) form += piece
    const fields = new URLSearchParams(form)
    if (
      fields.get('username') !== user ||
      fields.get('password') !== password ||
      fields.get('token') !== 'true'
    )
      return end(response, 401, 'identifiants refusés')
    const claims = { sub: user, number: ++given, exp: Math.floor(now() / 1000) + pegase.tokenSeconds }
    const encoded = [{ alg: 'HS256' }, claims].map((one) =>
      Buffer.from(JSON.stringify(one)).toString('base64url'),
    )
    const token = `${encoded.join('.')}.signature`
    good.add(token)
    end(response, 201, token)
  }

  function nomenclature({ pathname }: URL): object | null {
    const match = /^\/ref\/nomenclatures\/(\w+)\/numPage\/(\d+)\/nbOccurences\/(\d+)$/.exec(pathname)
    if (match === null) return null
    const all = pegase.mood === 'empty' ? [] : (pegase.lists.get(match[1]!) ?? [])
    const page = Number(match[2])
    const size = Math.min(pegase.pageSize, Number(match[3]))
    const shown = all.slice(page * size, (page + 1) * size)
    const more = pegase.mood === 'too-few' || (pegase.mood === 'total-changes' && page === 1) ? 1 : 0
    return {
      nomenclatures: shown,
      nbTotalOccurences: all.length + more,
      nbTotalPages: Math.ceil(all.length / size),
      nbOccurences: shown.length,
      numPage: page,
    }
  }

  function periods({ pathname, searchParams }: URL): object | null {
    if (pathname !== '/odf/etablissement/ETAB00/espaces' || searchParams.get('type') !== 'PERIODE')
      return null
    return { items: pegase.periods, totalPages: 1, totalElements: pegase.periods.length }
  }

  return pegase
}

function end(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status).end(text)
}
