import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { inviteAdministrator } from '../src/platform/accounts/account-link.ts'
import { verifyAudit } from '../src/platform/audit/verify-audit.ts'
import { type Answer, type ApiNode, startApiServer } from './support/api-server.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { forgetEngine } from './support/test-engine.ts'

// From the one-time link on the console to the end of a session, as a browser sees it.

let database: TestDatabase
let api: ApiNode

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await forgetEngine(database)
  await database.pool.query('truncate account cascade; truncate sign_in_attempt')
  api = await startApiServer(database, { clock: '2026-11-20T08:00:00Z' })
})
afterEach(() => api.stop())

const password = 'quatre chevaux agrafent bien'

/** Cookies that an answer set, by name. */
function cookiesOf(answer: Answer): Record<string, string> {
  const lines = [answer.headers['set-cookie'] ?? []].flat() as string[]
  return Object.fromEntries(lines.map((line) => line.split(';', 1)[0]!.split('=', 2) as [string, string]))
}

async function firstAdministrator(): Promise<Answer> {
  const { secret } = await inviteAdministrator(database, { author: 'test', now: api.engine.clock.now() })
  const answer = await api.nobody.post(`/api/invitations/${secret}`, {
    login: 'chef',
    name: 'Testun Chef',
    email: 'chef@example.org',
    password,
  })
  expect(answer.status, answer.text).toBe(200)
  return answer
}

function attempt(login: string, tried: string, headers: Record<string, string> = {}): Promise<Answer> {
  return api.nobody.post('/api/session', { login, password: tried }, { headers })
}

async function actions(): Promise<string[]> {
  const { rows } = await database.pool.query<{ action: string }>(
    'select action from audit_event order by id desc limit 20',
  )
  return rows.map((row) => row.action)
}

test('the link of the console makes the first administrator, once, and signs in', async () => {
  expect((await api.nobody.get('/api/sign-in-options')).body).toMatchObject({
    local: true,
    noAccountYet: true,
  })
  const { secret } = await inviteAdministrator(database, { author: 'test', now: api.engine.clock.now() })
  const other = await inviteAdministrator(database, { author: 'test', now: api.engine.clock.now() })
  const path = `/api/invitations/${secret}`
  const shown = await api.nobody.get(path)
  expect(shown.body).toEqual({
    purpose: 'first-administrator',
    login: null,
    name: null,
    email: null,
    expiresAt: '2026-11-22T08:00:00.000Z',
    passwordRules: { minimumLength: 12 },
  })
  const wrong = await api.nobody.post(path, { login: 'a b', name: 'x', password: 'motdepasse' })
  expect(wrong).toMatchObject({ status: 422, body: { code: 'INVALID_FIELDS' } })
  expect(wrong.body.errors.map((error: { path: string }) => error.path)).toEqual([
    'login',
    'password',
    'password',
  ])
  const made = await api.nobody.post(path, { login: 'chef', name: 'Testun Chef', password })
  expect(made).toMatchObject({
    status: 200,
    body: {
      account: { login: 'chef', local: true },
      administrator: true,
      roles: { health: 'administrator' },
    },
  })
  expect((await api.nobody.post(path, { login: 'two', name: 'Two', password })).body.code).toBe(
    'LINK_EXPIRED',
  )
  expect((await api.nobody.get(path)).body.code).toBe('LINK_EXPIRED')
  // The link that another node printed is over too.
  expect((await api.nobody.get(`/api/invitations/${other.secret}`)).body.code).toBe('LINK_EXPIRED')
  expect((await api.nobody.get('/api/sign-in-options')).body.noAccountYet).toBe(false)
  const { rows } = await database.pool.query('select login, administrator, password_hash from account')
  expect(rows).toEqual([
    {
      login: 'chef',
      administrator: true,
      password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/),
    },
  ])
})

