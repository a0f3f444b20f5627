import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, type ApiNode, startApiServer } from '../support/api-server.ts'
import { addFollowUp, addStudent } from '../support/follow-ups.ts'
import { type MoodyServer, openMoodyServer } from '../support/smtp-moods.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// Health.md 5.9: what the batches and the acts of the health service leave behind names nobody. One student whose every
// value is a secret goes through all of them; then everything that is kept about runs and acts is searched.

const secrets =
  /TESTSECRET|Philomène|zoe\.secret|9990077777S|ETUSECRET|loginsecret|IMPASSE DU SECRET|SECRETVILLE|1999-04-23|23\/04\/1999|une grippe|lettre confidentielle/i

let database: TestDatabase
let node: ApiNode
let smtp: MoodyServer
let operator: ApiClient
let physician: ApiClient
let reader: ApiClient
let student: number
let twin: number
const runs: number[] = []
const refusals: string[] = []

const person = {
  family_name: 'TESTSECRET',
  first_name: 'Philomène',
  ine: '9990077777S',
  student_code: 'ETUSECRET1',
  email: 'zoe.secret@example.org',
  address1: '7 IMPASSE DU SECRET',
  town: 'SECRETVILLE',
}

async function run(code: string, parameters: Record<string, unknown> = {}): Promise<void> {
  await database.pool.query('update batch set enabled = true where code = $1', [code])
  const confirmCode = code
  const asked = await node.engine.requestRun({
    code,
    trigger: 'cli',
    requestedBy: 'cli:test',
    parameters,
    confirmCode,
  })
  if (!asked.ok) throw new Error(`${code}: ${asked.refusal.message.en}`)
  await node.engine.waitForRun(asked.runId)
  runs.push(asked.runId)
}

async function send(path: string, text: string, name: string): Promise<number> {
  const form = new FormData()
  form.append('file', new Blob([text]), name)
  const answer = await operator.fetch(path, { method: 'POST', body: form })
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test looks at
  const body = (await answer.json()) as any
  if (body.runId === undefined) return answer.status
  await node.engine.waitForRun(body.runId)
  runs.push(body.runId)
  return answer.status
}

