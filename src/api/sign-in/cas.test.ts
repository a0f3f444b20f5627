import type { ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { type CasServer, logoutRequest, startCasServer } from '../../../test/support/cas-server.ts'
import {
  openScriptedBrowser,
  type Page,
  type ScriptedBrowser,
} from '../../../test/support/scripted-browser.ts'
import { lastSignIn, signedInAs } from '../../../test/support/signed-in.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { createAccounts, linkAccounts } from '../../platform/accounts/settings.ts'

let database: TestDatabase
let api: ApiNode
let nocturne: string
let cas: CasServer

const password = 'Nuit-calme-26'
const people = Object.fromEntries(
  ['camille.testun', 'dominique.testun', 'sacha.testun', 'alix.testun', 'charlie.testun', 'eden.testun'].map(
    (login) => [
      login,
      {
        password,
        attributes: {
          displayName: `${login.slice(0, -7)} D’Testun & Cie`,
          mail: `${login}@example.org`,
          supannAliasLogin: `alias-${login}`,
          memberOf: ['a', 'b'],
        },
      },
    ],
  ),
)

beforeAll(async () => {
  database = await createTestDatabase()
  cas = await startCasServer({
    people,
    services: /^http:\/\/127\.0\.0\.1:\d+\/(api\/sign-in\/cas\/callback(\?.*)?|sign-in)$/,
  })
  api = await startApiServer(database, { configuration: { casUrl: cas.url } })
  nocturne = await api.listen()
})
afterEach(() => cas.answerInstead(null))
afterAll(async () => {
  await api.stop()
  await cas.close()
  await database.drop()
})

const atNocturne = (address: URL) => address.origin === nocturne
const ticketOf = (address: URL) => address.searchParams.get('ticket')!

/** Begins at Nocturne and types the password at CAS; stops with the ticket, before Nocturne sees it. */
async function comeToTicket(browser: ScriptedBrowser, login: string, to = '/'): Promise<URL> {
  const form = await browser.visit(`${nocturne}/api/sign-in/cas?to=${encodeURIComponent(to)}`)
  const page = await browser.submit(form, { username: login, password }, { stopBefore: atNocturne })
  return page.url
}

async function signIn(browser: ScriptedBrowser, login: string, to = '/'): Promise<Page> {
  return await browser.visit(await comeToTicket(browser, login, to))
}

/** An account tied to the CAS identity of the same name. */
async function tiedAccount(login: string): Promise<number> {
  const { accountId } = await api.signIn({ login, roles: { core: 'reader' } })
  await database.pool.query(
    `insert into account_identity (provider, subject, account_id, created_at) values ('cas', $1, $2, now())`,
    [login, accountId],
  )
  return accountId
}

const problemOf = (page: Page) => page.url.searchParams.get('problem')

test('who has an account tied to their CAS user signs in and lands where they wanted to go', async () => {
  await tiedAccount('camille.testun')
  const browser = openScriptedBrowser()
  const page = await signIn(browser, 'camille.testun', '/batches/CLEAN?tab=history')
  expect(page.url.href).toBe(`${nocturne}/batches/CLEAN?tab=history`)
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
  expect(await lastSignIn(database)).toEqual({
    actor: 'camille.testun',
    action: 'sign-in.succeeded',
    detail: { method: 'cas' },
  })
})

test('a wrong password stays between the browser and CAS', async () => {
  const browser = openScriptedBrowser()
  const form = await browser.visit(`${nocturne}/api/sign-in/cas`)
  const page = await browser.submit(form, { username: 'camille.testun', password: 'wrong' })
  expect(page.url.origin).toBe(new URL(cas.url).origin)
  expect(await signedInAs(browser, nocturne)).toBeNull()
})

test('the session that a browser had before is not the one that it has after', async () => {
  const browser = openScriptedBrowser()
  await signIn(browser, 'camille.testun')
  const before = browser.cookie('nocturne_session')!
  await browser.visit(`${nocturne}/api/sign-in/cas`)
  const after = browser.cookie('nocturne_session')!
  expect(after).not.toBe(before)
  const old = openScriptedBrowser()
  old.setCookie('nocturne_session', before)
  expect(await signedInAs(old, nocturne)).toBeNull()
  // One that an attacker has chosen counts for nothing.
  const planted = openScriptedBrowser()
  planted.setCookie('nocturne_session', 'A'.repeat(43))
  await signIn(planted, 'camille.testun')
  expect(planted.cookie('nocturne_session')).not.toBe('A'.repeat(43))
})

test('nobody is let in by a ticket that served before', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun')
  await browser.visit(address)
  const again = await browser.visit(address)
  expect(problemOf(again)).toBe('SIGN_IN_EXPIRED')

  // Nor where the sign-in is another one: CAS itself says so.
  const other = openScriptedBrowser()
  const fresh = await comeToTicket(other, 'camille.testun')
  fresh.searchParams.set('ticket', ticketOf(address))
  expect(problemOf(await other.visit(fresh))).toBe('SIGN_IN_EXPIRED')
  expect((await lastSignIn(database)).detail.reason).toBe('INVALID_TICKET')
  expect(await signedInAs(other, nocturne)).toBeNull()
})

