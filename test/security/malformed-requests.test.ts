import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What no page sends: it is refused as such. `stop` fails where anything ended in an internal error.

let database: TestDatabase
let api: ApiNode
let chief: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  api = await startApiServer(database, { realApplications: true })
  chief = await api.signIn({ administrator: true })
})
afterAll(async () => {
  await api?.stop()
  await database?.drop()
})

const json = { headers: { 'content-type': 'application/json' } }
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test.each([
  '/api/batches/%00',
  '/api/uploads/%00',
  '/api/import-models/%00/codes',
  '/api/nomenclatures/PAYS/items?search=%00',
  '/api/runs?batch=%00',
  '/api/runs?batch=CLEAN&batch=%00',
  '/api/audit?actor=%00',
  '/api/audit.csv?subject=%00',
])('a U+0000 in an address is refused: %s', async (path) => {
  expect(await chief.get(path)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
})

test.each([
  ['POST', '/api/session', { login: 'a\u0000', password: 'b' }],
  ['PATCH', '/api/account', { name: 'a\u0000b' }],
  ['POST', '/api/account/tokens', { name: '\u0000' }],
  ['POST', '/api/accounts', { login: 'abc', name: '\u0000', email: null }],
  ['PUT', '/api/settings/health.import.file', { value: 'a\u0000' }],
  ['PUT', '/api/preferences/x', { value: { deep: ['a\u0000b'] } }],
  ['PUT', '/api/preferences/x', { value: { 'a\u0000': 1 } }],
  ['PUT', '/api/preferences/x', { value: '\ud800' }],
  ['POST', '/api/nomenclatures/PAYS/items', { code: '\u0000', label: 'x', parent: null }],
  ['POST', '/api/imports', { uploadId: '\u0000', model: 'APOGEE', dryRun: true, simulation: null }],
  ['POST', '/api/batches/CLEAN/runs', { parameters: { a: '\u0000' } }],
] as const)('a text that cannot be stored is refused: %s %s', async (method, path, body) => {
  const ask = chief[method.toLowerCase() as 'post']
  expect(await ask(path, body)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
})

test.each([
  ['PUT', '/api/preferences/x', `{"value":${nested(9_000)}}`],
  ['POST', '/api/session', nested(400_000)],
  ['POST', '/api/batches/CLEAN/runs', `{"parameters":{"a":${nested(100_000)}}}`],
  ['PUT', '/api/batches/CLEAN/plan', `{"version":1,"schedule":${nested(100_000)}}`],
] as const)('a body nested without end is refused: %s %s', async (method, path, body) => {
  const ask = chief[method.toLowerCase() as 'post']
  expect(await ask(path, body, json)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
})

test('what has the shape of a prototype is refused', async () => {
  for (const value of ['{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}'])
    expect((await chief.put('/api/preferences/x', `{"value":${value}}`, json)).status).toBe(400)
  const made = await chief.post(
    '/api/accounts',
    '{"login":"abcd","name":"x","email":null,"grants":{"constructor":"administrator"}}',
    json,
  )
  expect(made.status).toBe(422)
  expect(({} as Record<string, unknown>).a).toBeUndefined()
})

test.each([
  '/api/nights/9999-12-31',
  '/api/nights/0000-01-01',
  '/api/batches/CLEAN/instants/9999-12-31T23:59:59-23:59',
  '/api/batches/CLEAN/instants/0000-01-01T00:00:00Z',
  '/api/runs?to=9999-12-31T23:59:59-23:59',
  '/api/runs?from=0000-01-01T00:00:00Z',
  '/api/runs.csv?from=0000-01-01T00:00:00Z',
  '/api/audit?from=0000-01-01T00:00:00Z',
  '/api/batches/CLEAN/revisions?before=99999999999',
  '/api/runs?before=99999999999999999999',
  '/api/accounts/9223372036854775808',
])('a date or a number out of reach is a field to correct: %s', async (path) => {
  expect(await chief.get(path)).toMatchObject({ status: 422, body: { code: 'INVALID_FIELDS' } })
})

test('so is a version out of reach', async () => {
  const version = 9_007_199_254_740_991
  const answers = [
    await chief.patch(`/api/accounts/${chief.accountId}`, { version }),
    await chief.put('/api/batches/CLEAN/plan', { version }),
    await chief.post('/api/batches/CLEAN/revisions/1/restoration', { version }),
    await chief.post(`/api/batches/CLEAN/revisions/${version}/restoration`, { version: 1 }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422])
})

test.each(['a b', 'nocturne.example.org/path', 'user@nocturne.example.org', 'a"b', 'x?y', '%'])(
  'a host that is none is refused, with the security headers: %s',
  async (host) => {
    const answer = await api.nobody.post('/api/session', { login: 'a', password: 'b' }, { headers: { host } })
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  },
)

test('a name of several lines is nobody’s', async () => {
  expect((await chief.patch('/api/account', { name: 'Testun\r\nBcc: all@example.org' })).status).toBe(422)
})
