import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { insertStudents } from '../support/health-people.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What no honest client sends, to every route of the health service: an answer that says so, never an internal error.

let database: TestDatabase
let node: ApiNode
let client: ApiClient

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    realApplications: true,
    configuration: { encryptionKeys: [Buffer.alloc(32, 3).toString('base64')] },
  })
  client = await node.signIn({ administrator: true, rights: ['medical'] })
  await insertStudents(database.pool, 3)
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
}

const texts = [
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  "' or 1=1 --",
  'x'.repeat(200),
  '{{',
  '9'.repeat(30),
  '-1',
  'NaN',
]
const cursors = [
  '0',
  '1',
  '9'.repeat(18),
  '1.1',
  '253402300800000.1',
  '-999999999999999.1',
  '~',
  '9999-12-31~x',
  '2026-02-30',
]

/** In an address; half a character cannot be written there, but its bytes can. */
const encoded = (text: string) => (text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80')

/** A body with every member that some route knows. */
const bodyOf = (text: string) => ({
  student: { ine: text, login: text, studentId: 99_999_999_999_999 },
  items: [
    {
      reference: text,
      student: { ine: text },
      motive: text,
      dueOn: '0001-01-01',
      startsAt: '9999-12-31T23:59:59Z',
      vaccine: { id: 1e15 },
    },
  ],
  ...{
    reference: text,
    label: text,
    practitioner: text,
    content: text,
    motive: text,
    reason: text,
    fingerprint: text,
  },
  ...{ startsAt: '0001-01-01T00:00:00Z', openedAt: '0001-01-01T00:00:00Z', dueOn: '9999-12-31' },
  ...{ keptId: 1, absorbedId: 2 ** 53, samePerson: true, version: 0, decision: 'ignore' },
  ...{ vaccine: { id: 1e15 }, values: { name: text }, revert: [text] },
})

test('no route of the health service fails over what it is sent', async () => {
  const { paths } = (await node.nobody.get('/api/docs/json')).body as {
    paths: Record<string, Record<string, Operation>>
  }
  const failures: string[] = []
  const routes = Object.entries(paths).filter(([path]) => path.startsWith('/api/health'))
  for (const [path, methods] of routes)
    for (const [method, { parameters = [] }] of Object.entries(methods)) {
      const names = parameters.filter((one) => one.in === 'query').map(({ name }) => name)
      const ask = async (url: string, body?: object) => {
        const { status } = await client[method as 'post'](url, body)
        if (status >= 500) failures.push(`${method} ${url.slice(0, 120)}: ${status}`)
      }
      const reads = method === 'get' || method === 'delete'
      for (const text of texts) {
        const query = names.map((name) => `${name}=${encoded(text)}`).join('&')
        await ask(`${path.replace(/\{\w+\}/g, encoded(text))}?${query}`, reads ? undefined : bodyOf(text))
      }
      if (reads)
        for (const name of names)
          for (const cursor of cursors)
            await ask(`${path.replace(/\{\w+\}/g, '1')}?${name}=${encoded(cursor)}`)
    }
  expect(routes.length).toBeGreaterThan(30)
  expect(failures).toEqual([])
}, 60_000)