test('nobody is let in by a ticket for another service', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun')
  address.searchParams.set('ticket', cas.grant('dominique.testun', 'https://mail.example.org/'))
  expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_FAILED')
  expect((await lastSignIn(database)).detail).toEqual({
    method: 'cas',
    problem: 'SIGN_IN_FAILED',
    reason: 'INVALID_SERVICE',
  })
})

test('a link with the ticket of somebody else signs nobody in: neither without nor with a sign-in begun', async () => {
  const attackers = await comeToTicket(openScriptedBrowser(), 'dominique.testun')
  const victim = openScriptedBrowser()
  expect(problemOf(await victim.visit(attackers))).toBe('SIGN_IN_EXPIRED')
  const own = await comeToTicket(victim, 'camille.testun')
  own.searchParams.set('ticket', ticketOf(attackers))
  expect(problemOf(await victim.visit(own))).toBe('SIGN_IN_FAILED')
  expect((await lastSignIn(database)).detail.reason).toBe('INVALID_SERVICE')
  expect(await signedInAs(victim, nocturne)).toBeNull()
})

test('a ticket older than ten seconds is too old', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun')
  cas.passMs(11_000)
  expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_EXPIRED')
})

test('a sign-in that took longer than a quarter of an hour is begun again', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun', '/runs/1')
  await database.pool.query(`update pending_sign_in set expires_at = expires_at - interval '16 minutes'`)
  expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_EXPIRED')
})

test.each([
  ['no ticket', null],
  ['a proxy ticket', 'PT-1-abc'],
  ['a ticket of several lines', 'ST-1\r\nx'],
])('%s is not even shown to CAS', async (_, ticket) => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun')
  address.searchParams.delete('ticket')
  if (ticket !== null) address.searchParams.set('ticket', ticket)
  expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_FAILED')
  expect((await lastSignIn(database)).detail.reason).toBe('no ticket')
})

test('whom CAS knows and Nocturne does not is told so', async () => {
  const browser = openScriptedBrowser()
  const page = await signIn(browser, 'sacha.testun', '/runs/7')
  expect(page.url.pathname + page.url.search).toBe('/sign-in?problem=UNKNOWN_ACCOUNT_HERE&to=%2Fruns%2F7')
  expect(await lastSignIn(database)).toEqual({
    actor: 'sacha.testun',
    action: 'sign-in.failed',
    detail: { method: 'cas', problem: 'UNKNOWN_ACCOUNT_HERE', reason: 'unknown' },
  })
})

