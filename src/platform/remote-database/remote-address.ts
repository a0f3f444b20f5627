import { readFileSync } from 'node:fs'
import { RemoteFailure } from './remote-failure.ts'

/** Where another system's database is. The password is in it: never logged. */
export interface RemoteAddress {
  readonly dialect: 'postgres' | 'mysql'
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** Null: in clear. `ca`: the authority to trust instead of the machine's. */
  readonly tls: { readonly verified: boolean; readonly ca: string | null } | null
}

const dialects: Readonly<Record<string, { dialect: RemoteAddress['dialect']; port: number }>> = {
  'postgres:': { dialect: 'postgres', port: 5432 },
  'postgresql:': { dialect: 'postgres', port: 5432 },
  'mysql:': { dialect: 'mysql', port: 3306 },
  'mariadb:': { dialect: 'mysql', port: 3306 },
}

const clear = ['disable', 'disabled', 'false', '0']
const verified = ['require', 'required', 'verify-ca', 'verify-full', 'true', '1']
const unverified = ['no-verify']

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…` and its kin. `sslmode` and `ssl` are the same:
 * `require`, `verify-full` or `true` speak TLS and verify the certificate and its name (`sslrootcert=/path.pem`: with that
 * authority), `no-verify` speaks TLS with anybody, `disable` or nothing speaks in clear. A parameter that is not known is
 * refused: a misspelt one would send the password in clear.
 */
export function readRemoteAddress(text: string): RemoteAddress {
  const url = URL.canParse(text) ? new URL(text) : null
  const known = url === null ? undefined : dialects[url.protocol]
  if (url === null || known === undefined || url.hostname === '')
    throw unreadable('forme attendue : postgres://, mysql:// ou mariadb://utilisateur:mot-de-passe@hôte/base')
  let mode = 'disable'
  let ca: string | null = null
  for (const [name, value] of url.searchParams) {
    if (name === 'sslmode' || name === 'ssl') mode = value
    else if (name === 'sslrootcert') ca = readAuthority(value)
    else throw unreadable(`paramètre inconnu « ${name} » : sslmode, ssl et sslrootcert existent`)
  }
  if (![...clear, ...verified, ...unverified].includes(mode))
    throw unreadable(`sslmode vaut ${[...verified, ...unverified, ...clear].join(', ')}`)
  return {
    ...known,
    host: url.hostname.replace(/^\[(.+)\]$/, '$1'),
    port: url.port === '' ? known.port : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
    tls: clear.includes(mode) && ca === null ? null : { verified: !unverified.includes(mode), ca },
  }
}

/** What stands before every failure's words: where, without who and without a secret. */
export function placeOf(address: RemoteAddress): string {
  return `Base ${address.database === '' ? '' : `« ${address.database} » `}de ${address.host}:${address.port}`
}

function readAuthority(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw unreadable(`sslrootcert ne peut pas être lu : ${path}`)
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw unreadable('un % de l’adresse n’est pas codé')
  }
}

function unreadable(why: string): RemoteFailure {
  return new RemoteFailure('refused', `Adresse de base de données illisible (${why})`)
}
