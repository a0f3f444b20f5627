import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import {
  addFollowUp,
  addMotive,
  addStudent,
  forgetFollowUps,
  statesOf,
} from '../../../test/support/follow-ups.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let reader: ApiClient
let operator: ApiClient
let zoe: number
let paul: number
beforeAll(async () => {
  database = await createTestDatabase()
  // Thursday 5 March 2026, 09:00 in Paris.
  node = await startApiServer(database, { realApplications: true, clock: '2026-03-05T08:00:00Z' })
  reader = await node.signIn({ roles: { health: 'reader' } })
  operator = await node.signIn({ login: 'testun-operateur', roles: { health: 'operator' } })
  await forgetFollowUps(database)
  await addMotive(database)
  zoe = await addStudent(database, { ine: '9990000022B' })
  paul = await addStudent(database, { family_name: 'TESTDEUX', first_name: 'Paul' })
})
afterAll(async () => {
  await node.stop()
  await database.drop()
})

const given = (more: object = {}) => ({
  student: { ine: '9990000022B' },
  motive: 'VACCIN',
  dueOn: '2026-03-05',
  letterText: 'Merci de nous appeler.',
  comment: 'interne',
  ...more,
})

async function launch(code: string) {
  const asked = await node.engine.requestRun({ code, trigger: 'cli', requestedBy: 'cli:test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  return await node.engine.waitForRun(asked.runId)
}

test('a service feeds its follow-ups by reference: created, unchanged, updated, rejected with why', async () => {
  const path = '/api/health/follow-ups/by-reference/SRV-1'
  const created = await operator.put(path, given({ dueOn: '2026-04-01' }))
  expect([created.status, created.body]).toMatchObject([
    201,
    {
      reference: 'SRV-1',
      state: 'open',
      dueOn: '2026-04-01',
      student: { id: zoe },
      motive: { code: 'VACCIN' },
    },
  ])
  expect((await operator.put(path, given({ dueOn: '2026-04-01' }))).body.version).toBe(0)
  expect((await operator.put(path, given())).body).toMatchObject({ state: 'due', version: 1 })
  const { body } = await operator.post('/api/health/follow-ups', {
    items: [
      given({ reference: 'SRV-1' }),
      given({ reference: 'SRV-2', student: { studentId: paul } }),
      given({ reference: 'SRV-2' }),
      given({ student: { ine: '9990000099X' } }),
      given({ motive: 'NUL' }),
      given({ reference: 'SRV-1', student: { studentId: paul } }),
      given({ student: { studentId: paul } }),
    ],
  })
  expect(body).toMatchObject({ created: 2, updated: 0, unchanged: 1, rejected: 4 })
  expect(body.items.map((item: { outcome: string; path: string }) => item.path ?? item.outcome)).toEqual([
    'unchanged',
    'created',
    'reference',
    'student',
    'motive',
    'reference',
    'created',
  ])
  const refused = await operator.put(
    '/api/health/follow-ups/by-reference/SRV-1',
    given({ student: { studentId: paul } }),
  )
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'student'])
  const { rows } = await database.pool.query<{ detail: object }>(
    `select detail from audit_event where action = 'follow-ups.fed' order by id desc limit 1`,
  )
  expect(rows[0]!.detail).toMatchObject({ created: [expect.any(Number), expect.any(Number)], rejected: 4 })
  expect(JSON.stringify(rows)).not.toMatch(/TESTUN|appeler|interne/)
})

