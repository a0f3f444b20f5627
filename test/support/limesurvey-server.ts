import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SurveyConnection } from '../../src/platform/connections.ts'

/** A response as a test gives it: `submitdate` blank is incomplete; question codes follow. */
export type GivenResponse = Readonly<Record<string, string | null>>

export interface TestSurvey {
  readonly title: string
  readonly active?: boolean
  /** Whether the account may export its responses. */
  readonly permitted?: boolean
  readonly languages?: readonly string[]
  /** By identifier. */
  readonly responses: Map<number, GivenResponse>
}

export type Fault =
  | 'reset'
  | 'reset-once'
  | 'truncated'
  | 'malformed'
  | 'empty'
  | 'html-500'
  | 'forbidden'
  | 'sql-error'
  | 'not-base64'
  /** Never answers. */
  | 'silent'

/**
 * LimeSurvey's RemoteControl 2 as it answers on the wire (`remote-systems.md`): business errors as statuses under HTTP 200,
 * exceptions with SQL and values, pages of HTML, empty bodies; an address that fails to sign in three times is locked out.
 */
export interface LimeSurveyServer {
  readonly connection: SurveyConnection
  readonly surveys: Map<number, TestSurvey>
  /** `3`: responses under their identifier; `6`: as objects. */
  shape: 3 | 6
  /** Seen so far, `export_responses` with its range: `export_responses 1..250`. */
  readonly calls: string[]
  /** Bodies of exports, the largest, in bytes. */
  largestExport: number
  readonly openSessions: Set<string>
  /** What happens to calls of a method; `export_responses 123456` for one survey. */
  readonly faults: Map<string, Fault>
  /** Sign-ins refused in a row from this address. */
  failedLogins: number
  /** The declared type of answers. */
  contentType: string
  /** Answers wait for this before they leave. */
  slowness: Promise<void> | null
  stop(): Promise<void>
}

const user = 'nocturne'
const password = 'mot-de-passe-inventé'

