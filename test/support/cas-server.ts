import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CasPerson {
  readonly password: string
  /** Released with /p3/serviceValidate; several values are several elements. */
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>
}

export interface CasServer {
  /** What NOCTURNE_CAS_URL is. */
  readonly url: string
  /** Lets time pass for its tickets. */
  passMs(ms: number): void
  /** What services were told at single logout, and what they answered. */
  readonly logouts: readonly { readonly url: string; readonly ticket: string; readonly status: number }[]
  /** Answers ticket validations so instead; null: by the protocol again. */
  answerInstead(answer: ((request: IncomingMessage, response: ServerResponse) => void) | null): void
  /** A ticket granted to a person for a service, as if they had signed in elsewhere. */
  grant(user: string, service: string): string
  close(): Promise<void>
}

/** Tickets serve once, within this time (CAS Protocol 3.0, 3.1.1 asks for seconds). */
const ticketLifeMs = 10_000

interface GrantingTicket {
  readonly user: string
  /** Service tickets granted under it: whom to tell of its end. */
  readonly granted: { readonly ticket: string; readonly service: string }[]
}

interface ServiceTicket {
  readonly user: string
  readonly service: string
  readonly at: number
}

/**
 * A CAS server that speaks CAS Protocol 3.0 on 127.0.0.1: login form with a one-time login ticket, ticket-granting
 * cookie, service tickets that serve once, 2.0 and 3.0 validation, logout with back-channel single logout to the
 * address of the service, or to `logoutUrl`. `services`: which it knows.
 */
