import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { builtBackOffice } from '../src/api/back-office.ts'
import { type ApiNode, startApiServer } from './support/api-server.ts'
import { type CasServer, startCasServer } from './support/cas-server.ts'
import { startBrowser } from './support/chromium.ts'
import { type OidcProvider, reserveOidcProvider } from './support/oidc-provider.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// Real Chromium between Nocturne and the sign-in services, which are other hosts for it: what it lets cookies and
// redirections do across them is seen here.

let database: TestDatabase
let api: ApiNode
let cas: CasServer
let provider: OidcProvider
let browser: Browser
let page: Page
let nocturne: string

const password = 'Nuit-calme-26'
const login = 'camille.testun'

beforeAll(async () => {
  if (!existsSync(join(builtBackOffice, 'index.html')))
    execFileSync('npm', ['run', 'build'], { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' })
  database = await createTestDatabase()
  cas = await startCasServer({ people: { [login]: { password } }, services: /^http:\/\/localhost:\d+\// })
  provider = await reserveOidcProvider({ 'sub-camille': { password, claims: { preferred_username: login } } })
  api = await startApiServer(database, {
    configuration: {
      casUrl: cas.url,
      casLabel: 'CAS',
      oidcIssuer: provider.issuer,
      oidcClientId: 'nocturne',
    },
  })
  const { port } = new URL(await api.listen())
  // To a browser, localhost and 127.0.0.1 are two sites.
  nocturne = `http://localhost:${port}`
  await provider.goUp([
    {
      client_id: 'nocturne',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${nocturne}/api/sign-in/oidc/callback`],
      post_logout_redirect_uris: [`${nocturne}/sign-in`],
    },
  ])
  const { accountId } = await api.signIn({ login, administrator: true })
  await database.pool.query(
    `insert into account_identity (provider, subject, account_id, created_at)
     values ('cas', $1, $2, now()), ('oidc', 'sub-camille', $2, now())`,
    [login, accountId],
  )
  browser = await startBrowser()
})
afterEach(() => page.context().close())
afterAll(async () => {
  await browser?.close()
  await api?.stop()
  await cas?.close()
  await provider?.goDown()
  await database?.drop()
})

async function openSignIn(path: string): Promise<void> {
  const context = await browser.newContext({ locale: 'fr-FR' })
  page = await context.newPage()
  await page.goto(nocturne + path)
}

async function fill(user: string): Promise<void> {
  await page.locator(`input[name="${user}"]`).fill(user === 'sub' ? 'sub-camille' : login)
  await page.locator('input[name="password"]').fill(password)
  await page.locator('input[name="password"]').press('Enter')
}

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: /Testun camille/ }).click()
  await page.getByRole('menuitem', { name: 'Se déconnecter' }).click()
}

test.each([
  ['CAS', 'CAS', 'username'],
  ['OpenID Connect', 'Connexion de l’établissement', 'sub'],
])('by %s one signs in from the page that was asked for, and out again of both', async (_, button, user) => {
  await openSignIn('/system')
  await page.getByRole('link', { name: button }).click()
  await fill(user)
  await page.waitForURL(`${nocturne}/system`)
  await signOut()
  // This provider asks.
  if (user === 'sub') await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${nocturne}/sign-in`)
  await page.getByRole('link', { name: button }).click()
  await page.locator('input[name="password"]').waitFor()
})

test('what went wrong is said in words', async () => {
  await openSignIn('/api/sign-in/cas/callback?state=x&ticket=ST-1-x')
  await page.getByRole('alert').getByText('Recommencez').waitFor()
  expect(new URL(page.url()).pathname).toBe('/sign-in')
})
