import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Installation, openInstallation } from '../src/installation.ts'
import { readConfiguration } from '../src/platform/configuration.ts'
import { openLog } from '../src/platform/logging.ts'
import { type Program, startProgram } from '../src/program.ts'
import { openSmtpInbox, type SmtpInbox } from './support/smtp-inbox.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { until } from './support/test-engine.ts'
import { openWebhookReceiver, type WebhookReceiver } from './support/webhook-receiver.ts'

const secret = 'un secret partagé, assez long'

let database: TestDatabase
let inbox: SmtpInbox
let receiver: WebhookReceiver
let dataDirectory: string
let installation: Installation
let program: Program | undefined
beforeAll(async () => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-program-'))
  database = await createTestDatabase()
  inbox = await openSmtpInbox()
  receiver = await openWebhookReceiver(secret)
  installation = await openInstallation(
    readConfiguration(
      {
        DATABASE_URL: database.url,
        NOCTURNE_DATA_DIR: dataDirectory,
        NOCTURNE_SMTP_URL: inbox.url,
        NOCTURNE_PUBLIC_URL: 'https://nocturne.example.org/',
      },
      dataDirectory,
    ),
  )
})
afterAll(async () => {
  await program?.stop()
  await installation.stop()
  await inbox.close()
  await receiver.close()
  await database.drop()
  rmSync(dataDirectory, { recursive: true, force: true })
})

test('the program tells by mail and webhook, within seconds, that a real batch failed', async () => {
  const { settings } = installation
  await settings.set('core.alerts.mail', ['dsi@example.org'], 'test')
  await settings.set('core.alerts.webhook-url', receiver.url, 'test')
  await settings.set('core.alerts.webhook-secret', secret, 'test')
  program = await startProgram(installation, {
    scheduler: true,
    runner: true,
    nodeName: 'node-1',
    version: 'test',
    log: openLog('silent', { write: () => {} }),
  })
  await until(async () => (await database.pool.query('select from alert_watch')).rowCount === 1)
  // A directory in which nothing was dropped.
  await settings.set('health.import.directory', dataDirectory, 'test')
  const enabled = await program.engine.setEnabled('IMP_QUO', true, 'test')
  expect(enabled.ok).toBe(true)
  const outcome = await program.engine.requestRun({
    code: 'IMP_QUO',
    trigger: 'manual',
    requestedBy: 'anne',
    parameters: {},
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  expect(await program.engine.waitForRun(outcome.runId)).toMatchObject({ state: 'failed' })
  await until(async () => inbox.mails.length === 1 && receiver.messages.length === 1)
  expect(inbox.mails[0]).toMatchObject({
    to: ['dsi@example.org'],
    subject: `Nocturne\u00a0: IMP_QUO en échec (exécution ${outcome.runId})`,
  })
  expect(inbox.mails[0]!.text).toContain(`https://nocturne.example.org/runs/${outcome.runId}\n`)
  expect(receiver.messages[0]).toMatchObject({
    genuine: true,
    payload: { kind: 'failed', batch: 'IMP_QUO', run: outcome.runId, application: 'health' },
  })
})
