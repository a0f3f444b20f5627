import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { withdrawalTemplate } from '../src/admissions/mails/shipped-templates.ts'
import { addCampaign, addPerson, addRow, addScene } from './support/admissions-scene.ts'
import { type ApiClient, type ApiNode, startApiServer } from './support/api-server.ts'
import { addDuplicateScene, type DuplicateScene } from './support/duplicate-scene.ts'
import { addFollowUp } from './support/follow-ups.ts'
import { testBatch } from './support/plain-engine.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

/**
 * The description of the API that it serves itself is true: it names every route, it is well-formed, and what the routes
 * really answer is what it says. Ajv, which comes with Fastify, judges by JSON Schema alone: our zod schemas are not
 * asked.
 */
interface Operation {
  readonly tags?: readonly string[]
  readonly summary?: string
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>
  >
}
interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

let database: TestDatabase
let node: ApiNode
let administrator: ApiClient
let description: Description
let runId: number
let fileId: number
/** What `{id}` is, by the beginning of the path; else an account. */
let ids: Readonly<Record<string, string | number>>

const working = testBatch('WORKING', {
  schedule: { time: '02:30', weekdays: ['sun'] },
  parameters: z.strictObject({ jours: z.int().min(1).default(30) }),
  async run({ log, progress, files }) {
    log.info('au travail')
    log.warn('presque fini')
    progress(1, 2, 'écriture')
    const path = join(await files.directory(), 'bilan.txt')
    writeFileSync(path, 'bilan')
    await files.add(path)
    return { lignes: 12, fichier: 'bilan.txt', complet: true, reste: null }
  },
})
const failing = testBatch('FAILING', {
  danger: { preview: async () => ({ dossiers: 12 }) },
  run: async () => {
    throw new Error('en panne')
  },
})

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    batches: { health: [working, failing] },
    clock: '2026-01-05T10:00:00Z',
  })
  administrator = await node.signIn({ administrator: true })
  description = (await node.nobody.get('/api/docs/json')).body
  runId = await run('WORKING', {})
  const failed = await run('FAILING', { confirmation: 'FAILING' })
  await administrator.put(`/api/runs/${failed}/acknowledgement`)
  await administrator.put('/api/batches/WORKING/plan', { version: 1, catchUp: { policy: 'skip' } })
  const page = await administrator.get(`/api/runs/${runId}`)
  fileId = page.body.files[0].id
  const scene = await addDuplicateScene(database)
  const office = await addScene(database.pool)
  const report = await addDestructionReport()
  ids = {
    '/api/runs/': runId,
    '/api/health/follow-ups/': await addFollowUp(database, { student_id: scene.kept, due_on: '2026-01-05' }),
    '/api/health/duplicates/': scene.pair,
    '/api/health/merges/': await addMerge(scene),
    '/api/admissions/campaigns/': office.campaignId,
    '/api/admissions/destructions/': report,
    '/api/admissions/dossiers/': (await addPerson(database.pool, office, 1)).accountId,
    '/api/health/statistics/': (await administrator.post('/api/health/statistics/previews', {})).body.id,
  }
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

/** Of a campaign destroyed long ago. */
async function addDestructionReport(): Promise<number> {
  const years = { start_on: '2023-01-01', end_on: '2023-09-30', activated_at: '2023-01-01' }
  const ended = { in_service: false, archived_at: '2023-10-01', destroyed_at: '2024-10-02' }
  const id = await addCampaign(database.pool, { code: '2023', ...years, ...ended })
  return await addRow(database.pool, 'destruction_report', {
    campaign_id: id,
    campaign_code: '2023',
    archived_at: ended.archived_at,
    retention_days: 365,
    started_at: '2024-10-01T23:00:00Z',
    completed_at: '2024-10-01T23:10:00Z',
    run_ids: [1],
    counts: { accounts: 12 },
    keep_until: '2029-10-02',
  })
}

