import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { editAccount } from '../src/platform/accounts/account-store.ts'
import { recordAudit } from '../src/platform/audit/audit-trail.ts'
import { verifyAudit } from '../src/platform/audit/verify-audit.ts'
import { type ApiClient, type ApiNode, startApiServer } from './support/api-server.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { until } from './support/test-engine.ts'

// What administrators do to accounts, what people do to their own, and what of it counts at once.

let database: TestDatabase
let api: ApiNode
let chief: ApiClient
let count = 0

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database)
})
afterAll(async () => {
  await api.stop()
  await database.drop()
})
beforeEach(async () => {
  await database.pool.query('truncate account cascade')
  chief = await api.signIn({ login: `chief${++count}`, administrator: true })
})

const grants = { health: 'operator', core: 'reader' } as const

async function newAccount(login: string): Promise<{ id: number; version: number; url: string }> {
  const made = await chief.post('/api/accounts', { login, name: 'Testun', email: null, grants })
  expect(made.status, made.text).toBe(201)
  return { id: made.body.account.id, version: made.body.account.version, url: made.body.link.url }
}

async function signedIn(url: string, password = 'quatre chevaux agrafent'): Promise<string> {
  const answer = await api.nobody.post(url.replace(/^.*\/invitation\//, '/api/invitations/'), { password })
  expect(answer.status, answer.text).toBe(200)
  const cookies = [answer.headers['set-cookie']].flat() as string[]
  return cookies.find((cookie) => cookie.startsWith('nocturne_session='))!.split(';', 1)[0]!
}

const status = async (cookie: string) =>
  (await api.nobody.get('/api/session', { headers: { cookie } })).status

async function lastAudit(): Promise<{
  action: string
  subject: string | null
  actor: string
  detail: unknown
}> {
  const { rows } = await database.pool.query(
    'select action, subject, actor, detail from audit_event order by id desc limit 1',
  )
  return rows[0]
}

describe('the medical right', () => {
  const rightsOf = async (client: Pick<ApiClient, 'get'>, headers = {}) =>
    (await client.get('/api/session', { headers })).body.rights as string[]

  test('nobody has it by being administrator; it is given and taken by name, and both are written down', async () => {
    expect(await rightsOf(chief)).toEqual([])
    const doctor = await api.signIn({ login: 'testun-medecin', roles: { health: 'reader' } })
    expect(await rightsOf(doctor)).toEqual([])
    const edit = (version: number, rights: string[]) =>
      chief.patch(`/api/accounts/${doctor.accountId}`, { version, rights })
    const given = await edit(1, ['medical'])
    expect(given.body).toMatchObject({ rights: ['medical'], grants: { health: 'reader' }, version: 2 })
    expect(await rightsOf(doctor)).toEqual(['medical'])
    expect(await lastAudit()).toMatchObject({
      action: 'account.changed',
      actor: chief.login,
      detail: { changes: { rights: { from: [], to: ['medical'] } } },
    })
    expect((await database.pool.query('select given_by from account_right')).rows).toEqual([
      { given_by: chief.login },
    ])
    expect((await edit(1, [])).body.code).toBe('STALE_VERSION')
    // Another edit leaves it alone.
    await chief.patch(`/api/accounts/${doctor.accountId}`, { version: 2, name: 'Testun Médecin' })
    expect(await rightsOf(doctor)).toEqual(['medical'])
    expect((await edit(3, [])).body.rights).toEqual([])
    expect(await rightsOf(doctor)).toEqual([])
    expect((await edit(4, ['surgical'])).status).toBe(422)
  })

  test('a token has it only if it was asked for, and while its owner has it', async () => {
    const doctor = await api.signIn({ roles: { health: 'reader' }, rights: ['medical'] })
    const token = async (rights?: string[]) =>
      (await doctor.post('/api/account/tokens', { name: 'test', ...(rights && { rights }) })).body
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
    const plain = await token()
    const medical = await token(['medical'])
    expect([plain.token.rights, medical.token.rights]).toEqual([[], ['medical']])
    expect(await rightsOf(api.nobody, bearer(plain.secret))).toEqual([])
    expect(await rightsOf(api.nobody, bearer(medical.secret))).toEqual(['medical'])
    await chief.patch(`/api/accounts/${doctor.accountId}`, { version: 1, rights: [] })
    expect(await rightsOf(api.nobody, bearer(medical.secret))).toEqual([])
    const refused = await doctor.post('/api/account/tokens', { name: 'test', rights: ['medical'] })
    expect(refused.status).toBe(403)
  })
})

describe('accounts', () => {
  test('an administrator makes an account, whose owner chooses a password by the link, once', async () => {
    const made = await chief.post('/api/accounts', {
      login: 'Nouvelle',
      name: ' Testun Nouvelle ',
      email: 'n@example.org',
      grants,
    })
    expect(made.body).toMatchObject({
      account: {
        login: 'Nouvelle',
        name: 'Testun Nouvelle',
        administrator: false,
        grants,
        enabled: true,
        hasPassword: false,
        identities: [],
        createdBy: chief.login,
        lastSignInAt: null,
        version: 1,
      },
      link: { url: expect.stringMatching(/^http:\/\/localhost:80\/invitation\/[\w-]{43}$/), mailed: false },
    })
    expect(made.body.account.invitedUntil).toBe(made.body.link.expiresAt)
    const cookie = await signedIn(made.body.link.url)
    const session = await api.nobody.get('/api/session', { headers: { cookie } })
    expect(session.body).toMatchObject({
      administrator: false,
      roles: { core: 'reader', health: 'operator', admissions: null, learning: null },
      applications: [{ code: 'core' }, { code: 'health' }],
    })
    const listed = await chief.get('/api/accounts')
    expect(listed.body.items.map((one: { login: string }) => one.login)).toEqual([chief.login, 'Nouvelle'])
    expect(listed.body.items[1]).toMatchObject({ hasPassword: true, invitedUntil: null })
    // A new link is for a new password, and ends the sessions when it is used.
    const link = await chief.post(`/api/accounts/${made.body.account.id}/invitation`)
    expect(link.status).toBe(201)
    await signedIn(link.body.url, 'autre phrase de passe')
    expect(await status(cookie)).toBe(401)
  })

  test('logins are unique whatever their case, and plain', async () => {
    await newAccount('double')
    const again = await chief.post('/api/accounts', { login: 'DOUBLE', name: 'X', email: null })
    expect(again).toMatchObject({ status: 409, body: { code: 'ALREADY_EXISTS' } })
    for (const login of ['cli:root', 'é', '-x', 'a b'])
      expect(await chief.post('/api/accounts', { login, name: 'X', email: null })).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'login' }] },
      })
  })

  test('a closed account loses sessions, tokens and links at once, and comes back without them', async () => {
    const { id, version, url } = await newAccount('fermable')
    const cookie = await signedIn(url)
    const session = await api.nobody.get('/api/session', { headers: { cookie } })
    const token = await api.nobody.post(
      '/api/account/tokens',
      { name: 'nuit' },
      { headers: { cookie, 'x-csrf-token': session.body.csrfToken } },
    )
    const bearer = { authorization: `Bearer ${token.body.secret}` }
    expect((await api.nobody.get('/api/account', { headers: bearer })).status).toBe(200)
    const current = await chief.get(`/api/accounts/${id}`)
    const closed = await chief.patch(`/api/accounts/${id}`, { version: current.body.version, enabled: false })
    expect(closed).toMatchObject({ status: 200, body: { enabled: false } })
    expect(await status(cookie)).toBe(401)
    expect((await api.nobody.get('/api/account', { headers: bearer })).status).toBe(401)
    expect((await chief.post(`/api/accounts/${id}/invitation`)).status).toBe(409)
    const login = { login: 'fermable', password: 'quatre chevaux agrafent' }
    expect((await api.nobody.post('/api/session', login)).body.code).toBe('WRONG_CREDENTIALS')
    await chief.patch(`/api/accounts/${id}`, { version: closed.body.version, enabled: true })
    expect(await status(cookie)).toBe(401)
    expect((await api.nobody.post('/api/session', login)).status).toBe(200)
    expect(version).toBe(1)
  })

  test('a lost role counts at once', async () => {
    const reader = await api.signIn({ roles: { health: 'reader' } })
    expect((await reader.get('/api/session')).body.roles.health).toBe('reader')
    const { version } = (await chief.get(`/api/accounts/${reader.accountId}`)).body
    await chief.patch(`/api/accounts/${reader.accountId}`, { version, grants: { core: 'operator' } })
    expect((await reader.get('/api/session')).body.roles).toMatchObject({ health: null, core: 'operator' })
    expect(await lastAudit()).toMatchObject({
      action: 'account.changed',
      subject: `account:${reader.accountId}`,
      actor: chief.login,
      detail: { changes: { grants: { from: { health: 'reader' }, to: { core: 'operator' } } } },
    })
  })

  test('a stale edit is refused', async () => {
    const { id } = await newAccount('editee')
    expect((await chief.patch(`/api/accounts/${id}`, { version: 1, name: 'Une' })).status).toBe(200)
    const stale = await chief.patch(`/api/accounts/${id}`, { version: 1, name: 'Deux' })
    expect(stale).toMatchObject({ status: 409, body: { code: 'STALE_VERSION' } })
    expect((await chief.patch('/api/accounts/999999', { version: 1 })).body.code).toBe('UNKNOWN_ACCOUNT')
  })

  test('the last administrator stays, also when two of them remove each other at the same time', async () => {
    const path = (client: ApiClient) => `/api/accounts/${client.accountId}`
    for (const edit of [{ administrator: false }, { enabled: false }])
      expect(await chief.patch(path(chief), { version: 1, ...edit })).toMatchObject({
        status: 409,
        body: { code: 'LAST_ADMINISTRATOR' },
      })
    const other = await api.signIn({ administrator: true })
    const remove = (client: ApiClient) =>
      editAccount(
        database,
        client.accountId,
        { version: 1, enabled: false },
        { author: 'test', address: null, now: api.engine.clock.now() },
      )
    const outcomes = await Promise.all([remove(other), remove(chief)])
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'last-administrator' })
  })

  test('an administrator ends all sessions of an account', async () => {
    const reader = await api.signIn({ roles: { core: 'reader' } })
    expect((await chief.delete(`/api/accounts/${reader.accountId}/sessions`)).status).toBe(204)
    expect((await reader.get('/api/session')).status).toBe(401)
    expect(await lastAudit()).toMatchObject({ action: 'account.sessions-ended', detail: { ended: 1 } })
  })

  test('nobody else sees accounts or the trail', async () => {
    const all = await api.signIn({ roles: { core: 'administrator', health: 'administrator' } })
    for (const path of [
      '/api/accounts',
      `/api/accounts/${chief.accountId}`,
      '/api/audit',
      '/api/audit.csv',
      '/api/audit/verification',
    ])
      expect([path, (await all.get(path)).status, (await api.nobody.get(path)).status]).toEqual([
        path,
        403,
        401,
      ])
    expect((await all.post('/api/accounts', { login: 'x', name: 'x', email: null })).status).toBe(403)
    expect((await all.put('/api/maintenance', { on: true })).status).toBe(403)
  })
})