test('an account is created at the first sign-in, without any role, where the administrator wants it', async () => {
  await api.installation.settings.set(createAccounts.key, true, 'test')
  try {
    const browser = openScriptedBrowser()
    await signIn(browser, 'alix.testun')
    expect(await signedInAs(browser, nocturne)).toBe('alix.testun')
  } finally {
    await api.installation.settings.set(createAccounts.key, false, 'test')
  }
  const { rows } = await database.pool.query(
    `select name, email, administrator, created_by, password_hash,
       (select count(*) from account_grant where account_id = account.id) as grants
     from account where login = 'alix.testun'`,
  )
  expect(rows).toEqual([
    {
      name: 'alix D’Testun & Cie',
      email: 'alix.testun@example.org',
      administrator: false,
      created_by: 'alix.testun',
      password_hash: null,
      grants: 0,
    },
  ])
})

test('an account of the same login is tied only where the administrator trusts the logins', async () => {
  await api.signIn({ login: 'charlie.testun' })
  const browser = openScriptedBrowser()
  expect(problemOf(await signIn(browser, 'charlie.testun'))).toBe('LOGIN_TAKEN')
  await api.installation.settings.set(linkAccounts.key, true, 'test')
  try {
    await browser.visit(`${nocturne}/api/sign-in/cas`)
    expect(await signedInAs(browser, nocturne)).toBe('charlie.testun')
  } finally {
    await api.installation.settings.set(linkAccounts.key, false, 'test')
  }
})

test('a disabled account stays closed', async () => {
  const accountId = await tiedAccount('eden.testun')
  await database.pool.query('update account set enabled = false where id = $1', [accountId])
  const browser = openScriptedBrowser()
  expect(problemOf(await signIn(browser, 'eden.testun'))).toBe('ACCOUNT_DISABLED')
  expect(browser.cookie('nocturne_session')).toBeNull()
})

test('when CAS signs somebody out, their session ends here, and only theirs', async () => {
  await tiedAccount('dominique.testun')
  const [here, elsewhere, another] = [openScriptedBrowser(), openScriptedBrowser(), openScriptedBrowser()]
  const address = await comeToTicket(here, 'dominique.testun')
  await here.visit(address)
  await signIn(elsewhere, 'dominique.testun')
  await signIn(another, 'camille.testun')
  await here.visit(`${cas.url}/logout`)
  expect(cas.logouts.at(-1)).toMatchObject({ ticket: ticketOf(address), status: 204 })
  expect(await signedInAs(here, nocturne)).toBeNull()
  expect(await signedInAs(elsewhere, nocturne)).toBe('dominique.testun')
  expect(await signedInAs(another, nocturne)).toBe('camille.testun')
  const { rows } = await database.pool.query(
    `select actor, detail from audit_event where action = 'session.ended' order by id desc limit 1`,
  )
  expect(rows[0]).toEqual({ actor: 'dominique.testun', detail: { method: 'cas', by: 'single logout' } })
})

test('single logout has an address of its own too; what it does not know changes nothing', async () => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun')
  await browser.visit(address)
  const tell = async (body: string) =>
    (
      await fetch(`${nocturne}/api/sign-in/cas/logout`, {
        method: 'POST',
        body: new URLSearchParams({ logoutRequest: body }),
      })
    ).status
  expect(await tell(logoutRequest('ST-1-unknown'))).toBe(204)
  expect(await tell('ST-1-unknown')).toBe(400)
  expect(await tell(`<!DOCTYPE x [<!ENTITY a "b">]>${logoutRequest(ticketOf(address))}`)).toBe(400)
  expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
  expect(await tell(logoutRequest(ticketOf(address)))).toBe(204)
  expect(await signedInAs(browser, nocturne)).toBeNull()
})

const bomb = `<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
  <cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess><cas:user>&b;</cas:user>
  </cas:authenticationSuccess></cas:serviceResponse>`

