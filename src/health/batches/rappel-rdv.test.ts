import { afterAll, beforeAll, expect, test } from 'vitest'
import { appointmentScene } from '../../../test/support/appointments.ts'
import { openSmtpInbox, type SmtpInbox } from '../../../test/support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts'
import { runsOf, startTestEngine, untilIdle } from '../../../test/support/test-engine.ts'
import { coreApplication } from '../../core/application.ts'
import { manualClock } from '../../platform/clock.ts'
import { type Mailer, smtpMailer } from '../../platform/mail.ts'
import { settingsStore } from '../../platform/settings.ts'
import { forgetReminders } from '../appointments/forget-reminders.ts'
import { appointmentSettings } from '../appointments/settings.ts'
import rappelRdv from './rappel-rdv.ts'

let database: TestDatabase
let inbox: SmtpInbox
let mail: Mailer
beforeAll(async () => {
  database = await createTestDatabase()
  inbox = await openSmtpInbox()
  mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
})
afterAll(async () => {
  mail?.close()
  await inbox?.close()
  await database?.drop()
})

test('every day at 7:30, out of service as delivered', () => {
  expect(rappelRdv).toMatchObject({
    schedule: { time: '07:30', weekdays: 'all' },
    enabled: false,
    catchUp: { policy: 'run', withinMinutes: 720 },
  })
})

test('two nodes at the planned minute: one run, one mail', async () => {
  const scene = appointmentScene(database)
  const student = await scene.student('testun@example.org')
  const motive = await scene.motive()
  await scene.appointment({ student, motive, startsAt: '2026-03-11T13:30:00Z' })
  const clock = manualClock('2026-03-09T06:00:00Z')
  const settings = settingsStore(database, appointmentSettings)
  const node = () => startTestEngine(database, clock, [{ ...rappelRdv, enabled: true }], { settings, mail })
  const first = await node()
  const second = await node()
  clock.advanceTo('2026-03-09T06:30:00Z')
  await Promise.all([first.tick(), second.tick()])
  await untilIdle(database)
  expect(await runsOf(database, 'RAPPEL_RDV')).toMatchObject([
    { state: 'finished', trigger: 'schedule', due: '2026-03-09T06:30:00.000Z' },
  ])
  expect(inbox.mails.map(({ to }) => to)).toEqual([['testun@example.org']])
  await second.stop()
  await first.stop()
})

test('CLEAN forgets reminders after twelve months, never one whose appointment is still to come', async () => {
  await database.pool.query(
    `update appointment_reminder set created_at = '2025-03-08T10:00:00Z';
     insert into appointment_reminder (appointment_id, for_start, recipient, state, run_id, created_at)
     select appointment_id, start, recipient, 'sent', 1, created
     from appointment_reminder, (values
       ('2025-03-01T10:00:00Z'::timestamptz, '2025-02-27T06:30:00Z'::timestamptz),
       ('2025-03-12T10:00:00Z'::timestamptz, '2025-03-10T06:30:00Z'::timestamptz)) as kept (start, created)`,
  )
  const batches = coreApplication([forgetReminders]).batches.filter(({ code }) => code === 'CLEAN')
  const engine = await startTestEngine(database, '2026-03-10T00:30:00Z', batches)
  const asked = await engine.requestRun({ code: 'CLEAN', trigger: 'manual', requestedBy: 'test' })
  if (!asked.ok) throw new Error(asked.refusal.message.en)
  expect(await engine.waitForRun(asked.runId)).toMatchObject({
    state: 'finished',
    detail: { rappels_purges: 1 },
  })
  await engine.stop()
  const { rows } = await database.pool.query<{ start: Date }>(
    'select for_start as start from appointment_reminder order by for_start',
  )
  expect(rows.map(({ start }) => start.toISOString())).toEqual([
    '2025-03-12T10:00:00.000Z',
    '2026-03-11T13:30:00.000Z',
  ])
})