describe('CSRF', () => {
  const edit = { locale: 'en' }
  const ask = (client: ApiClient, headers: Record<string, string>) =>
    api.nobody.patch('/api/account', edit, { headers: { cookie: client.headers.cookie!, ...headers } })

  test('what changes something needs the token of this very session', async () => {
    const one = await api.signIn()
    const other = await api.signIn()
    const token = (client: ApiClient) => ({ 'x-csrf-token': client.headers['x-csrf-token']! })
    for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': 'x' }, token(other)])
      expect(await ask(one, headers)).toMatchObject({ status: 403, body: { code: 'CSRF' } })
    expect((await ask(one, token(one))).status).toBe(200)
    expect(
      (await api.nobody.delete('/api/session', { headers: { cookie: one.headers.cookie! } })).body.code,
    ).toBe('CSRF')
  })

  test.each([
    [403, { origin: 'https://evil.example.org' }],
    [403, { origin: 'null' }],
    [403, { origin: 'http://localhost:81' }],
    [403, { 'sec-fetch-site': 'cross-site' }],
    [403, { 'sec-fetch-site': 'same-site' }],
    [200, { origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }],
    [200, { 'sec-fetch-site': 'none' }],
  ])('answers %d to a request that comes with %o', async (expected, headers) => {
    const one = await api.signIn()
    const own = { 'x-csrf-token': one.headers['x-csrf-token']!, host: 'localhost:80' }
    expect((await ask(one, { ...own, ...headers })).status).toBe(expected)
  })

  test('somebody else’s page cannot sign a browser in', async () => {
    const body = { login: 'x', password: 'y' }
    for (const headers of [{ origin: 'https://evil.example.org' }, { 'sec-fetch-site': 'cross-site' }])
      expect((await api.nobody.post('/api/session', body, { headers })).body.code).toBe('CSRF')
  })
})

