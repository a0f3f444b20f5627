import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine } from '../src/batch/engine.ts'
import type { RunRecord } from '../src/batch/run-record.ts'
import { healthApplication } from '../src/health/application.ts'
import { smtpMailer } from '../src/platform/mail.ts'
import { settingsStore } from '../src/platform/settings.ts'
import { type KillScene, killScenes, type Stage } from './support/health-kill-scenes.ts'
import { type HealthMoment, type HealthWorker, prepareHealthWorker } from './support/health-worker.ts'
import { startPlainEngine } from './support/plain-engine.ts'
import { openSmtpInbox, type SmtpInbox } from './support/smtp-inbox.ts'
import { openStatisticsReceiver, type StatisticsReceiver } from './support/statistics-receiver.ts'
import { senderFiles, testAuthority } from './support/test-certificates.ts'
import { createTestDatabase, type TestDatabase } from './support/test-database.ts'
import { until } from './support/test-engine.ts'

// `kill -9` of a node in the middle of every batch of the health service: it is re-run by itself, and what is left in the
// end (tables, files, mails received, figures at the other side) is what an undisturbed run leaves. Then it runs twice
// more, which changes and sends nothing. And each is tried on an empty database.

let database: TestDatabase
let inbox: SmtpInbox
let receiver: StatisticsReceiver
let files: ReturnType<typeof senderFiles>['files']
/** Asks for runs, and finds dead nodes; takes no run itself. */
let desk: Engine
let next: Promise<HealthWorker>
const settings = () => settingsStore(database, healthApplication.settings)

beforeAll(async () => {
  next = prepareHealthWorker()
  const authority = await testAuthority()
  const sender = senderFiles(await authority.issue('service-test'), authority.certificate)
  files = sender.files
  ;[database, inbox, receiver] = await Promise.all([
    createTestDatabase(),
    openSmtpInbox(),
    openStatisticsReceiver({
      server: await authority.issue('localhost'),
      ca: authority.certificate,
      signs: () => sender.signs,
    }),
  ])
  desk = await startPlainEngine(database, healthApplication.batches, {
    scheduler: false,
    runner: false,
    recoveryPeriodMs: 100,
  })
  await database.pool.query('update batch set enabled = true')
})
afterAll(async () => {
  const worker = await next
  worker.process.kill('SIGKILL')
  await worker.died
  await desk?.stop()
  await inbox?.close()
  await receiver?.close()
  await database?.drop()
})

async function launch(code: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<number> {
  const outcome = await desk.requestRun({
    code,
    trigger: 'cli',
    requestedBy: 'alice',
    confirmCode: code,
    parameters,
  })
  if (!outcome.ok) throw new Error(outcome.refusal.message.en)
  return outcome.runId
}

/** A node in this process that lives as long as `work`. */
async function withNode<T>(dataDirectory: string, work: () => Promise<T>): Promise<T> {
  const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
  const node = await startPlainEngine(database, healthApplication.batches, {
    scheduler: false,
    settings: settings(),
    mail,
    place: { timeZone: 'Europe/Paris', dataDirectory, senderFiles: files, encryption: null },
  })
  try {
    return await work()
  } finally {
    await node.stop()
    mail.close()
  }
}

test('each on an empty database', async () => {
  const stage = await emptyStage()
  await withNode(stage.dataDirectory, async () => {
    const runs = await Promise.all(
      killScenes.map(async ({ code, parameters }) =>
        desk.waitForRun(await launch(code, parameters?.(stage))),
      ),
    )
    for (const [index, { code, empty }] of killScenes.entries())
      expect(runs[index], code).toMatchObject(
        typeof empty === 'string'
          ? { state: 'failed', error: expect.stringContaining(empty) }
          : { state: 'finished', error: null, detail: empty },
      )
  })
  expect(inbox.mails).toEqual([])
  expect(receiver.requests).toEqual([])
})

/** The emptied database, and what the outside world gets from now on. */
async function emptyStage(): Promise<Stage> {
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
    settings: settings(),
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

/** What an undisturbed run leaves. Two more runs leave it as it is. */
const undisturbed = new Map<string, unknown>()
async function playUndisturbed(scene: KillScene): Promise<unknown> {
  const known = undisturbed.get(scene.code)
  if (known !== undefined) return known
  const stage = await emptyStage()
  await scene.fill(stage)
  const before = await scene.left(stage)
  const left = await withNode(stage.dataDirectory, async () => {
    await runToEnd(scene, stage)
    const left = await scene.left(stage)
    expect(left).not.toEqual(before)
    await runToEnd(scene, stage)
    expect(await scene.left(stage)).toEqual(left)
    return left
  })
  undisturbed.set(scene.code, left)
  return left
}

async function runToEnd({ code, parameters }: KillScene, stage: Stage): Promise<RunRecord> {
  const run = await desk.waitForRun(await launch(code, parameters?.(stage)))
  expect(run).toMatchObject({ state: 'finished', error: null })
  return run
}

const momentsOf = ({ transactions, moments = [], usual }: KillScene): readonly HealthMoment[] =>
  process.env.SOAK
    ? [
        ...Array.from({ length: transactions }, (_, index): HealthMoment[] => [
          { moment: 'before-commit', at: index + 1 },
          { moment: 'committed', at: index + 1 },
        ]).flat(),
        ...moments,
      ]
    : usual

describe.each(killScenes)('$code', (scene) => {
  test.each(momentsOf(scene))('killed at $moment $at', async (dies) => {
    const usual = await playUndisturbed(scene)
    const stage = await emptyStage()
    await scene.fill(stage)
    const worker = await next
    next = prepareHealthWorker()
    const { dataDirectory } = stage
    await worker.start({
      url: database.url,
      name: 'the one that dies',
      dataDirectory,
      smtpUrl: inbox.url,
      senderFiles: files,
      dies,
    })
    const runId = await launch(scene.code, scene.parameters?.(stage))
    const run = await desk.waitForRun(runId).finally(() => worker.process.kill('SIGKILL'))
    // One that came to its end has not met the moment.
    expect(run).toMatchObject({
      state: 'interrupted',
      reason: { code: 'node-lost', node: 'the one that dies' },
    })
    await withNode(dataDirectory, async () => {
      expect(await desk.waitForRun(await retryOf(runId))).toMatchObject({ state: 'finished', error: null })
      const left = await scene.left(stage)
      if (scene.accepts === undefined) expect(left).toEqual(usual)
      else expect(scene.accepts(left, usual, dies), JSON.stringify(left)).toBe(true)
      await runToEnd(scene, stage)
      await runToEnd(scene, stage)
      expect(await scene.left(stage)).toEqual(left)
    })
  })
})

async function retryOf(runId: number): Promise<number> {
  let retry: number | undefined
  await until(async () => {
    const { rows } = await database.pool.query<{ id: number }>(
      'select id from batch_run where retry_of = $1',
      [runId],
    )
    retry = rows[0]?.id
    return retry !== undefined
  })
  return retry!
}
