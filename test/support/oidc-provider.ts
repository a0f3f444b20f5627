import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Adapter, type AdapterPayload, type ClientMetadata, Provider } from 'oidc-provider'

export interface OidcPerson {
  readonly password: string
  /** Besides `sub`, which is the key of the person. */
  readonly claims: Readonly<Record<string, string>>
}

export interface OidcProvider {
  readonly issuer: string
  /** Starts to answer; before, and after `goDown`, connections are refused. */
  goUp(clients: readonly ClientMetadata[]): Promise<void>
  goDown(): Promise<void>
}

/**
 * A real OpenID Connect provider (npm `oidc-provider`) on 127.0.0.1: PKCE required, a login form of its own, consent
 * given. People sign in with their `sub` and password. Its port is known from the start, whether it answers or not.
 */
export async function reserveOidcProvider(
  people: Readonly<Record<string, OidcPerson>>,
): Promise<OidcProvider> {
  const port = await freePort()
  const issuer = `http://127.0.0.1:${port}`
  const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
  let server: ReturnType<typeof createServer> | null = null
  return {
    issuer,
    async goUp(clients) {
      const provider = new Provider(issuer, {
        adapter: memory(),
        clients: [...clients],
        jwks: { keys: [{ ...signingKey, use: 'sig', alg: 'RS256', kid: 'first' }] },
        cookies: { keys: ['a key of the tests'] },
        pkce: { required: () => true },
        // As many providers do: the profile is told by userinfo, not by the id token.
        conformIdTokenClaims: true,
        claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
        findAccount: (_, sub) =>
          people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub]!.claims }) },
        interactions: { url: (_, { uid }) => `/interaction/${uid}` },
        features: {
          devInteractions: { enabled: false },
          rpInitiatedLogout: {
            logoutSource(context, form) {
              context.type = 'html'
              context.body = form.replace(
                '</form>',
                '<button name="logout" value="yes">Sign out</button></form>',
              )
            },
          },
        },
        ttl: { Session: 3600, Interaction: 600, Grant: 3600, IdToken: 600, AccessToken: 600 },
        async loadExistingGrant(context) {
          const grant = new provider.Grant({
            clientId: context.oidc.client!.clientId,
            accountId: context.oidc.session!.accountId!,
          })
          grant.addOIDCScope('openid profile email')
          await grant.save()
          return grant
        },
      })
      const answer = provider.callback()
      server = createServer((request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
        interact(provider, people, request, response).catch((error: unknown) =>
          response.writeHead(500).end(String(error)),
        )
      })
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async goDown() {
      if (server === null) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      server = null
    },
  }
}

/** What the provider remembers, of each kind; tests end before anything expires. */
function memory(): (kind: string) => Adapter {
  const kept = new Map<string, AdapterPayload>()
  return (kind) => {
    const find = async (test: (payload: AdapterPayload) => boolean) =>
      [...kept].find(([key, payload]) => key.startsWith(`${kind}:`) && test(payload))?.[1]
    return {
      async upsert(id, payload) {
        kept.set(`${kind}:${id}`, payload)
      },
      find: async (id) => kept.get(`${kind}:${id}`),
      findByUid: (uid) => find((payload) => payload.uid === uid),
      findByUserCode: (userCode) => find((payload) => payload.userCode === userCode),
      async consume(id) {
        kept.get(`${kind}:${id}`)!.consumed = Math.floor(Date.now() / 1000)
      },
      async destroy(id) {
        kept.delete(`${kind}:${id}`)
      },
      async revokeByGrantId(grantId) {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key)
      },
    }
  }
}

/** The login form; « give up » is a button of it. */
async function interact(
  provider: Provider,
  people: Readonly<Record<string, OidcPerson>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response)
  if (request.method !== 'POST')
    return void response
      .writeHead(200, { 'content-type': 'text/html' })
      .end(
        `<form method="post" action="${request.url}"><input name="sub"><input name="password"><button>Sign in</button></form>`,
      )
  let text = ''
  for await (const chunk of request) text += chunk
  const form = new URLSearchParams(text)
  const sub = form.get('sub') ?? ''
  if (form.has('cancel'))
    return await provider.interactionFinished(request, response, { error: 'access_denied' })
  if (people[sub] === undefined || people[sub].password !== form.get('password'))
    return void response.writeHead(401).end('wrong password')
  await provider.interactionFinished(request, response, { login: { accountId: sub } })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