describe('one’s own account', () => {
  test('name, address and language', async () => {
    const one = await api.signIn()
    const edited = await one.patch('/api/account', { name: 'Testun Autre', email: null, locale: 'en' })
    expect(edited.body).toMatchObject({ name: 'Testun Autre', email: null, locale: 'en' })
    expect((await one.get('/api/nothing')).body.title).toBe('Nothing at this address')
  })

  test('a new password needs the present one, follows the rules, and ends the other sessions', async () => {
    const { url } = await newAccount('change')
    const cookie = await signedIn(url)
    const sent = { login: 'change', password: 'quatre chevaux agrafent' }
    const elsewhere = await api.nobody.post('/api/session', sent)
    const other = ([elsewhere.headers['set-cookie']].flat() as string[])[0]!.split(';', 1)[0]!
    const { csrfToken } = (await api.nobody.get('/api/session', { headers: { cookie } })).body
    const put = (current: string, fresh: string) =>
      api.nobody.put(
        '/api/account/password',
        { current, new: fresh },
        { headers: { cookie, 'x-csrf-token': csrfToken } },
      )
    expect(await put('faux', 'une phrase bien longue')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'current' }] },
    })
    expect(await put('quatre chevaux agrafent', 'change2026')).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'new' }, { path: 'new' }] },
    })
    expect((await put('quatre chevaux agrafent', 'une phrase bien longue')).status).toBe(204)
    expect([await status(cookie), await status(other)]).toEqual([200, 401])
    expect((await api.nobody.post('/api/session', sent)).status).toBe(401)
  })

  test('who signs in elsewhere has no password here to change', async () => {
    const one = await api.signIn()
    expect((await one.put('/api/account/password', { current: 'x', new: 'y' })).status).toBe(403)
  })

  test('lists its sessions and ends one of them, never somebody else’s', async () => {
    const one = await api.signIn()
    const other = await api.signIn()
    const { items } = (await one.get('/api/account/sessions')).body
    expect(items).toEqual([
      expect.objectContaining({ current: true, method: 'local', address: '127.0.0.1', userAgent: 'test' }),
    ])
    const foreign = (await other.get('/api/account/sessions')).body.items[0].id
    expect((await one.delete(`/api/account/sessions/${foreign}`)).status).toBe(404)
    expect((await one.delete('/api/account/sessions/not-a-session')).status).toBe(404)
    expect((await one.delete(`/api/account/sessions/${items[0].id}`)).status).toBe(204)
    expect((await one.get('/api/session')).status).toBe(401)
    expect((await other.get('/api/session')).status).toBe(200)
  })

  test('preferences are kept by account, 20 kB each', async () => {
    const [one, other] = [await api.signIn(), await api.signIn()]
    const path = '/api/preferences/batches.columns'
    expect((await one.get(path)).body).toEqual({ value: null })
    expect((await one.put(path, { value: ['code', { width: 3 }] })).status).toBe(204)
    expect((await one.put(path, { value: ['label'] })).status).toBe(204)
    expect((await one.get(path)).body).toEqual({ value: ['label'] })
    expect((await other.get(path)).body).toEqual({ value: null })
    expect((await one.put(path, { value: 'x'.repeat(20_001) })).body.code).toBe('TOO_LARGE')
    expect((await one.put('/api/preferences/..%2F', { value: 1 })).status).toBe(422)
  })
})