test('two uses of a link at the same time make one account', async () => {
  const { secret } = await inviteAdministrator(database, { author: 'test', now: api.engine.clock.now() })
  const answers = await Promise.all(
    ['one', 'two'].map((login) =>
      api.nobody.post(`/api/invitations/${secret}`, { login, name: 'Testun', password }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  expect((await database.pool.query('select from account')).rowCount).toBe(1)
})

test('a link is over after 48 hours', async () => {
  const { secret } = await inviteAdministrator(database, { author: 'test', now: api.engine.clock.now() })
  api.clock!.advanceTo('2026-11-22T07:59:59Z')
  expect((await api.nobody.get(`/api/invitations/${secret}`)).status).toBe(200)
  api.clock!.advanceTo('2026-11-22T08:00:00Z')
  expect((await api.nobody.get(`/api/invitations/${secret}`)).status).toBe(404)
})

test('signing in gives a cookie that scripts cannot read, and the session', async () => {
  await firstAdministrator()
  const answer = await attempt('CHEF', password)
  expect(answer.status).toBe(200)
  const line = ([answer.headers['set-cookie']].flat() as string[]).find((one) =>
    one.startsWith('nocturne_session'),
  )
  expect(line).toMatch(/^nocturne_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  const cookie = `nocturne_session=${cookiesOf(answer).nocturne_session}`
  const session = await api.nobody.get('/api/session', { headers: { cookie } })
  expect(session.body).toEqual(answer.body)
  // Stored: its hash only.
  const { rows } = await database.pool.query<{ row: string }>(
    'select account_session::text as row from account_session',
  )
  expect(rows.some(({ row }) => row.includes(cookiesOf(answer).nocturne_session!))).toBe(false)
})

test('by https, also behind a proxy that says so, the cookie is Secure and HSTS is set', async () => {
  await firstAdministrator()
  const answer = await attempt('chef', password, { 'x-forwarded-proto': 'https' })
  for (const line of [answer.headers['set-cookie']].flat()) expect(line).toContain('; Secure')
  expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d+/)
})

test('a cookie that was there before signing in is not the one of the session (fixation)', async () => {
  await firstAdministrator()
  const planted = 'A'.repeat(43)
  const first = await attempt('chef', password, { cookie: `nocturne_session=${planted}` })
  const secret = cookiesOf(first).nocturne_session!
  expect(secret).not.toBe(planted)
  expect(
    (await api.nobody.get('/api/session', { headers: { cookie: `nocturne_session=${planted}` } })).status,
  ).toBe(401)
  // Signing in again over a living session gives another one and ends that.
  const second = await attempt('chef', password, { cookie: `nocturne_session=${secret}` })
  expect(second.status).toBe(200)
  expect(cookiesOf(second).nocturne_session).not.toBe(secret)
  expect(
    (await api.nobody.get('/api/session', { headers: { cookie: `nocturne_session=${secret}` } })).status,
  ).toBe(401)
})

test('a wrong password, an unknown login and a closed account get the same answer, after the same work', async () => {
  await firstAdministrator()
  await api.signIn({ login: 'nopassword' })
  await api.signIn({ login: 'closed' })
  await database.pool.query(
    `update account set enabled = false, password_hash = (select password_hash from account where login = 'chef')
     where login = 'closed'`,
  )
  const hashing = vi.spyOn(crypto, 'argon2')
  syncBuiltinESMExports()
  const answers: Answer[] = []
  for (const [login, tried] of [
    ['chef', 'faux mais long'],
    ['nobody-at-all', 'faux mais long'],
    ['nopassword', 'faux mais long'],
    ['closed', password],
  ] as const) {
    answers.push(await attempt(login, tried))
    expect(hashing, login).toHaveBeenCalledTimes(answers.length)
  }
  const costs = hashing.mock.calls.map(([kind, { memory, passes, parallelism }]) => [
    kind,
    memory,
    passes,
    parallelism,
  ])
  expect(costs).toEqual(Array(4).fill(['argon2id', 19_456, 2, 1]))
  hashing.mockRestore()
  syncBuiltinESMExports()
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]!.status).toBe(401)
  expect(await actions()).toEqual(expect.arrayContaining(['sign-in.failed']))
})

test('failures delay their address, not the owner, who signs in from elsewhere or from a device known before', async () => {
  await firstAdministrator()
  const here = cookiesOf(await attempt('chef', password))
  const fromOutside = { 'x-forwarded-for': '203.0.113.7' }
  for (let n = 1; n <= 5; n++) expect((await attempt('chef', `faux ${n}`, fromOutside)).status).toBe(401)
  const delayed = await attempt('chef', password, fromOutside)
  expect(delayed).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  expect(delayed.headers['retry-after']).toBe('2')
  expect((await attempt('chef', password, { 'x-forwarded-for': '198.51.100.9' })).status).toBe(200)
  // The same address, a device that the account has signed in from.
  const known = { ...fromOutside, cookie: `nocturne_device=${here.nocturne_device}` }
  expect((await attempt('chef', password, known)).status).toBe(200)
  // Once the delay is over, the right password is taken, and the count starts again.
  api.clock!.advanceTo('2026-11-20T08:00:03Z')
  expect((await attempt('chef', password, fromOutside)).status).toBe(200)
  expect((await attempt('chef', 'faux', fromOutside)).status).toBe(401)
  expect((await attempt('chef', password, fromOutside)).status).toBe(200)
})

test('a hundred passwords tried at the same time are a hundred tries', async () => {
  await firstAdministrator()
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => attempt('chef', `faux ${n}`)))
  const tried = answers.filter(({ status }) => status === 401).length
  expect(tried).toBe(5)
})

