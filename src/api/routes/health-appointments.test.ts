import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../../../test/support/api-server.ts'
import { appointmentScene } from '../../../test/support/appointments.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'

let database: TestDatabase
let node: ApiNode
let operator: ApiClient
let administrator: ApiClient
let student: number

beforeAll(async () => {
  database = await createTestDatabase()
  node = await startApiServer(database, { realApplications: true, clock: '2026-03-09T06:30:00Z' })
  operator = await node.signIn({ roles: { health: 'operator' } })
  administrator = await node.signIn({ roles: { health: 'administrator' } })
  student = await appointmentScene(database).student('testun@example.org')
  await database.pool.query(`update student set ine = '9990000011P', login = 'testun1'`)
})
afterAll(async () => {
  await node?.stop()
  await database?.drop()
})

const motives = '/api/health/appointment-motives'
const appointments = '/api/health/appointments'

async function feed(reference: string, values: object = {}) {
  return await operator.put(`${appointments}/by-reference/${reference}`, {
    student: { ine: '9990000011P' },
    motive: 'DEP',
    startsAt: '2026-03-11T14:30:00+01:00',
    takenAt: '2026-03-01T08:00:00Z',
    ...values,
  })
}

test('a motive is fed by reference; its reminder is set on screen, and stays', async () => {
  const url = `${motives}/by-reference/DEP`
  expect((await administrator.put(url, { label: 'Dépistage', minutes: 30 })).body).toMatchObject({
    outcome: 'created',
    motive: { reference: 'DEP', label: 'Dépistage', minutes: 30, reminderActive: false, version: 0 },
  })
  const { id, version } = (await administrator.get(motives)).body.items[0]
  const set = await administrator.patch(`${motives}/${id}`, {
    version,
    reminderActive: true,
    reminderDays: 7,
    mailSubject: 'Votre rendez-vous du {date}',
  })
  expect(set).toMatchObject({ status: 200, body: { reminderActive: true, reminderDays: 7, version: 1 } })
  expect((await administrator.put(url, { label: 'Dépistage' })).body).toMatchObject({
    outcome: 'unchanged',
    motive: { minutes: 30, reminderActive: true, mailSubject: 'Votre rendez-vous du {date}' },
  })
  expect((await administrator.put(url, { label: 'Dépistage', publicLabel: 'Entretien' })).body).toMatchObject(
    {
      outcome: 'updated',
      motive: { publicLabel: 'Entretien', version: 2 },
    },
  )
})

test.each([
  ['{motif}', { mailSubject: 'Votre {motif}' }, 'mailSubject', 'Le motif peut être médical'],
  ['an unknown placeholder', { mailBody: 'Le {jour}' }, 'mailBody', '{jour} ne se remplace pas'],
  ['a line end in the subject', { mailSubject: 'Rappel\r\nBcc: a@example.org' }, 'mailSubject', 'une ligne'],
  ['a brace that is not closed', { mailBody: 'Bonjour {prenom' }, 'mailBody', 'accolade'],
])('a template with %s is refused when saved', async (_, edit, path, message) => {
  const { id, version } = (await administrator.get(motives)).body.items[0]
  const answer = await administrator.patch(`${motives}/${id}`, { version, ...edit })
  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'INVALID_FIELDS', errors: [{ path, message: expect.stringContaining(message) }] },
  })
  const preview = await administrator.post(`${motives}/mail-preview`, edit)
  expect(preview.body.faults[0]).toMatchObject({ path, message: expect.stringContaining(message) })
})

test('the preview is the mail of a fictional appointment, and says what is left out', async () => {
  const { body } = await operator.post(`${motives}/mail-preview`, { publicLabel: 'Entretien' })
  expect(body).toEqual({
    from: expect.stringContaining('@'),
    subject: 'Rappel de votre rendez-vous',
    text: expect.stringContaining(
      'Bonjour Camille,\n\nNous vous rappelons votre rendez-vous du jeudi 12 mars 2026 à 14h30.',
    ),
    omitted: [
      'Lieu : {lieu}',
      'Si vous ne pouvez pas venir, merci de libérer ce créneau : {lien_annulation}',
    ],
    faults: [],
  })
})

test('a stale edit and a label that is taken are refused', async () => {
  const { id } = (await administrator.get(motives)).body.items[0]
  expect(await administrator.patch(`${motives}/${id}`, { version: 0, minutes: 40 })).toMatchObject({
    status: 409,
    body: { code: 'STALE_VERSION' },
  })
  expect(await administrator.post(motives, { label: 'Dépistage' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'label' }] },
  })
  expect((await operator.post(motives, { label: 'Autre' })).status).toBe(403)
})

