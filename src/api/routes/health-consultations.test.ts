import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { insertStudents } from '../../../test/support/health-people.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const secret = 'Dort mal depuis TESTUN'

let database: TestDatabase
let node: ApiNode
let keyless: ApiNode
let feeder: ApiClient
let doctor: ApiClient
let students: number[]

beforeAll(async () => {
  database = await createTestDatabase()
  students = await insertStudents(database.pool, 3)
  const clock = '2026-06-15T12:00:00Z'
  node = await startApiServer(database, { clock, configuration: { encryptionKeys: [key] } })
  keyless = await startApiServer(database, { clock })
  feeder = await node.signIn({ roles: { health: 'operator' } })
  doctor = await node.signIn({ login: 'testun-medecin', roles: { health: 'reader' }, rights: ['medical'] })
})
afterAll(async () => {
  await node?.stop()
  await keyless?.stop()
  await database?.drop()
})

const address = (reference: string, act = '') =>
  `/api/health/consultations/by-reference/${reference}${act === '' ? '' : `/${act}`}`
const facts = (more: Record<string, unknown> = {}) => ({
  student: { ine: '9990000001A' },
  practitioner: 'testun-medecin',
  openedAt: '2026-06-15T09:00:00Z',
  ...more,
})
const feed = (reference: string, more: Record<string, unknown> = {}) =>
  feeder.put(address(reference), facts(more))

async function entries(action: string): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    'select actor, subject, detail from audit_event where action like $1 order by id',
    [action],
  )
  return rows
}

test('a consultation is fed by its reference; the same thing twice writes nothing', async () => {
  const first = await feed('c1', { content: secret })
  expect(first.status, first.text).toBe(200)
  expect(first.body).toMatchObject({
    outcome: 'created',
    consultation: { studentId: students[0], closedAt: null, hasContent: true },
  })
  const stored = async () =>
    (await database.pool.query(`select * from consultation where reference = 'c1'`)).rows
  const before = await stored()
  expect(JSON.stringify(before)).not.toContain(secret)
  expect(Buffer.from(before[0].content_encrypted).includes(secret)).toBe(false)
  expect((await feed('c1', { content: secret })).body.outcome).toBe('unchanged')
  expect((await feed('c1')).body.outcome).toBe('unchanged')
  expect(await stored()).toEqual(before)
  const locks = await database.pool.query('select student_id, holder from record_lock')
  expect(locks.rows).toEqual([{ student_id: students[0], holder: 'testun-medecin' }])

  const busy = await feeder.post(address('c1', 'activity'), { at: '2026-06-15T11:30:00Z' })
  expect(busy.body.lastActivityAt).toBe('2026-06-15T11:30:00.000Z')
  // Neither an older report nor the same facts again turn it back.
  await feeder.post(address('c1', 'activity'), { at: '2026-06-15T10:00:00Z' })
  expect((await feed('c1')).body.consultation.lastActivityAt).toBe('2026-06-15T11:30:00.000Z')

  const closed = await feeder.post(address('c1', 'closure'), {})
  expect(closed.body).toMatchObject({ closedAt: '2026-06-15T12:00:00.000Z', closedBy: 'practitioner' })
  expect((await database.pool.query('select from record_lock')).rowCount).toBe(0)
  expect((await feeder.post(address('c1', 'activity'), {})).status).toBe(409)
  expect(JSON.stringify(await entries('consultation.%'))).not.toContain('Dort')
})

test('what a consultation says never passes to another student’s record', async () => {
  await feed('c-own', { content: secret, closedAt: '2026-06-15T09:30:00Z' })
  const moved = await feed('c-own', { student: { studentId: students[1] } })
  expect(moved).toMatchObject({
    status: 422,
    body: {
      code: 'INVALID_FIELDS',
      errors: [{ path: 'student', message: expect.stringContaining('autre') }],
    },
  })
  const { rows } = await database.pool.query(`select student_id from consultation where reference = 'c-own'`)
  expect(rows).toEqual([{ student_id: students[0] }])
})

