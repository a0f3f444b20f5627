import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, type ApiClient, type ApiNode, startApiServer } from './support/api-server.ts'
import { addStudent } from './support/duplicate-scene.ts'
import { page } from './support/learning-docs.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// Whoever copies a request from these pages gives one that is taken, in the order in which they stand there.

const pages = ['docs/health-api.md', 'docs/follow-ups.md', 'docs/appointments.md']

interface Told {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body: string | null
  /** The name of the file that is sent. */
  readonly file: string | null
}

const told = pages.flatMap((name) =>
  [...page(name).matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
    block!
      .replaceAll('\\\n', ' ')
      .split(/^(?=curl )/m)
      .filter((command) => command.startsWith('curl '))
      .map((command): Told => {
        const body = /-d '([^']*)'/.exec(command)?.[1] ?? null
        const file = /-F file=@(\S+)/.exec(command)?.[1] ?? null
        const method = /-X (\w+)/.exec(command)?.[1] ?? (body === null && file === null ? 'GET' : 'POST')
        return { name, method, path: /\/api\/[^\s"]+/.exec(command)![0], body, file }
      }),
  ),
)

const files: Readonly<Record<string, string>> = { 'motifs.csv': 'REFERENCE;LIBELLE\nM-1;Visite d’essai\n' }

let database: TestDatabase
let node: ApiNode
let administrator: ApiClient
beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, {
    realApplications: true,
    clock: '2026-03-02T10:00:00Z',
    configuration: { encryptionKeys: [Buffer.alloc(32, 7).toString('base64')] },
  })
  administrator = await node.signIn({ roles: { health: 'administrator' } })
  await addStudent(database, { ine: '9990000011P', login: 'testun1' })
  await addStudent(database, { ine: '9990000022B', first_name: 'Paul', first_name_key: 'PAUL' })
  await database.pool.query(
    `insert into nomenclature_item (nomenclature_id, code, label)
     select id, 'VACCIN', 'Vaccination' from nomenclature where code = 'RELANCES'`,
  )
  await database.pool.query(
    `insert into vaccine (source, external_id, name, content_hash, from_source)
     values ('mesvaccins', 'TEST-A', 'Vaccin d’essai', 'x', '{}')`,
  )
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

async function ask({ method, path, body, file }: Told): Promise<Answer> {
  if (file !== null)
    return await administrator.post(
      path,
      `--x\r\ncontent-disposition: form-data; name="file"; filename="${file}"\r\n\r\n${files[file]}\r\n--x--\r\n`,
      { headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    )
  if (method === 'GET') return await administrator.get(path)
  return await administrator[method === 'PUT' ? 'put' : 'post'](path, JSON.parse(body!))
}

test('there are requests on every page', () => {
  expect(new Set(told.map(({ name }) => name)).size).toBe(pages.length)
  expect(told.length).toBeGreaterThan(15)
})

test.each(told)('$name: $method $path', async (one) => {
  const answer = await ask(one)
  expect([200, 201], answer.text).toContain(answer.status)
  // Of a list, each by itself.
  expect(answer.body.rejected ?? 0, answer.text).toBe(0)
  if (one.file !== null)
    expect((await node.engine.waitForRun(answer.body.runId)).detail).toMatchObject({ rejected: 0 })
})