describe('API tokens', () => {
  async function token(
    owner: ApiClient,
    asked: object,
  ): Promise<{
    id: number
    ask: (path: string) => Promise<{ status: number; body: { roles: unknown; administrator: boolean } }>
  }> {
    const made = await owner.post('/api/account/tokens', { name: 'nuit', ...asked })
    expect(made.status, made.text).toBe(201)
    expect(made.body.secret).toMatch(/^noct_[\w-]{43}$/)
    expect(made.body.token.prefix).toBe(made.body.secret.slice(0, 11))
    const headers = { authorization: `Bearer ${made.body.secret}` }
    return { id: made.body.token.id, ask: (path) => api.nobody.get(path, { headers }) }
  }

  test('a token may at most what it is scoped to, and at most what its owner may now', async () => {
    const owner = await api.signIn({ roles: { core: 'reader', health: 'administrator' } })
    const narrow = await token(owner, { role: 'operator', applications: ['core', 'health', 'learning'] })
    expect((await narrow.ask('/api/session')).body.roles).toEqual({
      core: 'reader',
      health: 'operator',
      admissions: null,
      learning: null,
    })
    const healthOnly = await token(owner, { role: 'administrator', applications: ['health'] })
    expect((await healthOnly.ask('/api/session')).body.roles).toMatchObject({
      core: null,
      health: 'administrator',
    })
    await chief.patch(`/api/accounts/${owner.accountId}`, { version: 1, grants: { health: 'reader' } })
    expect((await narrow.ask('/api/session')).body.roles).toMatchObject({ core: null, health: 'reader' })
    expect((await healthOnly.ask('/api/session')).body.roles).toMatchObject({ health: 'reader' })
  })

  test('only an unscoped token of an administrator acts for the installation', async () => {
    const full = await token(chief, { role: 'administrator', applications: null })
    const reading = await token(chief, { role: 'reader', applications: null })
    const narrow = await token(chief, {
      role: 'administrator',
      applications: ['core', 'health', 'admissions', 'learning'],
    })
    const statuses = []
    for (const one of [full, reading, narrow]) statuses.push((await one.ask('/api/accounts')).status)
    expect(statuses).toEqual([200, 403, 403])
  })

  test('a token needs no CSRF token, but cannot touch what guards the account', async () => {
    const { secret } = (await chief.post('/api/account/tokens', { name: 'x', role: 'administrator' })).body
    const headers = { authorization: `Bearer ${secret}`, origin: 'https://machine.example.org' }
    const put = await api.nobody.put('/api/preferences/x', { value: 1 }, { headers })
    expect(put.status).toBe(204)
    for (const [method, path, body] of [
      ['post', '/api/account/tokens', { name: 'y' }],
      ['put', '/api/account/password', { current: 'x', new: 'y' }],
      ['patch', '/api/account', { name: 'y' }],
    ] as const)
      expect([path, (await api.nobody[method](path, body, { headers })).status]).toEqual([path, 403])
  })

  test('revoked, expired and invented tokens count for nothing', async () => {
    const owner = await api.signIn({ roles: { core: 'reader' } })
    const { id, ask } = await token(owner, { expiresInDays: 1 })
    expect((await ask('/api/account')).status).toBe(200)
    expect((await owner.get('/api/account/tokens')).body.items).toEqual([
      expect.objectContaining({ id, role: 'reader', revokedAt: null, lastUsedAt: expect.any(String) }),
    ])
    const other = await api.signIn()
    expect((await other.delete(`/api/account/tokens/${id}`)).status).toBe(404)
    expect((await owner.delete(`/api/account/tokens/${id}`)).status).toBe(204)
    expect((await owner.delete(`/api/account/tokens/${id}`)).status).toBe(404)
    expect((await ask('/api/account')).status).toBe(401)
    const expired = await token(owner, { expiresInDays: 1 })
    await database.pool.query(`update api_token set expires_at = now() - interval '1 second' where id = $1`, [
      expired.id,
    ])
    expect((await expired.ask('/api/account')).status).toBe(401)
    // A bad token is not made up for by a good cookie.
    const both = { ...owner.headers, authorization: 'Bearer noct_invented' }
    expect((await api.nobody.get('/api/account', { headers: both })).status).toBe(401)
  })
})