beforeAll(async () => {
  smtp = await openMoodyServer()
  smtp.meet({ at: 'rcpt', say: '550 5.1.1 <zoe.secret@example.org>: Philomène TESTSECRET is unknown here' })
  database = await createTestDatabase()
  node = await startApiServer(database, {
    realApplications: true,
    configuration: {
      encryptionKeys: [Buffer.alloc(32, 9).toString('base64')],
      smtpUrl: smtp.url,
      mailFrom: 'sante@example.org',
    },
  })
  await node.listen()
  operator = await node.signIn({ roles: { health: 'operator' } })
  physician = await node.signIn({ roles: { health: 'operator' }, rights: ['medical'] })
  reader = await node.signIn({ roles: { health: 'reader', core: 'reader' } })
  student = await addStudent(database, person)
  twin = await addStudent(database, { ...person, ine: '9990077778S', student_code: 'ETUSECRET2' })
  await database.pool.query(`update student set birth_date = '1999-04-23', login = 'loginsecret' || id`)
  await database.pool.query(
    `insert into appointment_motive (reference, label, reminder_active) values ('DEP', 'Essai', true)`,
  )
  const now = await node.installation.now()
  const texts = { letter_text: 'lettre confidentielle', comment: 'une grippe' }
  await addFollowUp(database, { student_id: student, due_on: '2026-03-05', ...texts })
  await addFollowUp(database, {
    student_id: twin,
    due_on: '2026-01-05',
    letter_on: '2026-01-06',
    state: 'letter-printed',
    ...texts,
  })
  await addFollowUp(database, { student_id: twin, due_on: '2019-01-05', ...texts })

  const by = { student: { studentId: student } }
  const acts = [
    operator.put('/api/health/appointments/by-reference/R-1', {
      ...by,
      motive: 'DEP',
      place: 'SECRETVILLE',
      startsAt: now.add({ hours: 30 }).toString(),
      takenAt: now.subtract({ hours: 50 }).toString(),
    }),
    operator.put('/api/health/consultations/by-reference/C-1', {
      ...by,
      practitioner: 'medecin1',
      openedAt: now.subtract({ hours: 70 }).toString(),
      content: 'une grippe',
    }),
    operator.get('/api/health/students?search=TESTSECRET'),
    operator.get('/api/health/follow-ups?search=TESTSECRET'),
    operator.get('/api/health/appointments'),
    operator.get('/api/health/duplicates'),
  ]
  for (const answer of await Promise.all(acts)) expect(answer.status, answer.text).toBe(200)
  // Refusals are kept by whoever looks at the logs of the service in front.
  for (const answer of await Promise.all([
    operator.put('/api/health/appointments/by-reference/R-2', {
      student: { ine: '9990077777S', login: 'loginsecret0' },
      motive: 'TESTSECRET',
      startsAt: '2030-01-01T00:00:00Z',
    }),
    operator.post('/api/health/follow-ups', {
      items: [{ student: { ine: '9990077777S' }, motive: 'TESTSECRET', dueOn: '2026-01-01' }],
    }),
    operator.put('/api/health/vaccinations/by-reference/V-1', {
      student: { ine: '9990077777S' },
      vaccine: { code: 'TESTSECRET' },
    }),
  ]))
    refusals.push(answer.text)

  await send('/api/health/scan-files', '%PDF-1.4 TESTSECRET', 'TESTSECRET Philomène.pdf')
  const lines =
    'REFERENCE;INE;MOTIF;ECHEANCE;COURRIER\r\nR9;9990077777S;TESTSECRET;23/04/1999;lettre confidentielle\r\n'
  await send('/api/health/loads?kind=follow-ups&dryRun=false', lines, 'envoi.csv')
  await send('/api/health/loads?kind=follow-ups&dryRun=false', lines.split('\r\n')[1]!, 'envoi.csv')
  await send(
    '/api/health/loads?kind=appointments&dryRun=false',
    'REFERENCE;INE;MOTIF;JOUR;HEURE;TESTSECRET Philomène\r\n1;2;3;4;5;6\r\n',
    'envoi.csv',
  )

  await run('DOUBLONS')
  const pair = (await database.pool.query('select id from duplicate_pair')).rows[0].id
  await physician.get(`/api/health/duplicates/${pair}`)
  await run('FER_CON')
  await run('RAPPEL_RDV')
  for (const code of [
    'LIS_REL',
    'REL_COU',
    'LIS_RAP',
    'REL_CRA',
    'MAJ_IDENTITE',
    'CLEAN_SCAN',
    'CLEAN_RELANCE',
  ])
    await run(code)
  const wanted = { keptId: student, absorbedId: twin }
  const { fingerprint } = (await physician.post('/api/health/merge-previews', wanted)).body
  const merged = await physician.post('/api/health/merges', { ...wanted, fingerprint, samePerson: true })
  expect(merged.status, merged.text).toBe(201)
  await run('CLEAN')
}, 120_000)
afterAll(async () => {
  await node?.stop()
  await smtp?.close()
  await database?.drop()
})

test('the runs did what they are for', async () => {
  const { rows } = await database.pool.query(
    `select batch_code, state, error from batch_run where state <> 'finished' order by id`,
  )
  // The two files that are none, and nothing else.
  expect(rows.map(({ batch_code }) => batch_code)).toEqual(['CHARGE_SANTE', 'CHARGE_SANTE'])
  expect(smtp.begun).toBeGreaterThan(0)
})

