import type { Clock } from '../../../platform/clock.ts'
import type { PegaseConnection } from '../../../platform/connections.ts'
import type { HttpAnswer, HttpCall } from './pegase-http.ts'
import { SourceFailure } from './siscol-source.ts'

/** Renewed so long before it expires, and at the latest after this age where it does not say when. */
const marginMs = 60_000
const oldestMs = 50 * 60_000

export interface PegaseToken {
  /** A token that is good for another minute at least. */
  current(): Promise<string>
  /** A new one: the last was refused. */
  renewed(): Promise<string>
}

/** The JWT by which Pégase knows us (admissions.md 5.3): asked for by form, given as plain text. */
export function pegaseToken(
  { authUrl, user, password }: PegaseConnection,
  call: (call: HttpCall) => Promise<HttpAnswer>,
  clock: Clock,
): PegaseToken {
  let token: string | null = null
  let goodUntilMs = 0

  async function renewed(): Promise<string> {
    token = null
    const { status, text } = await call({
      method: 'POST',
      url: authUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username: user, password, token: 'true' }).toString(),
    })
    if (status < 200 || status > 299)
      throw new SourceFailure('refused', `Pégase : authentification refusée (HTTP ${status})`)
    const given = text.trim()
    if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(given))
      throw new SourceFailure('unreadable', 'Pégase : l’authentification n’a pas donné de jeton')
    const now = clock.now().epochMilliseconds
    goodUntilMs = Math.min(expiryMs(given) ?? Number.POSITIVE_INFINITY, now + oldestMs)
    token = given
    return given
  }

  return {
    current: async () =>
      token !== null && clock.now().epochMilliseconds < goodUntilMs - marginMs ? token : await renewed(),
    renewed,
  }
}

/** When the token says that it expires; null: it does not say. */
export function expiryMs(token: string): number | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const seconds = (claims as { exp?: unknown } | null)?.exp
    return typeof seconds === 'number' ? seconds * 1000 : null
  } catch {
    return null
  }
}
