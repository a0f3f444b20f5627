import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AlertsDuty, startAlerts } from '../src/alerts/alerts-duty.ts'
import { alertSettings } from '../src/alerts/settings.ts'
import type { Engine } from '../src/batch/engine.ts'
import { smtpMailer } from '../src/platform/mail.ts'
import { sendPostedMail } from '../src/platform/outgoing-mail.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { startEngineChild } from './support/engine-child.ts'
import { startPlainEngine, testBatch } from './support/plain-engine.ts'
import { openSmtpInbox, type SmtpInbox } from './support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { until } from './support/test-engine.ts'

// Nodes die at the worst moment; somebody must still be told, once.

let database: TestDatabase
let inbox: SmtpInbox
let engine: Engine
let duties: AlertsDuty[] = []
const sendings: Promise<unknown>[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  inbox = await openSmtpInbox()
  await database.pool.query(
    `insert into account (login, name, email, administrator, created_at, created_by)
     values ('anne', 'Testun', 'anne@example.org', true, now(), 'test')`,
  )
  // Watches and recovers, but runs nothing itself.
  engine = await startPlainEngine(database, [testBatch('TEST_0')], {
    scheduler: false,
    runner: false,
    recoveryPeriodMs: 100,
    place: { timeZone: 'Europe/Paris', dataDirectory: tmpdir() },
  })
})
afterAll(async () => {
  for (const duty of duties) await duty.stop()
  await Promise.all(sendings)
  await engine.stop()
  await inbox.close()
  await database.drop()
})

function startDuty(): AlertsDuty {
  const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
  const duty = startAlerts({
    database,
    settings: settingsStore(database, alertSettings),
    clock: engine.clock,
    catalogue: engine.catalogue,
    timeZone: 'Europe/Paris',
    publicUrl: null,
    onPosted: () => void sendings.push(sendPostedMail(database, mail, engine.clock)),
    onError() {},
  })
  duties.push(duty)
  return duty
}

async function request(): Promise<number> {
  const outcome = await engine.requestRun({
    code: 'TEST_0',
    trigger: 'manual',
    requestedBy: 'anne',
    parameters: {},
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.runId
}

test('a node killed between the end of its run and the alert, and one killed in the middle of a run', async () => {
  // Alerting has begun on this installation; then its process ends.
  const before = startDuty()
  await before.runOnce()
  await before.stop()

  const failing = await startEngineChild({ url: database.url, batches: 1, work: 'fail', scheduler: false })
  const failed = await request()
  expect(await engine.waitForRun(failed)).toMatchObject({ state: 'failed' })
  await failing.kill()

  const hanging = await startEngineChild({ url: database.url, batches: 1, work: 'hang', scheduler: false })
  const interrupted = await request()
  await hanging.message('start')
  await hanging.kill()
  expect(await engine.waitForRun(interrupted)).toMatchObject({ state: 'interrupted' })

  // Two nodes come up at the same time.
  const nodes = [startDuty(), startDuty()]
  await Promise.all(nodes.map((node) => node.runOnce()))
  await until(async () => inbox.mails.length >= 2)
  await Promise.all(nodes.map((node) => node.runOnce()))
  for (const node of nodes) await node.stop()
  duties = []
  expect(inbox.mails.map((mail) => mail.subject.replaceAll('\u00a0', ' ')).sort()).toEqual([
    `Nocturne : TEST_0 en échec (exécution ${failed})`,
    `Nocturne : TEST_0 interrompu (exécution ${interrupted})`,
  ])
})
