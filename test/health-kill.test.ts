import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { healthApplication } from '../src/health/application.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { type HealthStage, killScenes } from './support/health-kill-scenes.ts'
import { type KillBench, killTests, openKillBench } from './support/kill-bench.ts'
import { openSmtpInbox, type SmtpInbox } from './support/smtp-inbox.ts'
import { openStatisticsReceiver, type StatisticsReceiver } from './support/statistics-receiver.ts'
import { senderFiles, testAuthority } from './support/test-certificates.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'

// `kill -9` of a node in the middle of every batch of the health service: it is re-run by itself, and what is left in the
// end (tables, files, mails received, figures at the other side) is what an undisturbed run leaves. Then it runs twice
// more, which changes and sends nothing. And each is tried on an empty database.

let database: TestDatabase
let inbox: SmtpInbox
let receiver: StatisticsReceiver
let bench: KillBench<HealthStage>

beforeAll(async () => {
  const authority = await testAuthority()
  const sender = senderFiles(await authority.issue('service-test'), authority.certificate)
  ;[database, inbox, receiver] = await Promise.all([
    createTestDatabase(),
    openSmtpInbox(),
    openStatisticsReceiver({
      server: await authority.issue('localhost'),
      ca: authority.certificate,
      signs: () => sender.signs,
    }),
  ])
  bench = await openKillBench<HealthStage>({
    application: { ...healthApplication, code: 'health' },
    database,
    inbox,
    placeOf: () => ({ senderFiles: sender.files }),
    emptyStage,
    told: receiver.requests,
  })
})
afterAll(async () => {
  await bench?.stop()
  await inbox?.close()
  await receiver?.close()
  await database?.drop()
})

killTests(killScenes, () => bench)

async function emptyStage(): Promise<HealthStage> {
  await database.pool.query(
    `truncate follow_up_letter, follow_up_edition, follow_up, returned_mail, appointment_reminder, appointment,
       appointment_motive, record_lock, consultation, scan_file, vaccination, vaccine, duplicate_pair, duplicate_search,
       merge_journal, identity_statistic, statistic_push, enrolment, student, outgoing_mail, batch_run_file,
       command_file_progress, file_exchange, setting restart identity cascade`,
  )
  const { rows } = await database.pool.query<{ last: number }>(
    'select coalesce(max(id), 0) as last from audit_event',
  )
  const mark = { mails: inbox.mails.length, records: receiver.records.length }
  return {
    database,
    settings: settingsStore(database, healthApplication.settings),
    trailBegins: rows[0]!.last,
    dataDirectory: mkdtempSync(join(tmpdir(), 'nocturne-health-kill-')),
    inbox: {
      get mails() {
        return inbox.mails.slice(mark.mails)
      },
    },
    receiver: {
      url: receiver.url,
      get records() {
        return receiver.records.slice(mark.records)
      },
    },
  }
}
