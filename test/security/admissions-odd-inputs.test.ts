import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCandidateSession } from '../../src/admissions/candidates/candidate-session.ts'
import { candidateCookie } from '../../src/api/candidate-session-cookie.ts'
import {
  addApplication,
  addDecision,
  addFormation,
  addPerson,
  addRow,
  addScene,
} from '../support/admissions-scene.ts'
import { type ApiClient, type ApiNode, type AskOptions, startApiServer } from '../support/api-server.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// What no honest client sends, to every route of the admissions office and of its candidates: an answer that says so, never an
// internal error. Bodies are of the shape that the API's own description asks for, and odd within.

let database: TestDatabase
let node: ApiNode
let client: ApiClient
let candidate: AskOptions

beforeAll(async () => {
  database = await createTestDatabase()
  const scene = await addScene(database.pool)
  node = await startApiServer(database, { realApplications: true, clock: '2026-06-15T10:00:00Z' })
  client = await node.signIn({ administrator: true })
  const person = await addPerson(database.pool, scene, 1)
  const formation = await addFormation(database.pool, scene, 'L1INFO')
  const application = await addApplication(database.pool, scene, person, formation)
  await addDecision(database.pool, application, scene.favourableId)
  const session = await openCandidateSession(database.pool, person.accountId, node.engine.clock.now())
  candidate = {
    headers: { cookie: `${candidateCookie}=${session.cookieValue}`, 'x-csrf-token': session.csrfToken },
  }
  await addRow(database.pool, 'form', { code: 'FORM', survey_id: 1, label: 'Formulaire' })
  await addRow(database.pool, 'person', { login: 'testun-gestion' })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly format?: string
  readonly pattern?: string
  readonly required?: readonly string[]
}
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

/** What a member of some kind is made of; the second form is for members that are left out where they may be. */
interface Oddity {
  readonly text: string
  readonly number: (schema: Schema) => number
  readonly date: string
  readonly instant: string
  readonly onlyRequired?: boolean
  readonly variant: number
}
const oddities: readonly Oddity[] = [
  {
    text: '\u0000',
    number: () => 2 ** 53 - 1,
    date: '9999-12-31',
    instant: '9999-12-31T23:59:59Z',
    variant: 0,
  },
  { text: '\ud800', number: () => -1, date: '0001-01-01', instant: '0001-01-01T00:00:00Z', variant: 1 },
  {
    text: 'x',
    number: ({ maximum = 2 ** 53 - 1 }) => maximum,
    date: '0000-01-01',
    instant: '0000-01-01T00:00:00Z',
    variant: 0,
  },
  {
    text: 'X',
    number: ({ minimum = 0 }) => Math.max(minimum, 0),
    date: '2026-02-28',
    instant: '2026-06-15T23:59:59+14:00',
    variant: 1,
  },
  {
    text: '1',
    number: () => 1,
    date: '9999-12-31',
    instant: '9999-12-31T23:59:59.999999999-14:00',
    variant: 2,
  },
  {
    text: "' or 1=1 --",
    number: () => 2 ** 31,
    date: '2005-03-14',
    instant: '2005-03-14T00:00:00Z',
    variant: 3,
  },
  {
    text: '../../etc/passwd',
    number: () => 1e15,
    date: '8999-01-01',
    instant: '8999-01-01T00:00:00Z',
    variant: 4,
  },
  {
    text: '😀\u202e\r\nBcc: testun@example.org',
    number: () => 0.5,
    date: '1900-01-01',
    instant: '1900-01-01T00:00:00Z',
    onlyRequired: true,
    variant: 0,
  },
  {
    text: '9'.repeat(30),
    number: () => 2 ** 31 - 1,
    date: '2026-06-15',
    instant: '2026-06-15T00:00:00Z',
    onlyRequired: true,
    variant: 1,
  },
]

/** A value of the shape that is asked for, odd within. */
function made(schema: Schema, oddity: Oddity, schemas: Readonly<Record<string, Schema>>, name = ''): unknown {
  if (schema.$ref !== undefined) return made(schemas[schema.$ref.split('/').at(-1)!]!, oddity, schemas, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[oddity.variant % schema.enum.length]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return made(choices[oddity.variant % choices.length]!, oddity, schemas, name)
  if (schema.allOf !== undefined)
    return Object.assign({}, ...schema.allOf.map((one) => made(one, oddity, schemas, name) as object))
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => !oddity.onlyRequired || schema.required?.includes(key))
          .map(([key, inner]) => [key, made(inner, oddity, schemas, key)]),
      )
    case 'array':
      return [made(schema.items ?? {}, oddity, schemas, name)]
    case 'integer':
    case 'number':
      // Some are told what they ask for; else nothing gets past the first check.
      if (name === 'version') return oddity.variant % 2 === 0 ? 0 : oddity.number(schema)
      return oddity.number(schema)
    case 'boolean':
      return oddity.variant % 2 === 0
    case 'null':
      return null
    default:
      if (schema.format === 'date') return oddity.date
      if (schema.format === 'date-time') return oddity.instant
      if (schema.format === 'email') return `${'a'.repeat(60)}@example.org`
      if (known[name] !== undefined) return known[name]
      return oddity.text.slice(0, schema.maxLength ?? 1000)
  }
}