test('an appointment is fed by reference: created, unchanged, updated; what is absent stays', async () => {
  expect(await feed('RDV-1', { place: 'Bâtiment E' })).toMatchObject({
    status: 200,
    body: {
      outcome: 'created',
      appointment: {
        reference: 'RDV-1',
        student: { id: student, firstName: 'ZOÉ' },
        motive: { label: 'Dépistage' },
        startsAt: '2026-03-11T13:30:00.000Z',
        state: 'confirmed',
        reminder: { kind: 'to-come', from: '2026-03-04' },
      },
    },
  })
  expect((await feed('RDV-1')).body.outcome).toBe('unchanged')
  expect((await feed('RDV-1', { state: 'cancelled', student: { login: 'TESTUN1' } })).body).toMatchObject({
    outcome: 'updated',
    appointment: { state: 'cancelled', place: 'Bâtiment E', reminder: { kind: 'none' } },
  })
  expect((await feed('RDV-1', { student: { ine: '9990000099Z' } })).body.errors[0].path).toBe('student')
  expect((await feed('RDV-9', { motive: 'INCONNU' })).body.errors[0].path).toBe('motive')
})

test('a list has an outcome for each; what one has wrong does not hold up the others', async () => {
  const one = { student: { studentId: student }, motive: 'DEP', startsAt: '2026-03-20T09:00:00Z' }
  const { body } = await operator.post(appointments, {
    items: [
      { ...one, reference: 'RDV-2' },
      { ...one, reference: 'RDV-2' },
      { ...one, reference: 'RDV-3', student: {} },
      { ...one, reference: 'RDV-4', startsAt: '2026-03-21T09:00:00Z' },
    ],
  })
  expect(body).toMatchObject({ created: 2, rejected: 2 })
  expect(body.items.map((item: { path: string | null }) => item.path)).toEqual([
    null,
    'reference',
    'student',
    null,
  ])
})

test('the list goes by pages through a period, with filters', async () => {
  const first = await operator.get(appointments, { query: { size: '2', state: 'confirmed,cancelled' } })
  expect(first.body.items.map((one: { reference: string }) => one.reference)).toEqual(['RDV-1', 'RDV-2'])
  const second = await operator.get(appointments, { query: { size: '2', after: first.body.next } })
  expect(second.body).toMatchObject({ items: [{ reference: 'RDV-4' }], next: null })
  const found = async (query: Record<string, string>) =>
    (await operator.get(appointments, { query })).body.items.map(
      (one: { reference: string }) => one.reference,
    )
  expect(await found({ from: '2026-03-12T00:00:00Z', until: '2026-03-21T00:00:00Z' })).toEqual(['RDV-2'])
  expect(await found({ state: 'cancelled' })).toEqual(['RDV-1'])
  expect(await found({ order: 'desc', size: '1' })).toEqual(['RDV-4'])
  expect(await found({ motive: '9999' })).toEqual([])
  expect((await operator.get(appointments, { query: { after: 'x' } })).status).toBe(422)
})

test('it is moved and cancelled on screen; who came is said once it has begun', async () => {
  const item = (await operator.get(appointments, { query: { order: 'desc', size: '1' } })).body.items[0]
  const url = `${appointments}/${item.id}`
  const moved = await operator.patch(url, { version: item.version, startsAt: '2026-03-22T09:00:00Z' })
  expect(moved).toMatchObject({ status: 200, body: { startsAt: '2026-03-22T09:00:00.000Z', version: 1 } })
  expect((await operator.patch(url, { version: 0, state: 'cancelled' })).body.code).toBe('STALE_VERSION')
  expect((await operator.patch(url, { version: 1, state: 'honoured' })).status).toBe(409)
  expect((await operator.patch(url, { version: 1, startsAt: '2026-03-01T09:00:00Z' })).status).toBe(422)
  expect((await operator.patch(url, { version: 1, state: 'cancelled' })).body.state).toBe('cancelled')
  expect((await operator.patch(url, { version: 2, startsAt: '2026-03-23T09:00:00Z' })).status).toBe(409)
  expect((await operator.patch(`${appointments}/99999`, { version: 1 })).status).toBe(404)
  const reader = await node.signIn({ roles: { health: 'reader' } })
  expect((await reader.patch(url, { version: 2, state: 'confirmed' })).status).toBe(403)
})

test('what is written down of it are identifiers, no names', async () => {
  const { rows } = await database.pool.query<{ text: string }>(
    `select detail::text as text from audit_event where action like 'appointment%'`,
  )
  expect(rows.length).toBeGreaterThan(5)
  expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/ZOÉ|TESTUN|testun@|9990000011/)
})

test('RAPPEL_RDV is not put in service before a mail server is configured', async () => {
  const { batch } = (await administrator.get('/api/batches/RAPPEL_RDV')).body
  expect(batch).toMatchObject({ enabled: false })
  const answer = await administrator.put('/api/batches/RAPPEL_RDV/plan', {
    version: batch.version,
    enabled: true,
  })
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'NOT_READY', detail: expect.stringContaining('NOCTURNE_SMTP_URL') },
  })
})