test('nothing that is kept of runs and acts, and no mail to the staff, names anybody', async () => {
  const tables = [
    'batch_run',
    'batch_run_line',
    'audit_event',
    'alert',
    'alert_group',
    'webhook_delivery',
    'node',
  ]
  for (const table of tables) {
    const { rows } = await database.pool.query<{ text: string }>(
      `select ${table}::text as text from ${table}`,
    )
    expect(
      rows.map(({ text }) => text).filter((text) => secrets.test(text)),
      table,
    ).toEqual([])
  }
  const { rows } = await database.pool.query<{ text: string }>(
    'select outgoing_mail::text as text from outgoing_mail',
  )
  expect(rows.filter(({ text }) => secrets.test(text))).toEqual([])
  const reminders = await database.pool.query('select error from appointment_reminder')
  expect(reminders.rows).toEqual([{ error: expect.stringMatching(/^550 5\.1\.1/) }])
  expect(JSON.stringify(reminders.rows)).not.toMatch(secrets)
})

test('what the merge keeps to be undone is not readable in the database', async () => {
  const { rows } = await database.pool.query(
    'select moved::text as moved, before_encrypted as image from merge_journal',
  )
  expect(rows[0].moved).not.toMatch(secrets)
  expect(rows[0].image.toString('latin1')).not.toMatch(/TESTSECRET|zoe\.secret/)
  const content = await database.pool.query('select content_encrypted as content from consultation')
  expect(content.rows[0].content.toString('latin1')).not.toContain('grippe')
})

test('a reader, who may see every run, sees nobody in any of them', async () => {
  const pages = ['/api/runs', '/api/runs.csv', '/api/batches', '/api/nights/latest', '/api/health/loads']
  pages.push('/api/health/follow-up-editions', '/api/health/follow-ups/summary', '/api/health/consultations')
  pages.push('/api/health/statistics', '/api/health/scan-files', '/api/health/appointment-motives')
  for (const id of runs) {
    pages.push(`/api/runs/${id}`, `/api/runs/${id}/lines`, `/api/runs/${id}/log`, `/api/health/loads/${id}`)
    const { files } = (await reader.get(`/api/runs/${id}`)).body
    pages.push(...files.map((file: { id: number }) => `/api/runs/${id}/files/${file.id}`))
  }
  for (const page of pages) {
    const answer = await reader.get(page)
    expect(secrets.exec(answer.text)?.[0], page).toBeUndefined()
    expect(answer.headers['cache-control'], page).toBe('no-store')
  }
})

test('a refusal does not give back what was sent', () => {
  expect(refusals).toHaveLength(3)
  expect(refusals.filter((text) => secrets.test(text))).toEqual([])
})

test('files with people in them are for the group at most, and their names and properties tell nothing', () => {
  const folder = join(node.installation.place.dataDirectory)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.filter((path) => secrets.test(path))).toEqual([])
  expect(files.filter((path) => (statSync(path).mode & 0o007) !== 0)).toEqual([])
  expect(files.filter((path) => /\.tmp$|\/loads\//.test(path))).toEqual([])
  const letters = files.filter((path) => path.endsWith('.pdf'))
  expect(letters.length).toBeGreaterThan(0)
  for (const path of letters) {
    const bytes = readFileSync(path)
    // Outside its streams a PDF is text: title, author, bookmarks, tags.
    expect(bytes.toString('latin1')).not.toMatch(secrets)
    expect(bytes.toString('utf16le')).not.toMatch(/TESTSECRET/)
  }
})

test('an edit that changes nothing is a look like any other', async () => {
  const looks = async () =>
    (
      await database.pool.query(
        `select from audit_event where actor = $1 and (detail ? 'followUp' or detail ? 'appointment')`,
        [physician.login],
      )
    ).rowCount
  const followUp = (await database.pool.query('select id, version from follow_up order by id limit 1'))
    .rows[0]
  const appointment = (await database.pool.query('select id, version from appointment')).rows[0]
  const answers = [
    await physician.patch(`/api/health/follow-ups/${followUp.id}`, { version: followUp.version }),
    await physician.patch(`/api/health/appointments/${appointment.id}`, { version: appointment.version }),
  ]
  for (const answer of answers) expect([answer.status, secrets.test(answer.text)]).toEqual([200, true])
  expect(await looks()).toBe(2)
})