/** One that nobody can undo any more. */
async function addMerge({ kept, absorbed, pair }: DuplicateScene): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    `insert into merge_journal (pair_id, kept_id, absorbed_id, moved, made_at, made_by, undoable_until)
     values ($1, $2, $3, '{"consultation": [1], "enrolment": 2}', '2025-11-01', 'testun', '2025-12-01') returning id`,
    [pair, kept, absorbed],
  )
  return rows[0]!.id
}

async function run(code: string, body: object): Promise<number> {
  const answer = await administrator.post(`/api/batches/${code}/runs`, body)
  if (answer.status !== 201) throw new Error(answer.text)
  return (await node.engine.waitForRun(answer.body.runId)).id
}

/** `GET /api/runs/:id` as the server knows its routes, `GET /api/runs/{id}` as the description writes it. */
function routesOfServer(): string[] {
  const tree = node.server.printRoutes({ commonPrefix: false, includeHooks: false })
  const path: string[] = []
  const found = new Set<string>()
  for (const line of tree.split('\n')) {
    const match = /^([\s│├└─]*)(\S+)(?: \(([A-Z, ]+)\))?$/u.exec(line)
    if (match === null) continue
    const depth = match[1]!.length / 4
    path.length = depth - 1
    path[depth - 1] = match[2]!
    for (const method of (match[3] ?? '').split(', ').filter(Boolean))
      found.add(`${method} ${path.join('').replaceAll(/:(\w+)/g, '{$1}')}`)
  }
  return [...found].filter((one) => / \/api\//.test(one) && !/^(HEAD|OPTIONS)|\/api\/docs|\*/.test(one))
}

const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      method,
      operation,
    })),
  )

test('every route of the API is described, as OpenAPI 3.1, with what it is for and what it answers', () => {
  expect(description.openapi).toMatch(/^3\.1/)
  const described = operations().map((one) => one.name)
  expect(described.toSorted()).toEqual(routesOfServer().toSorted())
  const bare = operations().filter(({ operation }) => {
    const answers = Object.keys(operation.responses).filter((status) => /^[23]/.test(status))
    return !operation.summary || !operation.tags?.length || answers.length === 0
  })
  // Redirections to and from sign-in services answer no body.
  expect(bare.map((one) => one.name).filter((name) => !name.includes('/api/sign-in/'))).toEqual([])
})

function judge() {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(description, 'api')
  return ajv
}