describe('maintenance', () => {
  test('closes every node to all but administrators of the installation, within a second', async () => {
    const second = await startApiServer(database)
    try {
      const reader = await api.signIn({ roles: { core: 'administrator' } })
      expect((await second.as(reader).get('/api/account')).status).toBe(200)
      const on = await chief.put('/api/maintenance', { on: true, message: 'Retour à 14h' })
      expect(on.body).toMatchObject({
        on: true,
        message: 'Retour à 14h',
        by: chief.login,
        since: expect.any(String),
      })
      await until(async () => (await second.as(reader).get('/api/account')).status === 503, 1_000)
      const refused = await second.as(reader).get('/api/account')
      expect(refused).toMatchObject({ status: 503, body: { code: 'MAINTENANCE', detail: 'Retour à 14h' } })
      expect(refused.headers['retry-after']).toBe('30')
      expect((await second.as(reader).get('/api/session')).body.maintenance).toMatchObject({ on: true })
      expect((await second.nobody.get('/api/sign-in-options')).body.maintenance).toMatchObject({
        on: true,
        message: 'Retour à 14h',
        by: null,
      })
      expect((await second.nobody.get('/')).status).not.toBe(401)
      expect((await second.as(chief).get('/api/accounts')).status).toBe(200)
      const off = await second.as(chief).put('/api/maintenance', { on: false })
      expect(off.body).toEqual({ on: false, message: null, since: null, by: null })
      await until(async () => (await api.as(reader).get('/api/account')).status === 200, 1_000)
    } finally {
      await second.stop()
    }
  })
})

