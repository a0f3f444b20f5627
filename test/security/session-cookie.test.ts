import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteAccount } from '../../src/platform/accounts/account-link.ts'
import { hashPassword } from '../../src/platform/accounts/password.ts'
import { type Answer, type ApiNode, startApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// Another host of the university (wiki.univ.example) may set cookies for all of univ.example, and browsers send the one
// with the longer path first: a planted session would have an operator work in somebody else's account.

let database: TestDatabase
let api: ApiNode

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database)
  for (const login of ['testun-victime', 'testun-pirate']) {
    const { accountId } = await api.signIn({ login })
    await database.pool.query('update account set password_hash = $2 where id = $1', [
      accountId,
      await hashPassword('quatre chevaux agrafent bien'),
    ])
  }
})
afterAll(async () => {
  await api?.stop()
  await database?.drop()
})

const https = { 'x-forwarded-proto': 'https' }

function signIn(login: string, headers: Record<string, string> = https): Promise<Answer> {
  return api.nobody.post('/api/session', { login, password: 'quatre chevaux agrafent bien' }, { headers })
}

/** The line that sets the session's cookie. */
function cookieLine(answer: Answer): string {
  const lines = [answer.headers['set-cookie'] ?? []].flat() as string[]
  return lines.find((line) => line.includes('nocturne_session='))!
}

const secretOf = (line: string) => line.split(';', 1)[0]!.split('=')[1]!

test('under https the cookie has a name that browsers let no neighbour of the domain set', async () => {
  expect(cookieLine(await signIn('testun-victime'))).toMatch(
    /^__Host-nocturne_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  // Where there is no https, browsers take no such name.
  expect(cookieLine(await signIn('testun-victime', {}))).toMatch(
    /^nocturne_session=[\w-]{43}; Path=\/; HttpOnly;/,
  )
})

test('a planted cookie counts for nothing', async () => {
  const own = cookieLine(await signIn('testun-victime')).split(';', 1)[0]!
  const planted = secretOf(cookieLine(await signIn('testun-pirate')))
  const seen = await api.nobody.get('/api/session', {
    headers: { ...https, cookie: `nocturne_session=${planted}; ${own}` },
  })
  expect(seen.body.account.login).toBe('testun-victime')
  const alone = await api.nobody.get('/api/session', {
    headers: { ...https, cookie: `nocturne_session=${planted}` },
  })
  expect(alone.status).toBe(401)
})

test('whoever chooses a password by a link leaves no session of somebody else behind in that browser', async () => {
  const before = await api.signIn()
  const invited = await api.signIn()
  const link = await inviteAccount(database, invited.accountId, {
    author: 'test',
    address: null,
    now: api.engine.clock.now(),
  })
  const accepted = await api.nobody.post(
    `/api/invitations/${link!.secret}`,
    { password: 'quatre chevaux agrafent bien' },
    { headers: { cookie: before.headers.cookie! } },
  )
  expect(accepted.body.account.login).toBe(invited.login)
  expect((await before.get('/api/session')).status).toBe(401)
})

test('signing out takes away the cookie that was given', async () => {
  const signedIn = await signIn('testun-victime')
  const cookie = cookieLine(signedIn).split(';', 1)[0]!
  const out = await api.server.inject({
    method: 'DELETE',
    url: '/api/session',
    headers: { ...https, cookie, 'x-csrf-token': signedIn.body.csrfToken },
  })
  expect(out.statusCode).toBe(204)
  expect(String(out.headers['set-cookie'])).toMatch(/^__Host-nocturne_session=; .*Path=\/; .*Secure/)
  expect((await api.nobody.get('/api/session', { headers: { ...https, cookie } })).status).toBe(401)
})
