import { readCasAnswer } from './cas-answer.ts'
import { presentableName, refused, usableEmail, type Vouching } from './identity.ts'
import { failureWords, providerFetch } from './provider-fetch.ts'

export interface CasSettings {
  /** Without `/login`. */
  readonly url: string
  /** The attribute that is the login; null: the user. */
  readonly loginAttribute: string | null
}

/** Sign-in by CAS 3.0. */
export interface Cas {
  /** Where to send the browser; CAS sends it back to `service` with a ticket. */
  loginAddress(service: string): string
  /**
   * Has CAS validate a ticket, which it does once, within seconds, and for `service` only, letter by letter as in
   * `loginAddress`. Never rejects.
   */
  finish(ticket: string | null, service: string): Promise<Vouching>
  signOutAddress(returnTo: string): string
}

/** A service ticket (CAS Protocol 3.0, 3.1.1); proxy tickets are not for us. */
const ticketPattern = /^ST-[\x21-\x7e]{1,500}$/

export function cas({ url, loginAttribute }: CasSettings): Cas {
  const base = url.replace(/\/+$/, '')
  const address = (path: string, query: Record<string, string>) =>
    `${base}${path}?${new URLSearchParams(query)}`

  async function ask(ticket: string, service: string): Promise<Vouching> {
    const response = await providerFetch(address('/p3/serviceValidate', { service, ticket }), {
      headers: { accept: 'application/xml, text/xml' },
    })
    if (response.status !== 200) return refused('SIGN_IN_FAILED', `CAS answered ${response.status}`)
    const answer = readCasAnswer(await response.text())
    if (!answer.ok)
      // The ticket was used before, or is too old.
      return refused(answer.code === 'INVALID_TICKET' ? 'SIGN_IN_EXPIRED' : 'SIGN_IN_FAILED', answer.code)
    const { user, attributes } = answer
    const login = loginAttribute === null ? user : attributes.get(loginAttribute)
    if (login === undefined) return refused('SIGN_IN_FAILED', `CAS sends no attribute ${loginAttribute}`)
    return {
      ok: true,
      identity: {
        subject: user,
        login,
        name: presentableName(attributes.get('displayName') ?? attributes.get('cn') ?? login),
        email: usableEmail(attributes.get('mail') ?? attributes.get('email')),
        session: { ticket, idToken: null },
      },
    }
  }

  return {
    loginAddress: (service) => address('/login', { service }),
    async finish(ticket, service) {
      if (ticket === null || !ticketPattern.test(ticket)) return refused('SIGN_IN_FAILED', 'no ticket')
      try {
        return await ask(ticket, service)
      } catch (error) {
        return refused('SIGN_IN_FAILED', failureWords(error))
      }
    },
    signOutAddress: (returnTo) => address('/logout', { service: returnTo }),
  }
}