/** Of the scene: what leads further than a name of nothing. */
const known: Readonly<Record<string, string>> = {
  dossierNo: 'T0000001',
  formation: 'L1INFO',
  campaign: '2026',
  centre: 'CENTRE',
  commission: 'COMMISSION',
  decisionType: 'ADMIS',
}
const names: Record<string, string> = {
  level: 'application',
  sisKind: 'A',
  table: 'user',
  kind: 'candidatures',
  login: 'testun-gestion',
}
const paths = [
  '1',
  '0',
  '-1',
  '2147483648',
  '9'.repeat(15),
  '9'.repeat(30),
  '%ED%A0%80',
  '..%2F..%2Fetc%2Fpasswd',
]
const queries = [
  '',
  '0',
  '-1',
  '2147483648',
  '9'.repeat(18),
  '9'.repeat(30),
  '2147483648-application',
  '["x","y","z"]',
  '%00',
  '%ED%A0%80',
  '%25_',
  '0000-01-01T00:00:00Z',
]

test('no route of admissions or of candidates fails over what it is sent', async () => {
  const described = (await node.nobody.get('/api/docs/json')).body as {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  names.code = (await client.get('/api/admissions/mail-templates')).body.items[0].code
  const { schemas } = described.components
  const failures: string[] = []
  const answers = new Map<number, number>()
  const routes = Object.entries(described.paths).filter(([path]) =>
    /^\/api\/(admissions|candidate)\b/.test(path),
  )
  for (const [path, methods] of routes)
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
      const ask = async (url: string, body?: object) => {
        const { status } = await client[method as 'post'](
          url,
          body,
          path.startsWith('/api/candidate') ? candidate : {},
        )
        answers.set(status, (answers.get(status) ?? 0) + 1)
        if (status >= 500 && status !== 503)
          failures.push(`${method} ${url.slice(0, 150)}: ${status} ${JSON.stringify(body)?.slice(0, 1500)}`)
      }
      const at = (value: string) =>
        path.replace(/\{(\w+)\}/g, (_, name) =>
          value === '1' ? (names[name] ?? value) : name === 'level' ? 'candidate' : value,
        )
      const schema = requestBody?.content['application/json']?.schema
      const bodies: (object | undefined)[] =
        schema === undefined ? [undefined] : oddities.map((oddity) => made(schema, oddity, schemas) as object)
      for (const value of paths.slice(0, path.includes('{') ? undefined : 1))
        for (const body of value === '1' || bodies.length === 1 ? bodies : bodies.slice(2, 5))
          await ask(at(value), body)
      for (const { name } of parameters.filter((one) => one.in === 'query'))
        for (const value of queries)
          await ask(
            `${at('1')}?${name}=${value.startsWith('%') ? value : encodeURIComponent(value)}`,
            bodies[0],
          )
    }
  expect(routes.length).toBeGreaterThan(30)
  // It got past the first checks, too.
  expect(answers.get(200)).toBeGreaterThan(100)
  expect(failures).toEqual([])
}, 120_000)
