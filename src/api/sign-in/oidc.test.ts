import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { type OidcProvider, reserveOidcProvider } from '../../../test/support/oidc-provider.ts'
import {
  openScriptedBrowser,
  type Page,
  type ScriptedBrowser,
} from '../../../test/support/scripted-browser.ts'
import { lastSignIn, signedInAs } from '../../../test/support/signed-in.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import type { Configuration } from '../../platform/configuration.ts'

let database: TestDatabase
let api: ApiNode
let nocturne: string
let provider: OidcProvider

const clientId = 'nocturne'
const clientSecret = 'the secret of +&% nocturne'
const password = 'Nuit-calme-26'
const person = (login: string) => ({
  password,
  claims: { preferred_username: login, name: `Testun ${login}`, email: `${login}@example.org` },
})
const people = {
  'sub-camille': person('camille.testun'),
  'sub-dominique': person('dominique.testun'),
  'sub-sacha': person('sacha.testun'),
  'sub-nameless': { password, claims: { name: 'Testun' } },
}

/** What an administrator registers there. */
const registration = () => ({
  client_id: clientId,
  client_secret: clientSecret,
  redirect_uris: [`${nocturne}/api/sign-in/oidc/callback`],
  post_logout_redirect_uris: [`${nocturne}/sign-in`],
  response_types: ['code' as const],
  grant_types: ['authorization_code'],
})

beforeAll(async () => {
  database = await createTestDatabase()
  provider = await reserveOidcProvider(people)
  api = await startApiServer(database, {
    configuration: { oidcIssuer: provider.issuer, oidcClientId: clientId, oidcClientSecret: clientSecret },
  })
  nocturne = await api.listen()
  for (const [subject, { claims }] of Object.entries(people)) {
    if (!('preferred_username' in claims) || subject === 'sub-sacha') continue
    const { accountId } = await api.signIn({ login: claims.preferred_username })
    await database.pool.query(
      `insert into account_identity (provider, subject, account_id, created_at) values ('oidc', $1, $2, now())`,
      [subject, accountId],
    )
  }
})
afterAll(async () => {
  await api.stop()
  await provider.goDown()
  await database.drop()
})

const atNocturne = (address: URL) => address.origin === nocturne
const problemOf = (page: Page) => page.url.searchParams.get('problem')

/** Begins at Nocturne and types the password at the provider; stops with the code, before Nocturne sees it. */
async function comeToCode(browser: ScriptedBrowser, sub: string, to = '/'): Promise<URL> {
  const form = await browser.visit(`${nocturne}/api/sign-in/oidc?to=${encodeURIComponent(to)}`)
  return (await browser.submit(form, { sub, password }, { stopBefore: atNocturne })).url
}

test('a provider that is down stops nobody else, and is found when it is back', async () => {
  const browser = openScriptedBrowser()
  const page = await browser.visit(`${nocturne}/api/sign-in/oidc?to=/runs/3`)
  expect(page.url.pathname + page.url.search).toBe('/sign-in?problem=SIGN_IN_FAILED&to=%2Fruns%2F3')
  expect((await lastSignIn(database)).detail).toEqual({
    method: 'oidc',
    problem: 'SIGN_IN_FAILED',
    reason: 'ECONNREFUSED: fetch failed',
  })
  expect((await api.nobody.get('/api/sign-in-options')).body).toMatchObject({
    local: true,
    oidc: { label: 'Connexion de l’établissement' },
  })
  expect((await api.nobody.post('/api/session', { login: 'nobody', password: 'x' })).status).toBe(401)

  await provider.goUp([registration()])
  await browser.visit(await comeToCode(browser, 'sub-camille'))
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
})

test('the request carries PKCE, state and nonce, each time new', async () => {
  const browser = openScriptedBrowser()
  const request = async () =>
    (await browser.visit(`${nocturne}/api/sign-in/oidc`, { stopBefore: (url) => !atNocturne(url) })).url
      .searchParams
  const [one, two] = [await request(), await request()]
  expect(Object.fromEntries(one)).toMatchObject({
    response_type: 'code',
    client_id: clientId,
    scope: 'openid profile email',
    redirect_uri: `${nocturne}/api/sign-in/oidc/callback`,
    code_challenge_method: 'S256',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(one.get(name)).toMatch(/^[\w-]{43}$/)
    expect(one.get(name)).not.toBe(two.get(name))
  }
})

test('who has an account tied to their subject signs in and lands where they wanted to go', async () => {
  const browser = openScriptedBrowser()
  const page = await browser.visit(await comeToCode(browser, 'sub-camille', '/runs/3#log'))
  expect(page.url.href).toBe(`${nocturne}/runs/3#log`)
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
  expect(await lastSignIn(database)).toEqual({
    actor: 'camille.testun',
    action: 'sign-in.succeeded',
    detail: { method: 'oidc' },
  })
})

test('the session that a browser had before is not the one that it has after', async () => {
  const browser = openScriptedBrowser()
  await browser.visit(await comeToCode(browser, 'sub-camille'))
  const before = browser.cookie('nocturne_session')!
  await browser.visit(`${nocturne}/api/sign-in/oidc`)
  expect(browser.cookie('nocturne_session')).not.toBe(before)
  const old = openScriptedBrowser()
  old.setCookie('nocturne_session', before)
  expect(await signedInAs(old, nocturne)).toBeNull()
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
})

test('a wrong state, or the state of another browser, lets nobody in', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToCode(browser, 'sub-camille')
  const wrong = new URL(address)
  wrong.searchParams.set('state', 'A'.repeat(43))
  expect(problemOf(await browser.visit(wrong))).toBe('SIGN_IN_EXPIRED')

  // Login CSRF: an attacker's code, whose state is not of the victim's browser.
  const victim = openScriptedBrowser()
  await victim.visit(`${nocturne}/api/sign-in/oidc`)
  expect(problemOf(await victim.visit(address))).toBe('SIGN_IN_EXPIRED')
  expect(await signedInAs(victim, nocturne)).toBeNull()
  // It has not used up what the right browser still may use.
  await browser.visit(address)
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
})