test('one password tried on everybody delays the address too', async () => {
  await firstAdministrator()
  // Straight to the counter: the limit of requests a minute would come first here.
  const { beginAttempt } = await import('../src/platform/accounts/sign-in-lock.ts')
  const now = api.engine.clock.now()
  const waits = []
  for (let n = 0; n < 60; n++)
    waits.push(await beginAttempt(database, { login: `user${n}`, address: '203.0.113.8', device: null, now }))
  expect(waits.slice(0, 51)).toEqual(Array(51).fill(null))
  expect(waits[51]).toBe(2)
})

test('sign-in and one-time links are limited to 30 requests a minute from one address', async () => {
  const answers: Answer[] = []
  for (let n = 1; n <= 31; n++) answers.push(await api.nobody.get(`/api/invitations/guess${n}`))
  expect(answers.slice(0, 30).every(({ status }) => status === 404)).toBe(true)
  expect(answers.at(-1)).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
})

test('a session ends without activity; what pages do by themselves is none', async () => {
  const reader = await api.signIn({ roles: { core: 'reader' } })
  const at = async (time: string, headers: Record<string, string> = {}) => {
    api.clock!.advanceTo(`2026-11-20T${time}Z`)
    return (await reader.get('/api/session', { headers })).status
  }
  expect(await at('08:14:00')).toBe(200)
  expect(await at('08:28:00')).toBe(200)
  expect(await at('08:35:00', { 'x-nocturne-background': '1' })).toBe(200)
  expect(await at('08:36:00', { accept: 'text/event-stream' })).toBe(200)
  // 16 minutes after 08:28, 9 after the last request of all.
  expect(await at('08:44:00')).toBe(401)
})

test('however busy, a session ends 12 hours after signing in', async () => {
  const reader = await api.signIn({ roles: { core: 'reader' } })
  for (let minute = 0; minute < 720; minute += 10) {
    api.clock!.set(new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString())
    expect((await reader.get('/api/session')).status).toBe(200)
  }
  api.clock!.set('2026-11-20T20:00:00Z')
  expect((await reader.get('/api/session')).status).toBe(401)
})

test('the idle time is a setting', async () => {
  const reader = await api.signIn({ roles: { core: 'reader' } })
  await api.installation.settings.set('core.sessions.idle-minutes', 60, 'test')
  api.clock!.advanceTo('2026-11-20T09:00:00Z')
  expect((await reader.get('/api/session')).body).toMatchObject({ idleMinutes: 60 })
  await api.installation.settings.reset('core.sessions.idle-minutes', 'test')
})

test('signing out ends the session', async () => {
  const reader = await api.signIn({ roles: { core: 'reader' } })
  const answer = await reader.delete('/api/session')
  expect(answer.status).toBe(204)
  expect(cookiesOf(answer)).toEqual({ nocturne_session: '' })
  expect((await reader.get('/api/session')).status).toBe(401)
})

test('a password made with other parameters is hashed anew at the next sign-in', async () => {
  await firstAdministrator()
  const { argon2Sync } = await import('node:crypto')
  const salt = Buffer.alloc(16, 7)
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    memory: 8192,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  })
  const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  await database.pool.query('update account set password_hash = $1', [
    `$argon2id$v=19$m=8192,t=1,p=1$${plain(salt)}$${plain(tag)}`,
  ])
  expect((await attempt('chef', password)).status).toBe(200)
  const { rows } = await database.pool.query<{ password_hash: string }>('select password_hash from account')
  expect(rows[0]!.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect((await attempt('chef', password)).status).toBe(200)
})

test('the trail tells of sign-ins, failures and links, without a password', async () => {
  await firstAdministrator()
  await attempt('chef', 'mauvais secret')
  await attempt('chef', password)
  expect((await actions()).slice(0, 6)).toEqual([
    'sign-in.succeeded',
    'sign-in.failed',
    'sign-in.succeeded',
    'account.password-changed',
    'account.created',
    'account.administrator-invited',
  ])
  const { rows } = await database.pool.query<{ row: string }>(
    'select audit_event::text as row from audit_event',
  )
  expect(rows.some(({ row }) => row.includes('mauvais secret') || row.includes(password))).toBe(false)
  expect((await verifyAudit(database.pool)).ok).toBe(true)
})
