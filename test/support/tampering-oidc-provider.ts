import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What is wrong with what this provider says; what is absent is right. */
export interface Tampering {
  /** Changes claims of the id token; undefined: left out. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Signs with a key that is not the published one. */
  readonly wrongKey?: boolean
  /** The algorithm that the id token names; `none` goes without signature. */
  readonly alg?: string
  /** Claims of userinfo. */
  readonly userinfo?: Readonly<Record<string, unknown>>
  /** Added to the address that the browser is sent back to. */
  readonly back?: Readonly<Record<string, string>>
  /** Members of what it says of itself. */
  readonly metadata?: Readonly<Record<string, unknown>>
}

export interface TamperingOidcProvider {
  readonly issuer: string
  tamper(tampering: Tampering): void
  /** The last request for tokens: how the client said who it is. */
  readonly tokenRequest: { readonly authorization: string | undefined; readonly body: URLSearchParams } | null
  close(): Promise<void>
}

/** A provider without any password, who signs everybody in as `sub` « tampered » and lies as it is told to. */
export async function startTamperingOidcProvider(clientId: string): Promise<TamperingOidcProvider> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const nonces = new Map<string, string>()
  let issuer = ''
  let lies: Tampering = {}
  let tokenRequest: TamperingOidcProvider['tokenRequest'] = null

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer)
    const json = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (pathname === '/.well-known/openid-configuration')
      return void json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        ...lies.metadata,
      })
    if (pathname === '/keys')
      return void json({
        keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'published', use: 'sig', alg: 'RS256' }],
      })
    if (pathname === '/authorize') {
      const code = randomBytes(16).toString('hex')
      nonces.set(code, searchParams.get('nonce') ?? '')
      const back = new URL(searchParams.get('redirect_uri')!)
      const answer = { code, state: searchParams.get('state') ?? '', ...lies.back }
      for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value)
      return void response.writeHead(302, { location: back.href }).end()
    }
    if (pathname === '/userinfo') return void json({ sub: 'tampered', ...lies.userinfo })
    if (pathname !== '/token') return void response.writeHead(404).end()
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      tokenRequest = { authorization: request.headers.authorization, body: new URLSearchParams(body) }
      const nonce = nonces.get(tokenRequest.body.get('code') ?? '')
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: issuer,
        sub: 'tampered',
        aud: clientId,
        iat: now,
        exp: now + 300,
        nonce,
        preferred_username: 'tampered.testun',
        name: 'Tampered Testun',
        ...lies.claims,
      }
      json({
        access_token: 'access',
        token_type: 'Bearer',
        id_token: idToken(
          claims,
          lies.alg ?? 'RS256',
          lies.wrongKey ? strangers.privateKey : keys.privateKey,
        ),
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    tamper(tampering) {
      lies = tampering
    },
    get tokenRequest() {
      return tokenRequest
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function idToken(claims: object, alg: string, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg, kid: 'published' })}.${part(claims)}`
  const signature = alg === 'none' ? '' : sign('sha256', Buffer.from(signed), key).toString('base64url')
  return `${signed}.${signature}`
}
