import * as client from 'openid-client'
import type { PendingSignIn } from '../../platform/accounts/pending-sign-in.ts'
import { presentableName, refused, usableEmail, type Vouching } from './identity.ts'
import { failureWords, isSafeAddress, providerFetch, providerTimeoutMs } from './provider-fetch.ts'

/** Clocks of servers differ by so much at most. */
const clockToleranceSeconds = 60

/** What a provider says of itself is asked for again so often; its keys, whenever one is unknown. */
const rediscoverEveryMs = 3_600_000

export interface OidcSettings {
  readonly issuer: string
  readonly clientId: string
  /** Null: a public client. */
  readonly clientSecret: string | null
  /** The claim that is the login. */
  readonly loginClaim: string
}

/** Sign-in by OpenID Connect: authorization code with PKCE (S256), state and nonce. */
export interface Oidc {
  /** Where to send the browser. Rejects when the provider cannot be reached or does not describe itself properly. */
  begin(state: string, pending: PendingSignIn): Promise<string>
  /** What the provider vouches for; `query` is what the browser brought to `pending.callback`. Never rejects. */
  finish(query: URLSearchParams, state: string, pending: PendingSignIn): Promise<Vouching>
  /** Where to send the browser to sign out there too; null when the provider offers nothing, or is out of reach. */
  signOutAddress(idToken: string | null, returnTo: string): Promise<string | null>
}

/** The provider is looked at when somebody first needs it, so that its being down stops nothing else. */
export function oidc(settings: OidcSettings): Oidc {
  const provider = remembered(() => discover(settings))
  return {
    async begin(state, { callback, proof }) {
      const address = client.buildAuthorizationUrl(await provider(), {
        redirect_uri: callback,
        scope: 'openid profile email',
        state,
        nonce: proof!.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(proof!.codeVerifier),
        code_challenge_method: 'S256',
      })
      if (!isSafeAddress(address)) throw new TypeError('the authorization endpoint is not over https')
      return address.href
    },

    async finish(query, state, { callback, proof }) {
      try {
        const address = new URL(callback)
        address.search = query.toString()
        const configuration = await provider()
        const tokens = await client.authorizationCodeGrant(configuration, address, {
          expectedState: state,
          expectedNonce: proof!.nonce,
          pkceCodeVerifier: proof!.codeVerifier,
          idTokenExpected: true,
        })
        return await identityOf(configuration, tokens, settings.loginClaim)
      } catch (error) {
        return refusal(error)
      }
    },

    async signOutAddress(idToken, returnTo) {
      try {
        const configuration = await provider()
        if (configuration.serverMetadata().end_session_endpoint === undefined) return null
        const address = client.buildEndSessionUrl(configuration, {
          post_logout_redirect_uri: returnTo,
          ...(idToken === null ? {} : { id_token_hint: idToken }),
        })
        return isSafeAddress(address) ? address.href : null
      } catch {
        return null
      }
    },
  }
}

export const newProof = () => ({
  nonce: client.randomNonce(),
  codeVerifier: client.randomPKCECodeVerifier(),
})

const askProvider: client.CustomFetch = (address, { body, ...init }) =>
  providerFetch(address, { ...init, body: body ?? null })

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const address = new URL(issuer)
  const found = await client.discovery(address, clientId, undefined, client.None(), {
    [client.customFetch]: askProvider,
    timeout: providerTimeoutMs / 1000,
    execute: address.protocol === 'http:' ? [client.allowInsecureRequests] : [],
  })
  const server = found.serverMetadata()
  const configuration = new client.Configuration(
    server,
    clientId,
    { [client.clockTolerance]: clockToleranceSeconds },
    authentication(clientSecret, server.token_endpoint_auth_methods_supported),
  )
  configuration[client.customFetch] = askProvider
  configuration.timeout = providerTimeoutMs / 1000
  // `providerFetch` lets http go to this machine only.
  if (address.protocol === 'http:') client.allowInsecureRequests(configuration)
  // The signature of the id token is checked, although it comes over TLS from the provider itself.
  client.enableNonRepudiationChecks(configuration)
  return configuration
}

/** By HTTP Basic, the usual one, unless the provider takes the secret in the form only. */
function authentication(secret: string | null, supported: readonly string[] | undefined): client.ClientAuth {
  if (secret === null) return client.None()
  const inForm = supported?.includes('client_secret_post') && !supported.includes('client_secret_basic')
  return inForm ? client.ClientSecretPost(secret) : client.ClientSecretBasic(secret)
}

/** Remembers what `ask` answers, asks again when that is old, and keeps the old answer when asking fails. */
function remembered<T>(ask: () => Promise<T>): () => Promise<T> {
  let known: { readonly value: T; readonly at: number } | undefined
  let asking: Promise<T> | undefined
  return () => {
    if (known !== undefined && performance.now() - known.at < rediscoverEveryMs)
      return Promise.resolve(known.value)
    // A failure is not remembered: the next one who signs in asks again.
    asking ??= ask()
      .then((value) => {
        known = { value, at: performance.now() }
        return value
      })
      .catch((error: unknown) => {
        if (known === undefined) throw error
        return known.value
      })
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}

type Tokens = Awaited<ReturnType<typeof client.authorizationCodeGrant>>

async function identityOf(
  configuration: client.Configuration,
  tokens: Tokens,
  loginClaim: string,
): Promise<Vouching> {
  const { sub, ...idTokenClaims } = tokens.claims()!
  let claims: Readonly<Record<string, unknown>> = { sub, ...idTokenClaims }
  // Many providers keep the profile out of the id token.
  if (
    (textIn(claims, loginClaim) === null || textIn(claims, 'name') === null) &&
    configuration.serverMetadata().userinfo_endpoint !== undefined
  )
    claims = { ...(await client.fetchUserInfo(configuration, tokens.access_token, sub)), ...claims }
  const login = textIn(claims, loginClaim)
  if (login === null) return refused('SIGN_IN_FAILED', `the provider sends no claim ${loginClaim}`)
  const fullName = [textIn(claims, 'given_name'), textIn(claims, 'family_name')].filter(Boolean).join(' ')
  return {
    ok: true,
    identity: {
      subject: sub,
      login,
      name: presentableName(textIn(claims, 'name') ?? (fullName || login)),
      email: usableEmail(textIn(claims, 'email')),
      session: { ticket: null, idToken: tokens.id_token ?? null },
    },
  }
}

function textIn(claims: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = claims[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

/** Codes only: descriptions may hold anything. */
function refusal(error: unknown): Vouching {
  if (error instanceof client.AuthorizationResponseError)
    return refused(error.error === 'access_denied' ? 'SIGN_IN_CANCELLED' : 'SIGN_IN_FAILED', error.error)
  // The code was used before, or is too old.
  if (error instanceof client.ResponseBodyError)
    return refused(error.error === 'invalid_grant' ? 'SIGN_IN_EXPIRED' : 'SIGN_IN_FAILED', error.error)
  if (error instanceof client.WWWAuthenticateChallengeError) {
    const code = error.cause[0]?.parameters.error ?? error.status
    return refused('SIGN_IN_FAILED', `${code}: the provider refuses the client, its secret or its token`)
  }
  return refused('SIGN_IN_FAILED', failureWords(error))
}