test('operators find them by state, motive, due date and name, page by page; readers see figures only', async () => {
  const find = async (query: Record<string, string>) =>
    (await operator.get('/api/health/follow-ups', { query })).body.items as {
      id: number
      student: { familyName: string }
    }[]
  expect(await find({ search: 'testd' })).toMatchObject([
    { student: { familyName: 'TESTDEUX' } },
    { student: { familyName: 'TESTDEUX' } },
  ])
  expect(await find({ search: 'Testun Zoé' })).toHaveLength(1)
  expect(await find({ state: 'due' })).toHaveLength(3)
  expect(await find({ state: 'open,closed' })).toEqual([])
  expect(await find({ motive: 'VACCIN', dueFrom: '2026-03-06' })).toEqual([])
  expect(JSON.stringify(await find({}))).not.toMatch(/appeler|interne/)
  const met: number[] = []
  let after = ''
  do {
    const { body } = await operator.get('/api/health/follow-ups', {
      query: { size: '2', ...(after && { after }) },
    })
    met.push(...body.items.map((item: { id: number }) => item.id))
    after = body.next ?? ''
  } while (after !== '')
  expect(new Set(met).size).toBe(3)
  expect((await reader.get('/api/health/follow-ups')).status).toBe(403)
  expect((await reader.get('/api/health/follow-ups/summary')).body).toEqual({
    open: 0,
    due: 3,
    toRemind: 0,
    waiting: 0,
    noAddress: 0,
    nextLettersAt: '2026-03-12T00:30:00.000Z',
    nextRemindersAt: '2026-03-12T01:30:00.000Z',
  })
})

test('a follow-up is edited, closed with a reason and opened again; a stale page is refused', async () => {
  const made = await operator.put(
    '/api/health/follow-ups/by-reference/SRV-3',
    given({ student: { studentId: paul } }),
  )
  const path = `/api/health/follow-ups/${made.body.id}`
  const moved = await operator.patch(path, { version: 0, dueOn: '2026-05-01' })
  expect(moved.body).toMatchObject({ state: 'open', version: 1, comment: 'interne' })
  expect((await operator.patch(path, { version: 0, comment: 'x' })).body.code).toBe('STALE_VERSION')
  expect((await operator.patch(path, { version: 1, motive: 'NUL' })).body.errors[0].path).toBe('motive')
  expect((await operator.post(`${path}/closing`, { version: 1, reason: ' ' })).status).toBe(422)
  const closed = await operator.post(`${path}/closing`, { version: 1, reason: 'venu le 4 mars' })
  expect(closed.body).toMatchObject({
    state: 'closed',
    closedOn: '2026-03-05',
    closedBy: 'testun-operateur',
    closedReason: 'venu le 4 mars',
  })
  expect((await operator.patch(path, { version: 2, comment: 'x' })).body.code).toBe('REQUEST_REFUSED')
  expect(
    (await operator.put('/api/health/follow-ups/by-reference/SRV-3', given({ student: { studentId: paul } })))
      .status,
  ).toBe(422)
  expect((await operator.post(`${path}/reopening`, { version: 2 })).body).toMatchObject({
    state: 'open',
    closedOn: null,
  })
  expect((await operator.get('/api/health/follow-ups/999999')).status).toBe(404)
  const { rows } = await database.pool.query<{ action: string; detail: object }>(
    `select action, detail from audit_event where subject = $1 order by id`,
    [`follow-up:${made.body.id}`],
  )
  expect(rows.map((row) => row.action)).toEqual([
    'follow-ups.fed',
    'follow-up.changed',
    'follow-up.closed',
    'follow-up.reopened',
  ])
  expect(JSON.stringify(rows)).not.toMatch(/interne|4 mars/)
})

