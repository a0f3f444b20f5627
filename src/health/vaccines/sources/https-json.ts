import { request as httpsRequest } from 'node:https'
import { Temporal } from 'temporal-polyfill'
import type { Clock } from '../../../platform/clock.ts'
import { readPage, SourceFailure, type VaccineSource } from '../vaccine-source.ts'

export interface HttpsJsonOptions {
  readonly url: string
  /** Sent as a bearer token; empty: none. */
  readonly credential: string
  readonly pageSize: number
  readonly clock: Clock
  /** A certificate authority beside those that Node trusts, PEM. */
  readonly ca?: string
  readonly timeoutMs?: number
  readonly largestList?: number
}

const tries = 3
const firstWaitSeconds = 2
const usualTimeoutMs = 30_000
const largestAnswer = 20_000_000
/** Of all pages: they are held together until the list is written. */
const largestList = 100_000_000

/**
 * The list by HTTPS: `GET url?page_size=N&cursor=…`, answered by `{"vaccines": […], "next": "…"}`, or a list alone.
 * The certificate is verified, redirects are not followed; what may be a passing trouble (the network, 429, 5xx) is
 * tried three times, with growing waits on the clock.
 */
export function httpsJsonSource(options: HttpsJsonOptions): VaccineSource {
  let received = 0
  return {
    reference: 'mesvaccins',
    async list(cursor, signal) {
      const url = new URL(options.url)
      if (url.protocol !== 'https:') throw new SourceFailure("l'adresse de la source n'est pas en https")
      url.searchParams.set('page_size', String(options.pageSize))
      if (cursor !== null) url.searchParams.set('cursor', cursor)
      const json = await patiently(options.clock, signal, () => ask(url, options, signal))
      received = cursor === null ? json.length : received + json.length
      if (received > (options.largestList ?? largestList))
        throw new SourceFailure(`${url.host} : liste de plus de 100 Mo, refusée ; rien n'a été modifié`)
      return readPage(json, url.host)
    },
  }
}

/** What may go away by itself. */
class PassingFailure extends SourceFailure {}

async function patiently<T>(clock: Clock, signal: AbortSignal, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await once()
    } catch (error) {
      if (signal.aborted || !(error instanceof PassingFailure) || attempt === tries) throw error
      await waitOn(clock, firstWaitSeconds * 2 ** (attempt - 1), signal)
    }
  }
}

function waitOn(clock: Clock, seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = clock.at(clock.now().add(Temporal.Duration.from({ seconds })), () => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
    const stop = () => {
      forget()
      reject(signal.reason)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}

/** One request, from its beginning to the last byte of its answer within the time limit. */
function ask(url: URL, options: HttpsJsonOptions, signal: AbortSignal): Promise<string> {
  const timeoutMs = options.timeoutMs ?? usualTimeoutMs
  const timeout = AbortSignal.timeout(timeoutMs)
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      if (signal.aborted) return reject(signal.reason)
      if (error instanceof SourceFailure) return reject(error)
      if (timeout.aborted)
        return reject(
          new PassingFailure(`${url.host} n'a pas répondu en ${Math.ceil(timeoutMs / 1000)} secondes`),
        )
      const { code } = error as NodeJS.ErrnoException
      const why = `${url.host} : échec de la connexion (${code ?? error.name})`
      reject(isCertificateFault(code) ? new SourceFailure(why) : new PassingFailure(why))
    }
    const request = httpsRequest(
      url,
      {
        signal: AbortSignal.any([signal, timeout]),
        agent: false,
        headers: {
          accept: 'application/json',
          ...(options.credential === '' ? {} : { authorization: `Bearer ${options.credential}` }),
        },
        ...(options.ca === undefined ? {} : { ca: options.ca }),
      },
      (response) => {
        const refusal = refusalOf(url, response.statusCode ?? 0)
        if (refusal !== null) {
          response.destroy()
          return reject(refusal)
        }
        const chunks: Buffer[] = []
        let bytes = 0
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length
          if (bytes > largestAnswer)
            return response.destroy(
              new SourceFailure(`${url.host} : réponse de plus de 20 Mo, refusée ; rien n'a été modifié`),
            )
          chunks.push(chunk)
        })
        response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        response.on('error', fail)
      },
    )
    request.on('error', fail)
    request.end()
  })
}

function refusalOf(url: URL, status: number): SourceFailure | null {
  if (status === 200) return null
  if (status === 429 || status >= 500) return new PassingFailure(`${url.host} répond ${status}`)
  if (status >= 300 && status < 400)
    return new SourceFailure(`${url.host} redirige (${status}) : donnez l'adresse définitive de la liste`)
  if (status === 401 || status === 403)
    return new SourceFailure(`${url.host} refuse l'accès (${status}) : vérifiez le jeton`)
  return new SourceFailure(`${url.host} répond ${status}`)
}

function isCertificateFault(code: string | undefined): boolean {
  return code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|EPROTO|ERR_SSL/.test(code)
}
