import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCampaign, addReferenceCodes } from './support/admissions-scene.ts'
import { type Answer, type ApiClient, type ApiNode, startApiServer } from './support/api-server.ts'
import { page } from './support/learning-docs.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// Whoever copies a request from this page gives one that is taken, in the order in which they stand there.

const told = [...page('docs/admissions-api.md').matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
  block!
    .replaceAll('\\\n', ' ')
    .split(/^(?=curl )/m)
    .map((command) => ({
      body: /-d '([^']*)'/.exec(command)?.[1] ?? null,
      file: /-F file=@(\S+)/.exec(command)?.[1] ?? null,
      path: /\/api\/[^\s"]+/.exec(command)![0],
    })),
)

let database: TestDatabase
let node: ApiNode
let administrator: ApiClient
const root = mkdtempSync(join(tmpdir(), 'nocturne-docs-'))

beforeAll(async () => {
  writeFileSync(join(root, '.nocturne-store'), '')
  database = await createTestDatabase()
  await addReferenceCodes(database.pool, 'A')
  await addCampaign(database.pool)
  node = await startApiServer(database, {
    realApplications: true,
    clock: '2026-03-02T10:00:00Z',
    connections: { candidateFiles: root },
  })
  administrator = await node.signIn({ roles: { admissions: 'administrator' } })
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
  rmSync(root, { recursive: true, force: true })
})

async function ask({ path, body, file }: (typeof told)[number]): Promise<Answer> {
  if (file !== null)
    return await administrator.post(
      path,
      `--x\r\ncontent-disposition: form-data; name="file"; filename="${file}"\r\n\r\n%PDF-1.4\r\n--x--\r\n`,
      { headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    )
  return body === null ? await administrator.get(path) : await administrator.post(path, JSON.parse(body))
}

test('there are requests on the page', () => expect(told.length).toBeGreaterThan(10))

test.each(told)('$path', async (one) => {
  const answer = await ask(one)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.body.rejected ?? 0, answer.text).toBe(0)
})

test('the reads find what was fed', async () => {
  const { body } = await administrator.get('/api/admissions/dossiers?application=unanswered')
  expect(body.items).toMatchObject([{ dossierNo: 'ESSAI001', applications: 1 }])
})