test('a code serves once, here and at the provider', async () => {
  const browser = openScriptedBrowser()
  const first = await comeToCode(browser, 'sub-camille')
  await browser.visit(first)
  expect(problemOf(await browser.visit(first))).toBe('SIGN_IN_EXPIRED')

  const other = openScriptedBrowser()
  const second = await comeToCode(other, 'sub-dominique')
  second.searchParams.set('code', first.searchParams.get('code')!)
  expect(problemOf(await other.visit(second))).toBe('SIGN_IN_EXPIRED')
  expect((await lastSignIn(database)).detail.reason).toBe('invalid_grant')
  expect(await signedInAs(other, nocturne)).toBeNull()
})

test("somebody else's fresh code fails too: the verifier is the browser's own", async () => {
  const attackers = await comeToCode(openScriptedBrowser(), 'sub-dominique')
  const victim = openScriptedBrowser()
  const own = await comeToCode(victim, 'sub-camille')
  own.searchParams.set('code', attackers.searchParams.get('code')!)
  expect(problemOf(await victim.visit(own))).toBe('SIGN_IN_EXPIRED')
  expect((await lastSignIn(database)).detail.reason).toBe('invalid_grant')
})

test('an answer in the name of another issuer is refused (mix-up)', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToCode(browser, 'sub-camille')
  expect(address.searchParams.get('iss')).toBe(provider.issuer)
  address.searchParams.set('iss', 'https://other.example')
  expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_FAILED')
})

test('who gives up at the provider comes back to the sign-in page', async () => {
  const browser = openScriptedBrowser()
  const form = await browser.visit(`${nocturne}/api/sign-in/oidc?to=/runs/3`)
  const page = await browser.submit(form, { cancel: 'yes' })
  expect(page.url.pathname + page.url.search).toBe('/sign-in?problem=SIGN_IN_CANCELLED&to=%2Fruns%2F3')
})

test('whom the provider knows and Nocturne does not is told so', async () => {
  const browser = openScriptedBrowser()
  const page = await browser.visit(await comeToCode(browser, 'sub-sacha'))
  expect(problemOf(page)).toBe('UNKNOWN_ACCOUNT_HERE')
  expect(await lastSignIn(database)).toMatchObject({ actor: 'sacha.testun', action: 'sign-in.failed' })
})

test('a provider that sends no login is told to the administrator, by name of the claim', async () => {
  const browser = openScriptedBrowser()
  expect(problemOf(await browser.visit(await comeToCode(browser, 'sub-nameless')))).toBe('SIGN_IN_FAILED')
  expect((await lastSignIn(database)).detail.reason).toBe('the provider sends no claim preferred_username')
})

test('a wrong secret, or a wrong issuer, is told to the administrator', async () => {
  const reasonUnder = async (configuration: Partial<Configuration>) => {
    const other = await startApiServer(database, {
      configuration: {
        oidcIssuer: provider.issuer,
        oidcClientId: clientId,
        publicUrl: nocturne,
        ...configuration,
      },
    })
    try {
      const address = await other.listen()
      const browser = openScriptedBrowser()
      const page = await browser.visit(`${address}/api/sign-in/oidc`)
      if (page.url.origin !== address) {
        const back = await browser.submit(page, { sub: 'sub-camille', password }, { stopBefore: atNocturne })
        await browser.visit(back.url.href.replace(nocturne, address))
      }
    } finally {
      await other.stop()
    }
    return (await lastSignIn(database)).detail.reason
  }
  expect(await reasonUnder({ oidcClientSecret: 'wrong' })).toBe(
    'invalid_client: the provider refuses the client, its secret or its token',
  )
  expect(await reasonUnder({ oidcIssuer: `${provider.issuer}/other` })).toMatch(/^OAUTH_/)
})

test('signing out here leads to signing out there, and back', async () => {
  const browser = openScriptedBrowser()
  await browser.visit(await comeToCode(browser, 'sub-camille'))
  const cookie = `nocturne_session=${browser.cookie('nocturne_session')}`
  const session = JSON.parse((await browser.visit(`${nocturne}/api/session`)).text)
  const answer = await fetch(`${nocturne}/api/session`, {
    method: 'DELETE',
    headers: { cookie, 'x-csrf-token': session.csrfToken },
  })
  const { redirect } = (await answer.json()) as { redirect: string }
  expect(await signedInAs(browser, nocturne)).toBeNull()
  const confirm = await browser.visit(redirect)
  const back = await browser.submit(confirm, { logout: 'yes' })
  expect(back.url.href).toBe(`${nocturne}/sign-in`)
  // There they ask for the password again.
  const form = await browser.visit(`${nocturne}/api/sign-in/oidc`)
  expect(form.text).toContain('name="password"')
})

test('a provider that goes down in the middle fails that sign-in only', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToCode(browser, 'sub-camille')
  await provider.goDown()
  try {
    expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_FAILED')
    expect((await lastSignIn(database)).detail.reason).toBe('ECONNREFUSED: fetch failed')
  } finally {
    await provider.goUp([registration()])
  }
  await browser.visit(await comeToCode(browser, 'sub-camille'))
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
})
