import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { openScriptedBrowser } from '../../../test/support/scripted-browser.ts'
import { lastSignIn, signedInAs } from '../../../test/support/signed-in.ts'
import {
  startTamperingOidcProvider,
  type Tampering,
  type TamperingOidcProvider,
} from '../../../test/support/tampering-oidc-provider.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { createAccounts } from '../../platform/accounts/settings.ts'

let database: TestDatabase
let api: ApiNode
let nocturne: string
let provider: TamperingOidcProvider

beforeAll(async () => {
  database = await createTestDatabase()
  provider = await startTamperingOidcProvider('nocturne')
  api = await startApiServer(database, {
    configuration: { oidcIssuer: provider.issuer, oidcClientId: 'nocturne', oidcClientSecret: 'secret' },
  })
  await api.installation.settings.set(createAccounts.key, true, 'test')
  nocturne = await api.listen()
})
afterAll(async () => {
  await api.stop()
  await provider.close()
  await database.drop()
})

/** Signs in from a new browser; returns its problem, null when it is in. */
async function attempt(tampering: Tampering): Promise<{ problem: string | null; login: string | null }> {
  provider.tamper(tampering)
  const browser = openScriptedBrowser()
  const page = await browser.visit(`${nocturne}/api/sign-in/oidc`)
  return { problem: page.url.searchParams.get('problem'), login: await signedInAs(browser, nocturne) }
}

const seconds = (from: number) => Math.floor(Date.now() / 1000) + from

test('who tells the truth is believed, and clocks may differ by half a minute', async () => {
  const signedIn = { problem: null, login: 'tampered.testun' }
  expect(await attempt({})).toEqual(signedIn)
  expect(await attempt({ claims: { exp: seconds(-30) } })).toEqual(signedIn)
  expect(await attempt({ claims: { iat: seconds(30) } })).toEqual(signedIn)
})

test.each<[string, () => Tampering]>([
  ['the nonce of another sign-in', () => ({ claims: { nonce: 'A'.repeat(43) } })],
  ['no nonce', () => ({ claims: { nonce: undefined } })],
  ['another audience', () => ({ claims: { aud: 'another-client' } })],
  ['another authorised party', () => ({ claims: { aud: ['nocturne', 'other'], azp: 'other' } })],
  ['another issuer', () => ({ claims: { iss: 'https://other.example' } })],
  ['a time that is over', () => ({ claims: { exp: seconds(-90) } })],
  ['no end', () => ({ claims: { exp: undefined } })],
  ['no subject', () => ({ claims: { sub: undefined } })],
  ['the signature of another key', () => ({ wrongKey: true })],
  ['no signature', () => ({ alg: 'none' })],
  ['an algorithm that was not announced', () => ({ alg: 'HS256' })],
])('an id token with %s is refused', async (_, tampering) => {
  expect(await attempt(tampering())).toEqual({ problem: 'SIGN_IN_FAILED', login: null })
  expect((await lastSignIn(database)).detail.reason).toMatch(/^OAUTH_/)
})

test('userinfo about somebody else is refused', async () => {
  const claims = { preferred_username: undefined }
  expect(await attempt({ claims, userinfo: { preferred_username: 'tampered.testun' } })).toMatchObject({
    problem: null,
  })
  const somebodyElse = { sub: 'other', preferred_username: 'admin.testun' }
  expect(await attempt({ claims, userinfo: somebodyElse })).toEqual({
    problem: 'SIGN_IN_FAILED',
    login: null,
  })
})

test('an answer in the name of another issuer is refused, wherever it says so', async () => {
  expect(await attempt({ back: { iss: 'https://other.example' } })).toEqual({
    problem: 'SIGN_IN_FAILED',
    login: null,
  })
})

test.each<[string, Readonly<Record<string, string>>]>([
  ['another issuer', { issuer: 'https://other.example' }],
  ['a token endpoint without TLS elsewhere', { token_endpoint: 'http://192.0.2.1/token' }],
  [
    'an authorization endpoint without TLS elsewhere',
    { authorization_endpoint: 'http://192.0.2.1/authorize' },
  ],
])('a provider that says of itself %s is refused', async (_, metadata) => {
  provider.tamper({ metadata })
  const other = await startApiServer(database, {
    configuration: { oidcIssuer: provider.issuer, oidcClientId: 'nocturne' },
  })
  try {
    const address = await other.listen()
    const page = await openScriptedBrowser().visit(`${address}/api/sign-in/oidc`)
    expect(page.url.searchParams.get('problem')).toBe('SIGN_IN_FAILED')
  } finally {
    await other.stop()
  }
})

test.each([
  ['in the header, usually', undefined, 'secret', { authorization: /^Basic /, inForm: null }],
  [
    'in the form, where only that is taken',
    ['client_secret_post'],
    'secret',
    { authorization: null, inForm: 'secret' },
  ],
  ['not at all, for a public client', ['none'], null, { authorization: null, inForm: null }],
])('the secret goes %s', async (_, methods, secret, expected) => {
  provider.tamper({
    metadata: methods === undefined ? {} : { token_endpoint_auth_methods_supported: methods },
  })
  const other = await startApiServer(database, {
    configuration: { oidcIssuer: provider.issuer, oidcClientId: 'nocturne', oidcClientSecret: secret },
  })
  try {
    const address = await other.listen()
    const browser = openScriptedBrowser()
    await browser.visit(`${address}/api/sign-in/oidc`)
    expect(await signedInAs(browser, address)).toBe('tampered.testun')
  } finally {
    await other.stop()
  }
  const { authorization, body } = provider.tokenRequest!
  if (expected.authorization === null) expect(authorization).toBeUndefined()
  else expect(authorization).toMatch(expected.authorization)
  expect(body.get('client_secret')).toBe(expected.inForm)
  expect(body.get('code_verifier')).toMatch(/^[\w-]{43}$/)
})
