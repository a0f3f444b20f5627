import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { appointmentScene, type ReminderRuns, reminderRuns } from '../../../test/support/appointments.ts'
import { type MoodyServer, openMoodyServer } from '../../../test/support/smtp-moods.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { RunFailure } from '../../batch/run-outcome.ts'
import { type Mailer, smtpMailer } from '../../platform/mail.ts'
import { settingsStore } from '../../platform/settings.ts'
import { appointmentSettings } from './settings.ts'

// health.md 2.8 and 6.1, case 19, over a real mail server that behaves as it is told.

let database: TestDatabase
let server: MoodyServer
let mailer: Mailer
let scene: ReturnType<typeof appointmentScene>
let runs: ReminderRuns

beforeAll(async () => {
  database = await createTestDatabase()
  scene = appointmentScene(database)
  server = await openMoodyServer()
  mailer = smtpMailer({ url: server.url, from: 'nocturne@example.org' })
})
afterAll(async () => {
  mailer?.close()
  await server?.close()
  await database?.drop()
})

/** A Monday, 7:30 in Paris. */
const monday = '2026-03-09T06:30:00Z'
const wednesdayAtHalfPastTwo = '2026-03-11T13:30:00Z'
let mailsBefore = 0
beforeEach(async () => {
  await scene.empty()
  server.meet('take')
  mailsBefore = server.mails.length
  runs = reminderRuns(database, monday, mailer)
})

const mailed = () => server.mails.slice(mailsBefore)
const addressed = () => mailed().flatMap((mail) => mail.recipients)

async function oneAppointment(startsAt = wednesdayAtHalfPastTwo, email = 'testun@example.org') {
  const student = await scene.student(email)
  const motive = await scene.motive()
  const id = await scene.appointment({ student, motive, startsAt, reference: 'RDV-1' })
  return { id, student, motive }
}

const alter = (id: number, what: string) =>
  database.pool.query(`update appointment set ${what} where id = $1`, [id])

async function failed(run: Promise<unknown>): Promise<RunFailure> {
  const error = await run.then(
    () => null,
    (failure: unknown) => failure,
  )
  expect(error).toBeInstanceOf(RunFailure)
  return error as RunFailure
}