test('an edition is downloaded by operators, the first of them noted, and undone within seven days', async () => {
  await forgetFollowUps(database)
  const student_id = await addStudent(database)
  const [open, closed] = [
    await addFollowUp(database, { student_id, due_on: '2026-03-01' }),
    await addFollowUp(database, { student_id, due_on: '2026-03-01' }),
  ]
  await launch('LIS_REL')
  await launch('REL_COU')
  const { body } = await reader.get('/api/health/follow-up-editions')
  expect(body.items).toMatchObject([
    { batchCode: 'REL_COU', objects: 2, pages: 2, cancellable: true, kept: true, firstDownloadedAt: null },
    { batchCode: 'LIS_REL', objects: 2, pages: null, cancellable: false },
  ])
  const path = `/api/health/follow-up-editions/${body.items[0].id}`
  expect((await reader.get(`${path}/content`)).status).toBe(403)
  const file = await operator.get(`${path}/content`)
  expect([file.status, file.headers['content-type'], file.bytes.subarray(0, 5).toString()]).toEqual([
    200,
    'application/pdf',
    '%PDF-',
  ])
  expect(file.headers['content-disposition']).toContain('REL_COU_20260305_090000.pdf')
  await database.pool.query(
    `update follow_up set state = 'closed', closed_on = '2026-03-05', version = version + 1 where id = $1`,
    [closed],
  )
  expect((await reader.post(`${path}/cancellation`)).status).toBe(403)
  const listing = await operator.post(`/api/health/follow-up-editions/${body.items[1].id}/cancellation`)
  expect([listing.status, listing.body.code]).toEqual([409, 'REQUEST_REFUSED'])
  const undone = await operator.post(`${path}/cancellation`)
  expect(undone.body).toMatchObject({
    restored: 1,
    closed: 1,
    followed: 0,
    edition: { cancelledBy: 'testun-operateur', firstDownloadedBy: 'testun-operateur', cancellable: false },
  })
  expect(await statesOf(database)).toEqual({ [open]: 'due', [closed]: 'closed' })
  expect((await operator.post(`${path}/cancellation`)).body).toMatchObject({ restored: 0, closed: 0 })
  expect((await operator.get(`${path}/content`)).body.code).toBe('REQUEST_REFUSED')
  // What was undone is printed again.
  expect(await launch('REL_COU')).toMatchObject({ detail: { edites: 1 } })
  expect(await statesOf(database)).toMatchObject({ [open]: 'letter-printed 2026-03-05' })
  const again = (
    await reader.get('/api/health/follow-up-editions', { query: { batch: 'REL_COU', size: '1' } })
  ).body
  await database.pool.query(
    `update follow_up_edition set created_at = '2026-02-26T07:59:59Z' where id = $1`,
    [again.items[0].id],
  )
  const late = await operator.post(`/api/health/follow-up-editions/${again.items[0].id}/cancellation`)
  expect([late.status, late.body.code]).toEqual([409, 'REQUEST_REFUSED'])
})

test('a letter that a reminder followed keeps both when its edition is undone', async () => {
  await forgetFollowUps(database)
  const id = await addFollowUp(database, { student_id: await addStudent(database), due_on: '2026-03-01' })
  await launch('REL_COU')
  const [first] = (await reader.get('/api/health/follow-up-editions')).body.items
  await database.pool.query(`update follow_up set letter_on = '2026-02-03' where id = $1`, [id])
  expect(await launch('REL_CRA')).toMatchObject({ detail: { edites: 1 } })
  const cancelled = await operator.post(`/api/health/follow-up-editions/${first.id}/cancellation`)
  expect(cancelled.body).toMatchObject({ restored: 0, followed: 1 })
  expect(await statesOf(database)).toEqual({ [id]: 'reminder-printed 2026-02-03 2026-03-05' })
  const [last] = (await reader.get('/api/health/follow-up-editions')).body.items
  expect((await operator.post(`/api/health/follow-up-editions/${last.id}/cancellation`)).body.restored).toBe(
    1,
  )
  expect(await statesOf(database)).toEqual({ [id]: 'letter-printed 2026-02-03' })
})

test('post that came back is noted for a student, and the note taken back', async () => {
  await forgetFollowUps(database)
  const student_id = await addStudent(database)
  const id = await addFollowUp(database, {
    student_id,
    due_on: '2026-02-01',
    state: 'letter-printed',
    letter_on: '2026-03-01',
  })
  const path = `/api/health/students/${student_id}/returned-mail`
  expect((await operator.put(path)).status).toBe(204)
  expect(await statesOf(database)).toEqual({ [id]: 'no-address 2026-03-01' })
  expect((await operator.get('/api/health/follow-ups')).body.items[0].student.returnedMail).toBe(true)
  expect(await launch('REL_COU')).toMatchObject({ detail: { selection: 1, edites: 0, sans_adresse: 1 } })
  expect((await operator.delete(path)).status).toBe(204)
  expect(await statesOf(database)).toEqual({ [id]: 'letter-printed 2026-03-01' })
  expect((await operator.put('/api/health/students/999999/returned-mail')).status).toBe(404)
})