export async function startCasServer(options: {
  readonly people: Readonly<Record<string, CasPerson>>
  readonly services: RegExp
  readonly logoutUrl?: () => string
}): Promise<CasServer> {
  const { people, services, logoutUrl } = options
  const grantingTickets = new Map<string, GrantingTicket>()
  const serviceTickets = new Map<string, ServiceTicket>()
  const loginTickets = new Set<string>()
  const logouts: { url: string; ticket: string; status: number }[] = []
  let passedMs = 0
  let instead: ((request: IncomingMessage, response: ServerResponse) => void) | null = null
  const now = () => Date.now() + passedMs

  function grantServiceTicket(tgt: GrantingTicket, service: string): string {
    const ticket = newTicket('ST')
    serviceTickets.set(ticket, { user: tgt.user, service, at: now() })
    tgt.granted.push({ ticket, service })
    return ticket
  }

  /** 2.1, 2.2: asks for credentials, or grants a ticket to whoever has signed in. */
  async function login(request: IncomingMessage, response: ServerResponse, query: URLSearchParams) {
    const form = request.method === 'POST' ? await readForm(request) : null
    const service = form?.get('service') || query.get('service')
    if (service !== null && !services.test(service))
      return page(response, 403, 'Application not authorised to use CAS')
    let tgt = grantingTickets.get(cookieOf(request, 'TGC') ?? '')
    if (form !== null) {
      if (!loginTickets.delete(form.get('lt') ?? '')) return page(response, 403, 'login ticket used')
      const user = form.get('username') ?? ''
      if (people[user] === undefined || people[user].password !== form.get('password'))
        return loginForm(response, service, 401)
      const id = newTicket('TGT')
      tgt = { user, granted: [] }
      grantingTickets.set(id, tgt)
      response.setHeader('set-cookie', `TGC=${id}; Path=/cas; HttpOnly; SameSite=Lax`)
    }
    if (tgt === undefined) return loginForm(response, service, 200)
    if (service === null) return page(response, 200, 'signed in')
    const back = new URL(service)
    back.searchParams.append('ticket', grantServiceTicket(tgt, service))
    response.writeHead(302, { location: back.href }).end()
  }

  function loginForm(response: ServerResponse, service: string | null, status: number) {
    const lt = newTicket('LT')
    loginTickets.add(lt)
    page(
      response,
      status,
      `<form method="post" action="/cas/login"><input type="hidden" name="lt" value="${lt}">
       <input type="hidden" name="service" value="${escaped(service ?? '')}">
       <input name="username"><input name="password" type="password"><button>Connexion</button></form>`,
    )
  }

  /** 2.5: validates a ticket, which is spent by that whatever comes of it. */
  function validate(response: ServerResponse, query: URLSearchParams, withAttributes: boolean) {
    const [ticket, service] = [query.get('ticket'), query.get('service')]
    if (!ticket || !service) return failure(response, 'INVALID_REQUEST', 'ticket and service are required')
    const granted = serviceTickets.get(ticket)
    serviceTickets.delete(ticket)
    if (granted === undefined || now() - granted.at > ticketLifeMs)
      return failure(response, 'INVALID_TICKET', `Ticket ${escaped(ticket)} not recognized`)
    if (granted.service !== service)
      return failure(response, 'INVALID_SERVICE', 'the ticket was granted for another service')
    const attributes = Object.entries(people[granted.user]?.attributes ?? {}).flatMap(([name, values]) =>
      [values].flat().map((value) => `<cas:${name}>${escaped(String(value))}</cas:${name}>`),
    )
    answer(
      response,
      `<cas:authenticationSuccess><cas:user>${escaped(granted.user)}</cas:user>${
        withAttributes ? `<cas:attributes>${attributes.join('')}</cas:attributes>` : ''
      }</cas:authenticationSuccess>`,
    )
  }

  /** 2.3: ends the single sign-on session and tells the services that it served. */
  async function logout(request: IncomingMessage, response: ServerResponse, query: URLSearchParams) {
    const id = cookieOf(request, 'TGC') ?? ''
    const tgt = grantingTickets.get(id)
    grantingTickets.delete(id)
    for (const { ticket, service } of tgt?.granted ?? []) {
      const url = logoutUrl?.() ?? service
      const told = await fetch(url, {
        method: 'POST',
        body: new URLSearchParams({ logoutRequest: logoutRequest(ticket) }),
      })
      logouts.push({ url, ticket, status: told.status })
    }
    response.setHeader('set-cookie', 'TGC=; Path=/cas; Max-Age=0')
    const service = query.get('service')
    if (service !== null && services.test(service)) response.writeHead(302, { location: service }).end()
    else page(response, 200, 'signed out')
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1')
    const validation = /^\/cas(\/p3)?\/serviceValidate$/.exec(pathname)
    const work = async () => {
      if (validation !== null && instead !== null) return instead(request, response)
      if (validation !== null) return validate(response, searchParams, validation[1] !== undefined)
      if (pathname === '/cas/login') return await login(request, response, searchParams)
      if (pathname === '/cas/logout') return await logout(request, response, searchParams)
      page(response, 404, 'nothing here')
    }
    work().catch((error: unknown) => page(response, 500, String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cas`,
    passMs(ms) {
      passedMs += ms
    },
    logouts,
    answerInstead(answering) {
      instead = answering
    },
    grant: (user, service) => grantServiceTicket({ user, granted: [] }, service),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function logoutRequest(ticket: string): string {
  return `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${newTicket('LR')}" Version="2.0" IssueInstant="${new Date().toISOString()}"><saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">@NOT_USED@</saml:NameID><samlp:SessionIndex>${ticket}</samlp:SessionIndex></samlp:LogoutRequest>`
}

const newTicket = (kind: string) => `${kind}-1-${randomBytes(24).toString('base64url')}-cas`

function answer(response: ServerResponse, inside: string): void {
  response
    .writeHead(200, { 'content-type': 'application/xml;charset=UTF-8' })
    .end(`<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">\n${inside}\n</cas:serviceResponse>\n`)
}

function failure(response: ServerResponse, code: string, words: string): void {
  answer(response, `<cas:authenticationFailure code="${code}">${words}</cas:authenticationFailure>`)
}

function page(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/html;charset=UTF-8' }).end(body)
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) text += chunk
  return new URLSearchParams(text)
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  return new RegExp(`(?:^|; )${name}=([^;]*)`).exec(request.headers.cookie ?? '')?.[1]
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
