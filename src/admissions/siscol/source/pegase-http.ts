import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { errorCode, networkKind } from '../../../platform/remote-database/remote-failure.ts'
import { SourceFailure } from './siscol-source.ts'

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

export interface HttpCall {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HttpLimits {
  readonly connectTimeoutMs: number
  readonly readTimeoutMs: number
}

/** From the call to the last byte of its answer. */
function wholeMs({ connectTimeoutMs, readTimeoutMs }: HttpLimits): number {
  return connectTimeoutMs + 5 * readTimeoutMs
}

/** Larger than any page of a thousand codes. */
const largestAnswer = 64 * 1024 * 1024

/**
 * Calls with limits of their own for connecting and for silence (admissions.md 5.1), certificates verified, redirections
 * not followed: they would carry the token elsewhere. A connection that is reset, or an answer that is cut, is asked for
 * once more. Throws `SourceFailure`.
 */
export function pegaseHttp(limits: HttpLimits): { call(call: HttpCall): Promise<HttpAnswer>; close(): void } {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  }
  return {
    async call(call) {
      try {
        return await once(call, limits, agents)
      } catch (error) {
        if (!(error instanceof SourceFailure && error.kind === 'broken')) throw error
        return await once(call, limits, agents)
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function once(
  { method, url, headers, body }: HttpCall,
  limits: HttpLimits,
  agents: { readonly 'http:': HttpAgent; readonly 'https:': HttpsAgent },
): Promise<HttpAnswer> {
  const { host, protocol } = new URL(url)
  const secure = protocol === 'https:'
  const failure = (kind: SourceFailure['kind'], words: string) =>
    new SourceFailure(kind, `Pégase (${host}) : ${words}`)
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, accept: 'application/json, text/plain' } }
    const request = secure
      ? httpsRequest(url, { ...options, agent: agents['https:'] })
      : httpRequest(url, { ...options, agent: agents['http:'] })
    const connecting = setTimeout(
      () => request.destroy(failure('timeout', `connexion en plus de ${limits.connectTimeoutMs / 1000} s`)),
      limits.connectTimeoutMs,
    )
    request.on('socket', (socket) => {
      const connected = () => clearTimeout(connecting)
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', connected)
      else connected()
    })
    request.setTimeout(limits.readTimeoutMs, () =>
      request.destroy(failure('timeout', `pas de réponse en ${limits.readTimeoutMs / 1000} s`)),
    )
    // An answer that comes a byte at a time is never silent.
    const whole = setTimeout(
      () => request.destroy(failure('timeout', `réponse inachevée en ${wholeMs(limits) / 1000} s`)),
      wholeMs(limits),
    )
    request.on('close', () => {
      clearTimeout(connecting)
      clearTimeout(whole)
    })
    request.on('error', (error) =>
      reject(error instanceof SourceFailure ? error : networkFailure(error, failure)),
    )
    request.on('response', (response) => {
      const pieces: Buffer[] = []
      let bytes = 0
      response.on('data', (piece: Buffer) => {
        bytes += piece.length
        pieces.push(piece)
        if (bytes > largestAnswer) request.destroy(failure('unreadable', 'réponse démesurée'))
      })
      response.on('error', (error) =>
        reject(error instanceof SourceFailure ? error : failure('broken', 'réponse coupée')),
      )
      response.on('end', () => {
        if (response.complete)
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') })
        else reject(failure('broken', 'réponse coupée'))
      })
    })
    request.end(body)
  })
}

function networkFailure(
  error: Error,
  failure: (kind: SourceFailure['kind'], words: string) => SourceFailure,
): SourceFailure {
  const code = errorCode(error)
  const words = { unreachable: 'injoignable', timeout: 'pas de réponse', refused: 'certificat refusé' }
  const kind = networkKind(code) ?? 'broken'
  const shown = kind in words ? words[kind as keyof typeof words] : 'liaison perdue'
  return failure(kind, code === null ? shown : `${shown} (${code})`)
}