export async function startLimeSurvey(): Promise<LimeSurveyServer> {
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/index.php/admin/remotecontrol`
  const state: LimeSurveyServer = {
    connection: { url, user, password },
    surveys: new Map(),
    shape: 6,
    calls: [],
    largestExport: 0,
    openSessions: new Set(),
    faults: new Map(),
    failedLogins: 0,
    contentType: 'application/json',
    slowness: null,
    stop: () => stop(server),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end()
    let asked: { method?: string; params?: unknown; id?: unknown }
    try {
      asked = JSON.parse(body)
    } catch {
      return send(response, '{"id":null,"result":null,"error":"unable to decode malformed json"}')
    }
    if (!asked.id) return void response.writeHead(200, { 'content-type': 'text/html' }).end()
    const params = Array.isArray(asked.params) ? asked.params : Object.values(asked.params ?? {})
    const method = String(asked.method)
    const survey = method === 'export_responses' ? ` ${params[1]}` : ''
    state.calls.push(method === 'export_responses' ? `${method}${rangeOf(params)}` : method)
    await state.slowness
    if (act(state, `${method}${survey}`, response) || act(state, method, response)) return
    const outcome = call(state, method, params)
    if (outcome === page) return sendPage(response)
    const answered =
      method === 'export_responses' && typeof outcome === 'string'
        ? // Written by another hand inside LimeSurvey than the rest.
          `{"id":${JSON.stringify(asked.id)}, "result":${JSON.stringify(outcome)}, "error":null}`
        : JSON.stringify({ id: asked.id, result: outcome, error: null })
    state.largestExport = Math.max(state.largestExport, answered.length)
    send(response, answered)
  }

  function send(response: ServerResponse, json: string): void {
    response.writeHead(200, { 'content-type': state.contentType }).end(json)
  }
  return state
}

const page = Symbol('a page of HTML')
const arity: Readonly<Record<string, number>> = {
  get_session_key: 2,
  release_session_key: 1,
  list_surveys: 1,
  export_responses: 3,
}

function call(state: LimeSurveyServer, method: string, params: readonly unknown[]): unknown {
  if (!(method in arity) || params.length < arity[method]!) return page
  if (method === 'get_session_key') return signIn(state, params)
  if (method === 'release_session_key') {
    state.openSessions.delete(String(params[0]))
    return 'OK'
  }
  if (!state.openSessions.has(String(params[0]))) return { status: 'Invalid session key' }
  return method === 'list_surveys' ? list(state) : exported(state, params)
}

function signIn(state: LimeSurveyServer, [name, secret]: readonly unknown[]): unknown {
  if (state.failedLogins >= 3)
    return {
      status:
        'You have exceeded the number of maximum login attempts. Please wait 10 minutes before trying again.',
    }
  if (name !== user || secret !== password) {
    state.failedLogins++
    return { status: 'Invalid user name or password' }
  }
  state.failedLogins = 0
  const key = randomBytes(16).toString('hex')
  state.openSessions.add(key)
  return key
}

function list({ surveys }: LimeSurveyServer): unknown {
  if (surveys.size === 0) return { status: 'No surveys found' }
  return [...surveys].map(([sid, { title, active = true }]) => ({
    sid,
    surveyls_title: title,
    startdate: null,
    expires: null,
    active: active ? 'Y' : 'N',
  }))
}

function exported({ surveys, shape }: LimeSurveyServer, params: readonly unknown[]): unknown {
  const [, sid, , language, completion, , , from, to, fields] = params
  const survey = surveys.get(Number(sid))
  // Of an unknown survey nobody has a right.
  if (survey === undefined || survey.permitted === false) return { status: 'No permission' }
  if (survey.active === false) return { status: 'No Data, survey table does not exist.' }
  if (survey.responses.size === 0) return { status: 'No Data, could not get max id.' }
  if (language !== null && !(survey.languages ?? ['fr']).includes(String(language)))
    return { status: 'Language code not found for this survey.' }
  const first = from === null || from === undefined ? 1 : Number(from)
  const last = to === null || to === undefined ? Number.MAX_SAFE_INTEGER : Number(to)
  const responses = [...survey.responses]
    .filter(([id]) => id >= first && id <= last)
    .filter(([, { submitdate }]) => completion !== 'complete' || (submitdate ?? '') !== '')
    .sort(([a], [b]) => a - b)
    .map(([id, { submitdate = null, ...answers }]) => {
      const whole = { id, submitdate, lastpage: '1', startlanguage: 'fr', seed: '1234', ...answers }
      const shown = Array.isArray(fields)
        ? Object.fromEntries(Object.entries(whole).filter(([code]) => fields.includes(code)))
        : whole
      return shape === 3 ? { [id]: { ...shown, id: String(id) } } : shown
    })
  return Buffer.from(JSON.stringify({ responses })).toString('base64')
}

function act({ faults }: LimeSurveyServer, name: string, response: ServerResponse): boolean {
  const fault = faults.get(name)
  if (fault === undefined) return false
  switch (fault) {
    case 'reset-once':
      faults.delete(name)
      response.socket!.resetAndDestroy()
      break
    case 'reset':
      response.socket!.resetAndDestroy()
      break
    case 'truncated':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"id":1,"result":"eyJy', () => response.socket!.destroy())
      break
    case 'malformed':
      response.end('{"id":1,"result":')
      break
    case 'empty':
      response.writeHead(200, { 'content-type': 'text/html' }).end()
      break
    case 'html-500':
      sendPage(response)
      break
    case 'forbidden':
      response.writeHead(403, { 'content-type': 'text/html' }).end('<html>interdit</html>')
      break
    case 'sql-error':
      response.end(
        JSON.stringify({
          id: 1,
          result: null,
          error: `CDbCommand failed: SQLSTATE[42S22]: Column not found … WHERE nom = 'TESTUN SECRET'`,
        }),
      )
      break
    case 'not-base64':
      response.end('{"id":1,"result":"pas du base64 !","error":null}'.replace('"id":1', `"id":${idOf(name)}`))
      break
    case 'silent':
      break
  }
  return true
}

/** The place of the call in its session, where a fault has to answer the right one: sign-in, identifiers, responses. */
function idOf(name: string): number {
  return name.startsWith('get_session_key') ? 1 : 2
}

function sendPage(response: ServerResponse): void {
  response.writeHead(500, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Erreur</title>')
}

function rangeOf(params: readonly unknown[]): string {
  if (Array.isArray(params[9])) return ' ids'
  return ` ${params[7] ?? ''}..${params[8] ?? ''}`
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
