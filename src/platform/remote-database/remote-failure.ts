import { asOneLine } from '../one-line.ts'

/**
 * What became of a call to another system's database.
 *
 * - `unreachable`: nothing answers there, or it takes nobody at the moment;
 * - `timeout`: no answer in time;
 * - `refused`: it does not let us in, or not there: password, certificate, rights, unknown database;
 * - `rejected`: it understood, and the statement cannot be done: unknown table, broken constraint, value too long;
 * - `broken`: the connection was lost on the way: what was asked may have been done.
 */
export type RemoteFailureKind = 'unreachable' | 'timeout' | 'refused' | 'rejected' | 'broken'

/**
 * A failure with words for a run's log, in French: never the address's password, never a value that was sent. `code` is
 * the server's or the system's own (`28P01`, `ER_NO_SUCH_TABLE`, `ECONNREFUSED`).
 */
export class RemoteFailure extends Error {
  override readonly name = 'RemoteFailure'
  readonly kind: RemoteFailureKind
  readonly code: string | null

  constructor(kind: RemoteFailureKind, message: string, code: string | null = null) {
    super(message)
    this.kind = kind
    this.code = code
  }
}

const networkKinds: Readonly<Record<string, RemoteFailureKind>> = {
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'broken',
  EPIPE: 'broken',
  ECONNABORTED: 'broken',
}

/** OpenSSL's and Node's reasons for not trusting a certificate. */
const certificate =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO|HOSTNAME_MISMATCH)/

/** The kind of a failure below the databases' protocols; null when it is not one. */
export function networkKind(code: string | null): RemoteFailureKind | null {
  if (code === null) return null
  return networkKinds[code] ?? (certificate.test(code) ? 'refused' : null)
}

const words: Readonly<Record<RemoteFailureKind, string>> = {
  unreachable: 'injoignable',
  timeout: 'pas de réponse dans le délai',
  refused: 'accès refusé',
  rejected: 'demande rejetée',
  broken: 'liaison perdue',
}

/** A failure in the words of every dialect; `told`: what the server says of it, where that holds no value. */
export function remoteFailure(
  kind: RemoteFailureKind,
  place: string,
  code: string | null,
  told: string | null = null,
): RemoteFailure {
  // Whoever answers there may say anything: a few words on one line.
  const short = (text: string | null) => (text === null ? null : asOneLine(text).slice(0, 200))
  const detail = [short(code), short(told)].filter((one) => one !== null).join(', ')
  return new RemoteFailure(kind, `${place} : ${words[kind]}${detail === '' ? '' : ` (${detail})`}`, code)
}

/** The `code` of an error, where it has one. */
export function errorCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
}