test('its schemas are well-formed, and every reference leads somewhere', () => {
  const ajv = judge()
  for (const name of Object.keys(description.components.schemas))
    expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` })).not.toThrow()
  for (const { path, method, operation } of operations())
    for (const [status, answer] of Object.entries(operation.responses))
      for (const type of Object.keys(answer.content ?? {})) {
        const pointer = ['paths', path, method, 'responses', status, 'content', type, 'schema']
        expect(() => ajv.compile({ $ref: reference(pointer) })).not.toThrow()
      }
})

function reference(pointer: readonly string[]): string {
  const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
  return `api#/${escaped.join('/')}`
}

/** What `{code}` is, by the beginning of the path; else that of an import model. */
const codes: Readonly<Record<string, string>> = {
  '/api/batches': 'WORKING',
  '/api/nomenclatures': 'PAYS',
  '/api/admissions/mail-templates/': withdrawalTemplate,
}

/** Of what the test has made; other routes say why they are not asked. */
function address(path: string): string {
  const values: Readonly<Record<string, string | number>> = {
    code: Object.entries(codes).find(([begins]) => path.startsWith(begins))?.[1] ?? 'APOGEE',
    id: Object.entries(ids).find(([begins]) => path.startsWith(begins))?.[1] ?? administrator.accountId,
    fileId,
    at: '2026-01-04T01:30:00Z',
    date: 'latest',
    key: 'batches.columns',
    tool: 'users',
    table: 'regime',
    kind: path.startsWith('/api/admissions/')
      ? 'comptes'
      : path.includes('letter-templates')
        ? 'follow-up'
        : 'follow-ups',
  }
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}

/** What must be said beside the path. */
const queries: Readonly<Record<string, string>> = {
  '/api/health/students': '?search=testun',
  '/api/learning/files': '?shelf=commands',
  '/api/learning/files/search': '?text=ligne',
}

/** Not asked here, each for its reason. */
const notAsked: Readonly<Record<string, string>> = {
  'GET /api/events': 'never ends: events.test.ts',
  'GET /api/uploads/{id}': 'needs a file: its own tests',
  'GET /api/imports/{id}': 'needs an import: its own tests',
  'GET /api/invitations/{token}': 'needs a link: its own tests',
  'GET /api/learning/exchanges/{id}': 'needs a command file taken in: its own tests',
  'GET /api/learning/exchanges/{id}/lines': 'needs a journal: its own tests',
  'GET /api/learning/files/content': 'needs a file: its own tests',
  'GET /api/learning/files/preview': 'needs a file: its own tests',
  'GET /api/health/consultations/{id}': 'needs the medical right: its own tests',
  'GET /api/health/follow-up-editions/{id}/content': 'needs letters: its own tests',
  'GET /api/candidate/dossier': 'needs the session of a candidate: its own tests',
  'GET /api/candidate/validations/{key}': 'needs a link: its own tests',
  'GET /api/admissions/loads/{id}': 'needs a load: its own tests',
  'GET /api/admissions/opi/{applicationId}/matches': 'needs the information system: its own tests',
  'GET /api/admissions/opi/files/{id}': 'needs a file: its own tests',
  'GET /api/admissions/opi/files/days/{day}/archive': 'needs files: its own tests',
  'GET /api/admissions/forms/{id}': 'needs a form: its own tests',
  'GET /api/admissions/forms/{id}/answers': 'needs a form: its own tests',
  'GET /api/admissions/forms/{id}/answers/{level}/{target}': 'needs an answer: its own tests',
  'GET /api/admissions/forms/{id}/rejections': 'needs a form: its own tests',
  'GET /api/health/loads/{id}': 'needs a load: its own tests',
  'GET /api/health/scan-files/{id}/content': 'needs a document: its own tests',
}

test('what every route that reads really answers is what the description says', async () => {
  const ajv = judge()
  const wrong: string[] = []
  for (const { name, path, method, operation } of operations()) {
    if (method !== 'get' || name in notAsked || path.startsWith('/api/sign-in/')) continue
    const answer = await administrator.get(address(path) + (queries[path] ?? ''))
    if (answer.status !== 200) {
      wrong.push(`${name}: ${answer.status} ${answer.text.slice(0, 200)}`)
      continue
    }
    const type = String(answer.headers['content-type']).split(';')[0]!
    const content = operation.responses['200']?.content ?? {}
    if (type !== 'application/json') {
      // A file is described by what it is, at least in kind.
      if (!(type in content) && !('application/octet-stream' in content)) wrong.push(`${name}: ${type}`)
      continue
    }
    const pointer = ['paths', path, method, 'responses', '200', 'content', type, 'schema']
    const validate = ajv.compile({ $ref: reference(pointer) })
    if (!validate(answer.body)) wrong.push(`${name}: ${ajv.errorsText(validate.errors)}`)
  }
  expect(wrong).toEqual([])
})

test('a refusal is a problem of RFC 9457 with a stable code', async () => {
  const ajv = judge()
  const validate = ajv.compile({ type: 'object', required: ['type', 'title', 'status', 'code'] })
  for (const path of ['/api/runs/999999', '/api/nowhere', '/api/runs?size=0', '/api/batches/NOPE']) {
    const answer = await administrator.get(path)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(validate(answer.body)).toBe(true)
    expect(answer.body.status).toBe(answer.status)
  }
})