describe('the audit trail over the API', () => {
  test('reading it is written in it, once a search', async () => {
    const asked = { query: { action: 'account.', size: '1' } }
    const first = await chief.get('/api/audit', asked)
    expect(first.body.items).toHaveLength(1)
    await chief.get('/api/audit', { query: { ...asked.query, before: String(first.body.next) } })
    await chief.get('/api/audit', asked)
    const { rows } = await database.pool.query(
      `select detail from audit_event where action = 'audit.searched' and actor = $1`,
      [chief.login],
    )
    expect(rows).toEqual([{ detail: { action: 'account.' } }])
  })

  test('as a CSV file, in which nothing is a formula', async () => {
    await recordAudit(database.pool, {
      actor: '=cmd|"/C calc"!A0',
      action: 'sign-in.failed',
      address: '127.0.0.1',
    })
    const { status, headers, bytes } = await chief.get('/api/audit.csv', {
      query: { action: 'sign-in.failed' },
    })
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="nocturne-audit-\d{4}-\d\d-\d\d\.csv"$/,
    )
    const text = bytes.toString('utf8')
    expect(
      text.startsWith('\ufeffNuméro;Date et heure;Auteur;Action;Objet;Application;Adresse;Détail\r\n'),
    ).toBe(true)
    expect(text).toMatch(/\r\n\d+;\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d;/)
    expect(text).toContain(`;"'=cmd|""/C calc""!A0";sign-in.failed;;;127.0.0.1;`)
    expect(await lastAudit()).toMatchObject({ action: 'audit.exported', actor: chief.login })
  })

  test('its verification', async () => {
    const { body } = await chief.get('/api/audit/verification')
    const verdict = await verifyAudit(database.pool)
    expect(body).toEqual(verdict)
    expect(verdict.ok).toBe(true)
  })
})
