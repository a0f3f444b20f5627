import { request } from 'node:https'
import type { Endpoint } from './endpoint.ts'

/** How one attempt to send ended. */
export type Attempt =
  | { readonly kind: 'received'; readonly receipt: string }
  /** Worth another attempt: nothing answered, or asked to wait. */
  | { readonly kind: 'unavailable'; readonly why: string }
  /** No other attempt would end otherwise until somebody mends something here: a certificate, say. */
  | { readonly kind: 'unsafe'; readonly why: string }
  /** The receiver does not take it. */
  | { readonly kind: 'refused'; readonly why: string }

const timeoutMs = 30_000
const longestAnswer = 64 * 1024

/**
 * Posts a signed body under its key: TLS 1.2 at least, the server's certificate verified, this installation's own shown.
 * Redirects are not followed: what leaves goes where the administrator said.
 */
export function postSigned(
  endpoint: Endpoint,
  body: string,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<Attempt> {
  const { url, certificate, key, ca } = endpoint
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const asked = request(
      url,
      {
        method: 'POST',
        cert: certificate,
        key,
        ...(ca === null ? {} : { ca }),
        minVersion: 'TLSv1.2',
        rejectUnauthorized: true,
        // No connection is kept from one attempt to the next.
        agent: false,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        headers: {
          'content-type': 'application/jose',
          'content-length': Buffer.byteLength(body),
          'idempotency-key': idempotencyKey,
          accept: 'application/json',
        },
      },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          // The status says all that matters; a receipt is short.
          if (size <= longestAnswer) chunks.push(chunk)
          else response.destroy()
        })
        response.on('close', () =>
          resolve(attemptOf(response.statusCode!, Buffer.concat(chunks).toString('utf8'))),
        )
        response.on('error', () => {})
      },
    )
    asked.on('error', (error: NodeJS.ErrnoException) =>
      signal.aborted ? reject(signal.reason) : resolve(failedAttempt(error)),
    )
    asked.end(body)
  })
}

function attemptOf(status: number, text: string): Attempt {
  if (status >= 200 && status < 300) return { kind: 'received', receipt: receiptOf(text) ?? `HTTP ${status}` }
  if (status === 409) return { kind: 'received', receipt: receiptOf(text) ?? 'déjà reçu (HTTP 409)' }
  if (status === 429 || status >= 500)
    return { kind: 'unavailable', why: `le serveur a répondu HTTP ${status}` }
  if (status >= 300 && status < 400)
    return {
      kind: 'refused',
      why: `le serveur renvoie vers une autre adresse (HTTP ${status}) : une redirection n’est jamais suivie`,
    }
  return { kind: 'refused', why: `le serveur a refusé l’envoi (HTTP ${status})` }
}

/** What can be kept and logged of it: on one line, nothing that a database refuses. Exported for its test. */
export function receiptOf(text: string): string | null {
  try {
    const { receipt } = JSON.parse(text) as { receipt?: unknown }
    if (typeof receipt !== 'string') return null
    return (
      receipt
        .slice(0, 200)
        .replace(/\p{C}+/gu, ' ')
        .trim() || null
    )
  } catch {
    return null
  }
}

/** What Node calls faults of certificates, in words; other faults of TLS keep their code. */
const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'le certificat du serveur des statistiques a expiré',
  CERT_NOT_YET_VALID: 'le certificat du serveur des statistiques n’est pas encore valable',
  ERR_TLS_CERT_ALTNAME_INVALID: 'le certificat du serveur des statistiques est celui d’un autre nom',
}
const unknownAuthority =
  'l’autorité qui certifie le serveur des statistiques n’est pas connue (NOCTURNE_STATISTICS_CA)'
const authorityFaults = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]

function failedAttempt(error: NodeJS.ErrnoException): Attempt {
  const code = error.code ?? error.name
  if (code in certificateFaults) return { kind: 'unsafe', why: certificateFaults[code]! }
  if (authorityFaults.includes(code)) return { kind: 'unsafe', why: unknownAuthority }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
    return { kind: 'unsafe', why: `la liaison TLS n’a pu être établie (${sslReason(error)})` }
  if (error.name === 'TimeoutError' || code === 'ABORT_ERR')
    return { kind: 'unavailable', why: 'le serveur des statistiques n’a pas répondu à temps' }
  return { kind: 'unavailable', why: `le serveur des statistiques est injoignable (${code})` }
}

/** The reason among OpenSSL's words, such as `unsupported protocol`. */
function sslReason(error: NodeJS.ErrnoException & { reason?: string }): string {
  return error.reason ?? error.code ?? error.name
}
