import { setTimeout as delay } from 'node:timers/promises'
import {
  AdminLimitExceededError,
  Client,
  type Entry,
  EqualityFilter,
  InappropriateAuthError,
  InsufficientAccessError,
  InvalidCredentialsError,
  InvalidDNSyntaxError,
  NoSuchObjectError,
  OrFilter,
  ResultCodeError,
  SizeLimitExceededError,
  TimeLimitExceededError,
} from 'ldapts'
import type { DirectoryConnection } from '../../../platform/connections.ts'
import { type Directory, type DirectoryEntry, DirectoryFailure } from './directory.ts'

export interface LdapOptions {
  readonly signal: AbortSignal
  /** The attribute that holds logins: `uid`, or `sAMAccountName` of Active Directory. */
  readonly loginAttribute: string
  /** Turns an `ldap://` connection into an encrypted one before anything is said on it. */
  readonly startTls: boolean
  readonly connectTimeoutMs?: number
  readonly readTimeoutMs?: number
  /** A certificate authority beside those that Node trusts, PEM. */
  readonly ca?: string
}

/**
 * An LDAP directory. Logins travel as values of their own inside a filter that is built, never written: no character of
 * theirs means anything to it. Limits and referrals are failures: what is missing then may be there.
 */
export function ldapDirectory(connection: DirectoryConnection, options: LdapOptions): Directory {
  const { signal, loginAttribute } = options
  const host = new URL(connection.url).host
  let client: Client | null = null

  async function search(logins: readonly string[]): Promise<DirectoryEntry[]> {
    client ??= await open(connection, options)
    const { searchEntries, searchReferences } = await client.search(connection.base, {
      scope: 'sub',
      filter: new OrFilter({
        filters: logins.map((value) => new EqualityFilter({ attribute: loginAttribute, value })),
      }),
      attributes: [loginAttribute, 'displayName', 'cn', 'mail'],
      // With a limit of our own, a search that was cut short would look complete.
      sizeLimit: 0,
      timeLimit: Math.ceil((options.readTimeoutMs ?? usualReadMs) / 1000),
    })
    if (searchReferences.length > 0)
      throw new DirectoryFailure('referral', `${host} renvoie vers un autre annuaire : interrogez celui-là`)
    return searchEntries.map((entry) => entryOf(entry, loginAttribute))
  }

  async function drop(): Promise<void> {
    const left = client
    client = null
    // A server that is deaf does not hold us up.
    if (left !== null)
      await Promise.race([left.unbind().catch(() => {}), delay(farewellMs, undefined, { ref: false })])
  }

  /** To the end, or until the run is told to stop: nobody waits for a server then. */
  async function unlessStopped(work: Promise<DirectoryEntry[]>): Promise<DirectoryEntry[]> {
    signal.throwIfAborted()
    const stopped = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    )
    return await Promise.race([work, stopped])
  }

  async function attempt(logins: readonly string[]): Promise<DirectoryEntry[]> {
    try {
      return await unlessStopped(search(logins))
    } catch (error) {
      await drop()
      signal.throwIfAborted()
      throw error
    }
  }

  return {
    async find(logins) {
      try {
        return await attempt(logins)
      } catch (error) {
        if (signal.aborted || !isHangUp(error)) throw toldFailure(error)
      }
      try {
        return await attempt(logins)
      } catch (error) {
        throw toldFailure(error)
      }
    },
    close: drop,
  }

  function toldFailure(error: unknown): unknown {
    return signal.aborted ? signal.reason : failureOf(host, error)
  }
}

const farewellMs = 1_000
const usualReadMs = 60_000
const usualConnectMs = 5_000

async function open(
  { url, bindDn, password }: DirectoryConnection,
  { startTls, ca, connectTimeoutMs = usualConnectMs, readTimeoutMs = usualReadMs }: LdapOptions,
): Promise<Client> {
  const tlsOptions = ca === undefined ? {} : { ca }
  const client = new Client({
    url,
    connectTimeout: connectTimeoutMs,
    timeout: readTimeoutMs,
    // Says which host it wants, as a certificate for names asks.
    ...(url.startsWith('ldaps:') ? { tlsOptions } : {}),
  })
  try {
    if (startTls && url.startsWith('ldap:')) await client.startTLS(tlsOptions)
    if (bindDn !== null) await client.bind(bindDn, password ?? '')
    return client
  } catch (error) {
    await client.unbind().catch(() => {})
    throw error
  }
}

function entryOf(entry: Entry, loginAttribute: string): DirectoryEntry {
  const values = (name: string): string[] => {
    const found = Object.entries(entry).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
    const all = Array.isArray(found) ? found : found === undefined ? [] : [found]
    return all.map((value) => (Buffer.isBuffer(value) ? value.toString('utf8') : value))
  }
  return {
    logins: values(loginAttribute),
    displayName: values('displayName')[0] ?? values('cn')[0] ?? null,
    mail: values('mail')[0] ?? null,
  }
}

/** The connection fell under way. */
function isHangUp(error: unknown): boolean {
  if (error instanceof ResultCodeError || error instanceof DirectoryFailure) return false
  const { code, message } = error as NodeJS.ErrnoException
  return (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    /^(Connection closed|Socket (error|ended|closed))/i.test(message)
  )
}

function failureOf(host: string, error: unknown): DirectoryFailure {
  if (error instanceof DirectoryFailure) return error
  const failure = (kind: DirectoryFailure['kind'], words: string) =>
    new DirectoryFailure(kind, `l'annuaire ${host} ${words}`)
  if (error instanceof InvalidCredentialsError || error instanceof InappropriateAuthError)
    return failure(
      'refused',
      'refuse le compte de lecture : vérifiez NOCTURNE_LDAP_BIND_DN et son mot de passe',
    )
  if (error instanceof InsufficientAccessError)
    return failure('refused', 'ne laisse pas ce compte chercher sous la branche configurée')
  if (error instanceof NoSuchObjectError || error instanceof InvalidDNSyntaxError)
    return failure('wrong-base', 'ne connaît pas la branche configurée : vérifiez NOCTURNE_LDAP_BASE')
  if (
    error instanceof SizeLimitExceededError ||
    error instanceof TimeLimitExceededError ||
    error instanceof AdminLimitExceededError
  )
    return failure('limited', 'a coupé sa réponse (limite de taille ou de temps)')
  if (error instanceof ResultCodeError)
    return error.code === 10
      ? failure('referral', 'renvoie vers un autre annuaire : interrogez celui-là')
      : failure('failed', `échoue (code LDAP ${error.code})`)
  if (isHangUp(error)) return failure('broken', 'a coupé la connexion')
  const { code, message } = error as NodeJS.ErrnoException
  if (/time(d)? ?out/i.test(message)) return failure('timeout', "n'a pas répondu à temps")
  return failure('unreachable', `est injoignable${code === undefined ? '' : ` (${code})`}${advice(code)}`)
}

function advice(code: string | undefined): string {
  return code !== undefined && /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|EPROTO|ERR_SSL/.test(code)
    ? ' : vérifiez le certificat du serveur'
    : ''
}