test('who has an appointment soon is reminded once, in French, without a word of the motive', async () => {
  await settingsStore(database, appointmentSettings).set('health.appointments.place', 'Bâtiment E', 'test')
  const { id } = await oneAppointment()
  expect(await runs.run()).toEqual({ candidats: 1, envoyes: 1, sans_mail: 0, echecs: 0, deja_envoyes: 0 })
  const [{ source, recipients }] = mailed() as [(typeof server.mails)[number]]
  expect(recipients).toEqual(['testun@example.org'])
  expect(source).toContain('Subject: Rappel de votre rendez-vous')
  expect(source).toContain('Auto-Submitted: auto-generated')
  expect(source).toContain(`Message-ID: <rappel-${id}-1773235800@example.org>`)
  const text = Buffer.from(
    source
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString('utf8')
  expect(text).toContain('Bonjour Zoé,')
  expect(text).toContain('rendez-vous du mercredi 11 mars 2026 à 14h30.')
  expect(text).toContain('Lieu : Bâtiment E')
  expect(text).not.toMatch(/Dépistage|lien_annulation|TESTUN/)
  expect(runs.lines.join('\n')).not.toMatch(/testun@|Zoé/i)
  // A second run in a row sends nothing.
  expect(await runs.run()).toEqual({ candidats: 1, envoyes: 0, sans_mail: 0, echecs: 0, deja_envoyes: 1 })
  expect(mailed()).toHaveLength(1)
})

test('an empty database: nothing to do, nothing wrong', async () => {
  expect(await runs.run()).toEqual({ candidats: 0, envoyes: 0, sans_mail: 0, echecs: 0, deja_envoyes: 0 })
})

test('no mail server: an error that says what to set, and nothing is written', async () => {
  await oneAppointment()
  await expect(runs.run({ mail: smtpMailer({ url: null, from: 'nocturne@example.org' }) })).rejects.toThrow(
    'NOCTURNE_SMTP_URL',
  )
  expect(await scene.reminders()).toEqual([])
})

test('who is selected: confirmed, reminded motive, two hours to two days ahead, taken a while ago, reachable', async () => {
  const student = await scene.student('testun@example.org')
  const motive = await scene.motive()
  const add = (startsAt: string, more: object = {}) =>
    scene.appointment({ student, motive, startsAt, ...more })
  await add('2026-03-09T08:30:00Z')
  const soon = await add('2026-03-09T08:30:01Z')
  // The last hour of Wednesday in Paris; the first of Thursday.
  const late = await add('2026-03-11T22:59:00Z')
  await add('2026-03-11T23:00:00Z')
  await add(wednesdayAtHalfPastTwo, { state: 'requested' })
  await add(wednesdayAtHalfPastTwo, { state: 'cancelled' })
  await add(wednesdayAtHalfPastTwo, { takenAt: '2026-03-08T18:30:00Z' })
  const taken = await add(wednesdayAtHalfPastTwo, { takenAt: '2026-03-08T18:29:59Z' })
  await add(wednesdayAtHalfPastTwo, { motive: await scene.motive({ reminder: false }) })
  await add(wednesdayAtHalfPastTwo, { motive: await scene.motive({ active: false }) })
  await add(wednesdayAtHalfPastTwo, { student: await scene.student(null) })
  await add(wednesdayAtHalfPastTwo, { student: await scene.student('a@b') })
  await add(wednesdayAtHalfPastTwo, { student: await scene.student('a@example.org, b@example.org') })
  const kept = await scene.student('gardee@example.org')
  const between = await scene.student('entre@example.org', kept)
  const merged = await add(wednesdayAtHalfPastTwo, {
    student: await scene.student('fusionnee@example.org', between),
  })
  expect(await runs.run()).toEqual({ candidats: 7, envoyes: 4, sans_mail: 3, echecs: 0, deja_envoyes: 0 })
  const { rows } = await database.pool.query(
    'select appointment_id as id, recipient from appointment_reminder order by id',
  )
  expect(rows.map((row) => row.id).sort()).toEqual([soon, late, taken, merged].sort())
  expect(addressed().sort()).toEqual([
    'gardee@example.org',
    'testun@example.org',
    'testun@example.org',
    'testun@example.org',
  ])
})

test('19: lead 2 days, batch missed yesterday: tomorrow’s appointment is still reminded once', async () => {
  await oneAppointment('2026-03-10T09:00:00Z')
  expect(await runs.run()).toMatchObject({ envoyes: 1 })
  expect(await runs.run()).toMatchObject({ envoyes: 0, deja_envoyes: 1 })
  expect(mailed()).toHaveLength(1)
})

test('19: appointment moved after the reminder: one more reminder for the new time', async () => {
  const { id } = await oneAppointment()
  await runs.run()
  await alter(id, `starts_at = '2026-03-11T15:00:00Z'`)
  expect(await runs.run()).toMatchObject({ candidats: 1, envoyes: 1, deja_envoyes: 0 })
  expect(await runs.run()).toMatchObject({ envoyes: 0, deja_envoyes: 1 })
  // Back where it was: that time has been told.
  await alter(id, `starts_at = '${wednesdayAtHalfPastTwo}'`)
  expect(await runs.run()).toMatchObject({ envoyes: 0, deja_envoyes: 1 })
  expect(mailed()).toHaveLength(2)
})

test('19: cancelled one minute before: no mail', async () => {
  const first = await oneAppointment()
  const second = await scene.appointment({ ...first, startsAt: '2026-03-11T14:00:00Z' })
  // While the first is being sent, the second is cancelled and a third moved.
  const third = await scene.appointment({ ...first, startsAt: '2026-03-11T15:00:00Z' })
  const mail: Mailer = {
    ...mailer,
    async send(one) {
      await alter(second, `state = 'cancelled'`)
      await alter(third, `starts_at = '2026-03-20T15:00:00Z'`)
      await mailer.send(one)
    },
  }
  expect(await runs.run({ mail })).toMatchObject({ candidats: 3, envoyes: 1 })
  expect(mailed()).toHaveLength(1)
  expect(await scene.reminders()).toEqual([
    `${first.id} 2026-03-11T13:30 sent 1`,
    `${second} 2026-03-11T14:00 withdrawn 0`,
    `${third} 2026-03-11T15:00 withdrawn 0`,
  ])
  // It stands again: then it is reminded after all.
  await alter(second, `state = 'confirmed'`)
  expect(await runs.run()).toMatchObject({ envoyes: 1, deja_envoyes: 1 })
})

test('19: SMTP down: ERROR, pending kept, sent next time if still in the future', async () => {
  const { id, student, motive } = await oneAppointment()
  const soon = await scene.appointment({ student, motive, startsAt: '2026-03-09T09:00:00Z' })
  const down = smtpMailer({ url: 'smtp://127.0.0.1:1', from: 'nocturne@example.org' })
  const { message, detail } = await failed(runs.run({ mail: down }))
  expect(message).toBe('le serveur de messagerie ne prend rien (ECONNREFUSED) : 2 rappel(s) en attente')
  expect(detail).toEqual({ candidats: 2, envoyes: 0, sans_mail: 0, echecs: 0, deja_envoyes: 0 })
  expect(runs.waits).toEqual(['2026-03-09T06:31:00Z', '2026-03-09T06:36:00Z'])
  expect(await scene.reminders()).toEqual([
    `${soon} 2026-03-09T09:00 pending 0`,
    `${id} 2026-03-11T13:30 pending 0`,
  ])
  down.close()
  // The first has begun when the server is back.
  runs.clock.advanceTo('2026-03-09T09:30:00Z')
  expect(await runs.run()).toEqual({ candidats: 2, envoyes: 1, sans_mail: 0, echecs: 0, deja_envoyes: 0 })
  expect(await scene.reminders()).toEqual([
    `${soon} 2026-03-09T09:00 withdrawn 0`,
    `${id} 2026-03-11T13:30 sent 1`,
  ])
})

test('19: lead changed from 2 to 7: no second mail to those already reminded', async () => {
  const { motive, student } = await oneAppointment()
  await scene.appointment({ student, motive, startsAt: '2026-03-16T09:00:00Z' })
  expect(await runs.run()).toMatchObject({ candidats: 1, envoyes: 1 })
  await database.pool.query('update appointment_motive set reminder_days = 7')
  expect(await runs.run()).toMatchObject({ candidats: 2, envoyes: 1, deja_envoyes: 1 })
  await database.pool.query('update appointment_motive set reminder_days = 2')
  expect(await runs.run()).toMatchObject({ candidats: 1, envoyes: 0, deja_envoyes: 1 })
  expect(mailed()).toHaveLength(2)
})

test('greylisting: taken at the third attempt, a minute and five minutes later; others do not wait for it', async () => {
  const { id, student, motive } = await oneAppointment()
  await scene.appointment({ student, motive, startsAt: '2026-03-11T15:00:00Z' })
  const later = { at: 'rcpt', say: '450 4.2.0 later' } as const
  server.meet(later, 'take', later, 'take')
  expect(await runs.run()).toMatchObject({ candidats: 2, envoyes: 2, echecs: 0 })
  expect(runs.waits).toEqual(['2026-03-09T06:31:00Z', '2026-03-09T06:36:00Z'])
  expect((await scene.reminders())[0]).toBe(`${id} 2026-03-11T13:30 sent 3`)
})

test('three temporary refusals: given up; one refusal for good: not tried again', async () => {
  const { student, motive } = await oneAppointment()
  await scene.appointment({
    student: await scene.student('inconnue@example.org'),
    motive,
    startsAt: wednesdayAtHalfPastTwo,
  })
  server.meetBy((to) =>
    to.startsWith('inconnue')
      ? { at: 'rcpt', say: '550 5.1.1 who?' }
      : { at: 'rcpt', say: '450 4.2.0 later' },
  )
  const begun = server.begun
  expect(await runs.run()).toMatchObject({ candidats: 2, envoyes: 0, echecs: 2 })
  expect(server.begun - begun).toBe(4)
  server.meet('take')
  expect(await runs.run()).toMatchObject({ envoyes: 0, deja_envoyes: 2 })
  const { rows } = await database.pool.query(
    'select state, attempts, error from appointment_reminder order by id',
  )
  expect(rows).toEqual([
    { state: 'failed', attempts: 3, error: '450 4.2.0 (RCPT TO)' },
    { state: 'failed', attempts: 1, error: '550 5.1.1 (RCPT TO)' },
  ])
  expect(student).toBeGreaterThan(0)
})

test('the connection falls after the last byte: doubtful, never repeated, whether it was taken or not', async () => {
  await oneAppointment()
  server.meet({ at: 'taken', drop: true })
  expect(await runs.run()).toMatchObject({ envoyes: 0, echecs: 1 })
  server.meet('take')
  expect(await runs.run()).toMatchObject({ envoyes: 0, deja_envoyes: 1 })
  expect(mailed()).toHaveLength(1)
  expect((await scene.reminders())[0]).toContain('unknown')
})

test('a crash between `sending` and `sent`: unknown at the next run, which goes on with the others', async () => {
  const { id, student, motive } = await oneAppointment()
  const second = await scene.appointment({ student, motive, startsAt: '2026-03-11T15:00:00Z' })
  const dying: Mailer = {
    ...mailer,
    async send(mail) {
      await mailer.send(mail)
      // The process is gone: nobody hears of the success.
      return await new Promise(() => {})
    },
  }
  void runs.run({ mail: dying })
  await expect.poll(() => mailed().length).toBe(1)
  expect(await runs.run()).toMatchObject({ candidats: 2, envoyes: 1, deja_envoyes: 1 })
  expect(await scene.reminders()).toEqual([
    `${id} 2026-03-11T13:30 unknown 1`,
    `${second} 2026-03-11T15:00 sent 1`,
  ])
  expect(mailed()).toHaveLength(2)
})

test('one mail that makes the server hang up does not keep the others from leaving', async () => {
  const { motive } = await oneAppointment('2026-03-09T12:00:00Z', 'piege@example.org')
  for (const name of ['a', 'b', 'c'])
    await scene.appointment({
      student: await scene.student(`${name}@example.org`),
      motive,
      startsAt: wednesdayAtHalfPastTwo,
    })
  server.meetBy((to) => (to.startsWith('piege') ? { at: 'rcpt', drop: true } : 'take'))
  const { detail } = await failed(runs.run())
  expect(detail).toMatchObject({ candidats: 4, envoyes: 3, echecs: 0 })
  expect(addressed().sort()).toEqual(['a@example.org', 'b@example.org', 'c@example.org'])
  expect((await scene.reminders())[0]).toMatch(/pending 0$/)
})

test('no more than par_minute in any minute', async () => {
  const { student, motive } = await oneAppointment()
  for (let hour = 8; hour < 14; hour++)
    await scene.appointment({
      student,
      motive,
      startsAt: `2026-03-11T${String(hour).padStart(2, '0')}:00:00Z`,
    })
  expect(await runs.run({ perMinute: 3 })).toMatchObject({ envoyes: 7 })
  expect(runs.waits).toEqual(['2026-03-09T06:31:00Z', '2026-03-09T06:32:00Z'])
})

test('cancelled in the middle: what was sent is told, the rest waits and goes out at the next run', async () => {
  const { student, motive } = await oneAppointment()
  await scene.appointment({ student, motive, startsAt: '2026-03-11T15:00:00Z' })
  const stop = new AbortController()
  const mail: Mailer = {
    ...mailer,
    async send(one) {
      await mailer.send(one)
      stop.abort(new Error('annulé'))
    },
  }
  const { message, detail } = await failed(runs.run({ mail, signal: stop.signal }))
  expect(message).toBe('1 rappel(s) restent en attente')
  expect(detail).toMatchObject({ envoyes: 1 })
  expect(await runs.run()).toMatchObject({ candidats: 2, envoyes: 1, deja_envoyes: 1 })
  expect(mailed()).toHaveLength(2)
})

test('the address that is lost, or the reminder that is switched off, while the server was down: withdrawn', async () => {
  const { motive, student } = await oneAppointment()
  server.meet({ at: 'greeting', say: '421 4.3.2 later' })
  await failed(runs.run())
  await database.pool.query('update student set email = null where id = $1', [student])
  server.meet('take')
  expect(await runs.run()).toMatchObject({ candidats: 1, envoyes: 0, sans_mail: 1 })
  await database.pool.query(`update student set email = 'neuve@example.org' where id = $1`, [student])
  await database.pool.query('update appointment_motive set reminder_active = false where id = $1', [motive])
  expect(await runs.run()).toMatchObject({ candidats: 0, envoyes: 0 })
  await database.pool.query('update appointment_motive set reminder_active = true where id = $1', [motive])
  expect(await runs.run()).toMatchObject({ candidats: 1, envoyes: 1 })
  expect(addressed()).toEqual(['neuve@example.org'])
})
