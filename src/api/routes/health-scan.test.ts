import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { insertStudents } from '../../../test/support/health-people.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let desk: ApiClient
let doctor: ApiClient
let other: ApiClient
let folder: string

beforeAll(async () => {
  database = await createTestDatabase()
  await insertStudents(database.pool, 1)
  node = await startApiServer(database, { realApplications: true })
  await node.listen()
  desk = await node.signIn({ login: 'testun-accueil', roles: { health: 'operator' } })
  doctor = await node.signIn({ login: 'testun-medecin', roles: { health: 'reader' }, rights: ['medical'] })
  other = await node.signIn({ login: 'testun-autre', roles: { health: 'reader' } })
  folder = join(node.installation.place.dataDirectory, 'scan')
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

const pdf = Buffer.from('%PDF-1.4\n%fictif\n')

async function drop(client: ApiClient, bytes: Buffer = pdf, query = '', name = 'TESTUN Zoé.pdf') {
  const form = new FormData()
  // What the sender calls it counts for nothing.
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'text/html' }), name)
  const answer = await client.fetch(`/api/health/scan-files${query}`, { method: 'POST', body: form })
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test looks at
  return { status: answer.status, body: (await answer.json()) as any }
}
const stored = () => (existsSync(folder) ? readdirSync(folder) : [])

test('a document is dropped, seen in its owner’s basket alone, and taken away as it came', async () => {
  const { status, body } = await drop(desk)
  expect(status, JSON.stringify(body)).toBe(201)
  expect(body).toMatchObject({ owner: 'testun-accueil', mediaType: 'application/pdf', bytes: pdf.length })
  expect(statSync(join(folder, stored()[0]!)).mode & 0o777).toBe(0o600)
  expect((await desk.get('/api/health/scan-files')).body.items).toMatchObject([{ id: body.id }])
  expect((await other.get('/api/health/scan-files')).body.items).toEqual([])
  const content = `/api/health/scan-files/${body.id}/content`
  for (const who of [desk, doctor]) {
    const answer = await who.get(content)
    expect(answer.bytes).toEqual(pdf)
    expect(answer.headers['content-disposition']).toMatch(/^attachment; /)
  }
  expect((await other.get(content)).body.code).toBe('UNKNOWN_FILE')
  expect((await (await node.signIn({ administrator: true })).get(content)).status).toBe(404)
  const baskets = await desk.get('/api/health/scan-baskets')
  expect(baskets.body.items).toMatchObject([{ owner: 'testun-accueil', files: 1, bytes: pdf.length }])
  expect(baskets.text).not.toContain('TESTUN')
  const trail = await database.pool.query(`select * from audit_event where action like 'scan.%' order by id`)
  expect(trail.rows.map(({ action }) => action)).toEqual([
    'scan.dropped',
    'scan.downloaded',
    'scan.downloaded',
  ])
  expect(JSON.stringify(trail.rows)).not.toContain('TESTUN')
})

test('only PDF and images, by their content; only an operator drops for somebody else', async () => {
  const before = stored()
  const refused = await drop(desk, Buffer.from('<html><script>'), '', 'scan.pdf')
  expect([refused.status, refused.body.code]).toEqual([415, 'UNSUPPORTED_FILE'])
  const forOther = await drop(other, pdf, '?owner=testun-medecin')
  expect(forOther.status).toBe(403)
  expect(stored()).toEqual(before)
  expect((await drop(desk, pdf, '?owner=testun-medecin')).body.owner).toBe('testun-medecin')
  await node.installation.settings.set('health.scan.upload-mb', 1, 'test')
  const large = await drop(desk, Buffer.concat([pdf, Buffer.alloc(1_000_001)]))
  expect(large.status).toBe(413)
  await node.installation.settings.set('health.scan.upload-mb', 50, 'test')
})

test('reserved by one, it is refused to others; attached, it is out of the basket and cannot be thrown away', async () => {
  const { id } = (await drop(desk)).body
  const at = (act: string) => `/api/health/scan-files/${id}/${act}`
  const locked = await doctor.put(at('lock'))
  expect(locked.body).toMatchObject({ lockedBy: 'testun-medecin', lockedUntil: expect.any(String) })
  const student = { student: { ine: '9990000001A' } }
  for (const answer of [await desk.put(at('lock')), await desk.put(at('student'), student)])
    expect(answer.body).toMatchObject({ code: 'IN_USE', detail: expect.stringContaining('testun-medecin') })
  expect((await other.put(at('lock'))).status).toBe(404)
  expect((await doctor.put(at('student'), { student: { ine: '9998888888Z' } })).status).toBe(404)
  const attached = await doctor.put(at('student'), student)
  expect(attached.body).toMatchObject({ usedAt: expect.any(String), lockedBy: null })
  expect((await desk.get('/api/health/scan-files')).text).not.toContain(`"id":${id},`)
  expect((await doctor.delete(`/api/health/scan-files/${id}`)).body.code).toBe('REQUEST_REFUSED')
  expect((await desk.delete(`/api/health/scan-files/${id}`)).body.code).toBe('UNKNOWN_FILE')
  expect((await doctor.get(at('content'))).bytes).toEqual(pdf)
  // Part of a medical record by now: whoever scanned it reads it no more.
  expect((await desk.get(at('content'))).body.code).toBe('UNKNOWN_FILE')
})

test('whoever only reads attaches nothing, and learns of no number whether it is somebody’s', async () => {
  const { id } = (await drop(other)).body
  for (const ine of ['9990000001A', '9998888888Z'])
    expect((await other.put(`/api/health/scan-files/${id}/student`, { student: { ine } })).body.code).toBe(
      'FORBIDDEN',
    )
})

test('given back, and thrown away with its file; a file that is gone is said so', async () => {
  const { id } = (await drop(desk)).body
  await desk.put(`/api/health/scan-files/${id}/lock`)
  expect((await desk.delete(`/api/health/scan-files/${id}/lock`)).body.lockedBy).toBeNull()
  const before = stored().length
  expect((await desk.delete(`/api/health/scan-files/${id}`)).status).toBe(204)
  expect(stored()).toHaveLength(before - 1)
  const gone = (await drop(desk)).body
  for (const name of stored()) rmSync(join(folder, name))
  expect((await desk.get(`/api/health/scan-files/${gone.id}/content`)).body.code).toBe('FILE_GONE')
})