test('what it says is read with the medical right alone, and every reading is written down', async () => {
  const { id } = (await feed('c2', { content: secret })).body.consultation
  const path = `/api/health/consultations/${id}`
  for (const who of [{ administrator: true }, { roles: { health: 'administrator' as const } }])
    expect((await (await node.signIn(who)).get(path)).body).toMatchObject({
      code: 'FORBIDDEN',
      detail: expect.stringContaining('profil médical'),
    })
  expect((await doctor.get(path)).body).toMatchObject({ content: secret, practitioner: 'testun-medecin' })
  expect(await entries('consultation.read')).toEqual([
    { actor: 'testun-medecin', subject: `consultation:${id}`, detail: {} },
  ])
  const list = await feeder.get('/api/health/consultations')
  expect(list.text).not.toContain('Dort')
  expect(list.text).not.toContain('TESTUN')
  // Put into another row, it is not read there.
  const other = (await feed('c3', { content: 'autre', student: { ine: '9990000002A' } })).body.consultation
  await database.pool.query(
    `update consultation set content_encrypted = (select content_encrypted from consultation where id = $1) where id = $2`,
    [id, other.id],
  )
  expect((await doctor.get(`/api/health/consultations/${other.id}`)).body.code).toBe('NO_ENCRYPTION_KEY')
})

test('without a key content is refused with what to do, everything else works', async () => {
  const client = keyless.as(feeder)
  const refused = await client.put(address('c4'), facts({ content: secret }))
  expect(refused.status).toBe(409)
  expect(refused.body).toMatchObject({
    code: 'NO_ENCRYPTION_KEY',
    detail: expect.stringContaining('NOCTURNE_ENCRYPTION_KEYS_FILE'),
  })
  expect((await client.get('/api/health/consultations')).text).not.toContain('"c4"')
  expect((await client.put(address('c4'), facts())).body).toMatchObject({
    outcome: 'created',
    consultation: { hasContent: false },
  })
})

test('an unknown student, an instant in the future or before the opening: refused by field', async () => {
  const refusal = async (more: Record<string, unknown>) => {
    const { status, body } = await feed('c5', more)
    return [status, body.code, body.errors?.[0]?.path]
  }
  expect(await refusal({ student: { ine: '9998888888Z' } })).toEqual([404, 'UNKNOWN_STUDENT', 'student'])
  expect(await refusal({ openedAt: '2026-06-15T13:00:00Z' })).toEqual([422, 'INVALID_FIELDS', 'openedAt'])
  expect(await refusal({ closedAt: '2026-06-15T08:00:00Z' })).toEqual([422, 'INVALID_FIELDS', 'closedAt'])
})

test('the practitioner is told of what FER_CON closed until they have read it, and may validate it', async () => {
  const own = { practitioner: 'Testun-Medecin', openedAt: '2026-06-14T09:00:00Z' }
  await feed('c6', { ...own, student: { ine: '9990000003A' } })
  await database.pool.query(
    `update consultation set closed_at = last_activity_at, closed_by = 'FER_CON' where reference = 'c6'`,
  )
  const told = '/api/health/consultations/closed-automatically'
  expect((await doctor.get(told)).body).toEqual({ count: 1 })
  expect((await doctor.get('/api/session')).body.closedConsultations).toBe(1)
  expect((await feeder.get(told)).body).toEqual({ count: 0 })
  const list = await doctor.get('/api/health/consultations', {
    query: { state: 'unvalidated', practitioner: 'testun-medecin' },
  })
  expect(list.body.items).toMatchObject([{ reference: 'c6', closedBy: 'FER_CON' }])
  expect((await doctor.post(`${told}/reading`)).body).toEqual({ count: 1 })
  expect((await doctor.get(told)).body).toEqual({ count: 0 })
  // The feeding system still believes it open: it is not opened again.
  expect((await feed('c6', { ...own, student: { ine: '9990000003A' } })).body.consultation.closedBy).toBe(
    'FER_CON',
  )
  expect((await feeder.post(address('c6', 'closure'), {})).body).toMatchObject({
    closedAt: '2026-06-14T09:00:00.000Z',
    closedBy: 'practitioner',
  })
})