test.each<[string, string, (response: ServerResponse) => void]>([
  ['an XML bomb', 'UNREADABLE', (response) => response.end(bomb)],
  ['a page of the proxy in front', 'CAS answered 502', (response) => response.writeHead(502).end('<html>')],
  [
    'a redirection to a server that vouches for anybody',
    'CAS answered 302',
    (response) => response.writeHead(302, { location: 'https://other.example/' }).end(),
  ],
  [
    'an answer without end',
    'the answer of the sign-in service is too large',
    (response) => response.end(Buffer.alloc(3_000_000, 0x20)),
  ],
  ['a connection that breaks', 'fetch failed', (response) => void response.destroy()],
])('%s vouches for nobody', async (_, reason, answer) => {
  const browser = openScriptedBrowser()
  const address = await comeToTicket(browser, 'camille.testun')
  cas.answerInstead((_request, response) => answer(response))
  expect(problemOf(await browser.visit(address))).toBe('SIGN_IN_FAILED')
  expect((await lastSignIn(database)).detail.reason).toContain(reason)
  expect(browser.cookie('nocturne_session')).toBeNull()
})

test.each(['https://other.example/', '//other.example', '/\\other.example'])(
  'after signing in nobody is sent to %s',
  async (to) => {
    const page = await signIn(openScriptedBrowser(), 'camille.testun', to)
    expect(page.url.href).toBe(`${nocturne}/`)
  },
)

test('a sign-in that begins on one node ends on another, and is ended there by CAS', async () => {
  const second = await startApiServer(database, { configuration: { casUrl: cas.url } })
  try {
    const there = await second.listen()
    const browser = openScriptedBrowser()
    const address = await comeToTicket(browser, 'camille.testun')
    await browser.visit(there + address.pathname + address.search)
    expect(await signedInAs(browser, nocturne)).toBe('camille.testun')
    await browser.visit(`${cas.url}/logout`)
    expect(await signedInAs(browser, there)).toBeNull()
  } finally {
    await second.stop()
  }
})

test('signing out here leads to signing out of CAS, and back', async () => {
  const browser = openScriptedBrowser()
  await signIn(browser, 'camille.testun')
  const session = JSON.parse((await browser.visit(`${nocturne}/api/session`)).text)
  const answer = await fetch(`${nocturne}/api/session`, {
    method: 'DELETE',
    headers: {
      cookie: `nocturne_session=${browser.cookie('nocturne_session')}`,
      'x-csrf-token': session.csrfToken,
    },
  })
  const { redirect } = (await answer.json()) as { redirect: string }
  expect((await browser.visit(redirect)).url.href).toBe(`${nocturne}/sign-in`)
  const form = await browser.visit(`${nocturne}/api/sign-in/cas`)
  expect(form.text).toContain('name="password"')
})

test('the cookie of a sign-in under way is for this browser and its own navigation only', async () => {
  const answer = await api.nobody.get('/api/sign-in/cas')
  expect(answer.headers['set-cookie']).toMatch(
    /^nocturne_sign_in=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  const secure = await api.nobody.get('/api/sign-in/cas', {
    headers: { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'nocturne.example.org' },
  })
  expect(secure.headers['set-cookie']).toMatch(/^__Host-nocturne_sign_in=.*; Secure; SameSite=Lax$/)
  expect(secure.headers.location).toContain(
    encodeURIComponent('https://nocturne.example.org/api/sign-in/cas/callback?state='),
  )
})

test('the login may be an attribute', async () => {
  const alias = await startApiServer(database, {
    configuration: { casUrl: cas.url, casLoginAttribute: 'supannAliasLogin' },
  })
  try {
    await alias.installation.settings.set(createAccounts.key, true, 'test')
    const address = await alias.listen()
    const browser = openScriptedBrowser()
    const form = await browser.visit(`${address}/api/sign-in/cas`)
    await browser.submit(form, { username: 'sacha.testun', password })
    expect(await signedInAs(browser, address)).toBe('alias-sacha.testun')
  } finally {
    await alias.installation.settings.set(createAccounts.key, false, 'test')
    await alias.stop()
  }
})

test('a CAS that is not configured has no address here', async () => {
  const plain = await startApiServer(database)
  try {
    for (const path of [
      '/api/sign-in/cas',
      '/api/sign-in/cas/callback?state=a&ticket=ST-1',
      '/api/sign-in/oidc',
    ])
      expect((await plain.nobody.get(path)).status).toBe(404)
  } finally {
    await plain.stop()
  }
})
