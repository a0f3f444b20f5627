import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { SurveyFailure, type SurveyFailureKind } from './survey-failure.ts'

export interface HttpAnswer {
  readonly status: number
  /** UTF-8, whatever type the answer declares: LimeSurvey may call its JSON a script. */
  readonly body: string
}

export interface PostOptions {
  /** From the connection to the last byte of the answer. */
  readonly readTimeoutMs: number
  readonly signal: AbortSignal
}

export interface Line {
  /** Posts JSON text. Throws `SurveyFailure`; a connection that is reset is tried once more. */
  post(json: string, options: PostOptions): Promise<HttpAnswer>
  close(): void
}

export interface LineOptions {
  readonly connectTimeoutMs?: number
  readonly largestAnswer?: number
  /** A certificate authority beside those that Node trusts, PEM. */
  readonly ca?: string
}

const usualConnectMs = 5_000
const usualLargest = 64_000_000

/** One kept connection to an address: what a session says follows each other on it (admissions.md 5.1). */
export function openLine(address: string, options: LineOptions = {}): Line {
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: 1 })
  const once = (json: string, post: PostOptions) => postOnce(url, agent, json, post, options)
  return {
    async post(json, post) {
      try {
        return await once(json, post)
      } catch (error) {
        if (post.signal.aborted) throw post.signal.reason
        if (!(error instanceof Reset)) throw error
      }
      try {
        return await once(json, post)
      } catch (error) {
        if (error instanceof Reset)
          throw new SurveyFailure('broken', `${url.host} a coupé la connexion deux fois de suite`)
        throw error
      }
    },
    close: () => agent.destroy(),
  }
}

/** The connection fell, before or in the middle of the answer. */
class Reset extends Error {}

function postOnce(
  url: URL,
  agent: HttpAgent | HttpsAgent,
  json: string,
  { readTimeoutMs, signal }: PostOptions,
  { connectTimeoutMs = usualConnectMs, largestAnswer = usualLargest, ca }: LineOptions,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(json)
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent,
      signal,
      // Without a charset: some releases compare this header literally.
      headers: { 'content-type': 'application/json', 'content-length': body.length },
      ...(ca === undefined ? {} : { ca }),
    })
    let connecting: NodeJS.Timeout | undefined
    let reading: NodeJS.Timeout | undefined
    const settle = () => {
      clearTimeout(connecting)
      clearTimeout(reading)
    }
    const fail = (error: Error) => {
      settle()
      reject(signal.aborted ? signal.reason : failureOf(url, error))
    }
    // First said, then cut: what the cut makes of the connection is not the cause.
    const giveUp = (kind: SurveyFailureKind, message: string) => {
      fail(new SurveyFailure(kind, message))
      request.destroy()
    }
    reading = setTimeout(
      () => giveUp('timeout', `${url.host} n'a pas répondu en ${seconds(readTimeoutMs)}`),
      readTimeoutMs,
    )
    request.on('socket', (socket) => {
      if (!socket.connecting) return
      connecting = setTimeout(
        () => giveUp('unreachable', `${url.host} injoignable en ${seconds(connectTimeoutMs)}`),
        connectTimeoutMs,
      )
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(connecting))
    })
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes <= largestAnswer) chunks.push(chunk)
        else giveUp('too-large', `${url.host} : réponse de plus de ${Math.ceil(largestAnswer / 1e6)} Mo`)
      })
      response.on('end', () => {
        settle()
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
      })
      response.on('error', fail)
    })
    request.on('error', fail)
    request.end(body)
  })
}

function failureOf(url: URL, error: Error): Error {
  if (error instanceof SurveyFailure) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ECONNRESET' || code === 'EPIPE') return new Reset()
  return new SurveyFailure(
    'unreachable',
    `${url.host} : échec de la connexion (${code ?? error.name})${advice(code)}`,
  )
}

function advice(code: string | undefined): string {
  return code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|EPROTO|ERR_SSL/.test(code)
    ? ' : vérifiez le certificat du serveur'
    : ''
}

const seconds = (ms: number) => `${Math.max(1, Math.round(ms / 1000))} s`
