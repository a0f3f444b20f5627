import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { admissionsApplication } from '../../../src/admissions/application.ts'
import { tidyFilesToLoad } from '../../../src/admissions/loads/tidy-files-to-load.ts'
import type { RunDetail } from '../../../src/batch/define-batch.ts'
import { coreApplication } from '../../../src/core/application.ts'
import { tidyImports } from '../../../src/health/tidy-imports.ts'
import type { Connections } from '../../../src/platform/connections.ts'
import { smtpMailer } from '../../../src/platform/mail.ts'
import { sendPostedMail } from '../../../src/platform/outgoing-mail.ts'
import { type Settings, settingsStore } from '../../../src/platform/settings.ts'
import { testConnections } from '../connections.ts'
import { type LdapServer, startLdap } from '../ldap-server.ts'
import { type LimeSurveyServer, startLimeSurvey } from '../limesurvey-server.ts'
import { type MoodyServer, openMoodyServer } from '../smtp-moods.ts'
import { createTestDatabase, type TestDatabase } from '../test-database.ts'
import { startTestEngine, type TestEngine } from '../test-engine.ts'

/** An office with everything around it: the real batches, a directory, surveys, mail, and the establishment's databases. */
export interface SeasonOffice {
  readonly database: TestDatabase
  readonly engine: TestEngine
  readonly settings: Settings
  /** In a good mood: it answers at once, where smtp-server waits a tenth of a second before it greets. */
  readonly inbox: MoodyServer
  readonly surveys: LimeSurveyServer
  readonly directory: LdapServer
  /** The data folder of the installation. */
  readonly folder: string
  /** Of candidates. */
  readonly store: string
  /** Moves the clock; no batch is planned, so none runs. */
  at(instant: string): void
  today(): string
  /** Runs a batch to its end, which must be a good one unless `state` says otherwise. */
  run(
    code: string,
    parameters?: Readonly<Record<string, unknown>>,
    state?: 'finished' | 'failed',
  ): Promise<RunDetail>
  load(kind: string, text: string): Promise<RunDetail>
  /** Lets the mail that waits go; returns how many left. */
  mail(): Promise<number>
  rows<Row>(sql: string, values?: readonly unknown[]): Promise<Row[]>
  count(what: string, values?: readonly unknown[]): Promise<number>
  stop(): Promise<void>
}

const timeZone = 'Europe/Paris'

export async function startSeasonOffice(
  start: string,
  establishment: Pick<Connections, 'siscolUrl' | 'opiUrl'>,
): Promise<SeasonOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'nocturne-season-'))
  const store = join(folder, 'candidats')
  mkdirSync(join(folder, 'admissions', 'pieces-a-charger'), { recursive: true })
  mkdirSync(store)
  const database = await createTestDatabase()
  const inbox = await openMoodyServer()
  const surveys = await startLimeSurvey()
  const directory = await startLdap()
  // Nothing is planned: a test says when what runs.
  const applications = [admissionsApplication, coreApplication([tidyImports, tidyFilesToLoad])].map(
    (application) => ({
      ...application,
      batches: application.batches.map((batch) => ({ ...batch, enabled: true, schedule: null })),
    }),
  )
  const settings = settingsStore(
    database,
    applications.flatMap((application) => application.settings),
  )
  const mail = smtpMailer({ url: inbox.url, from: 'nocturne@example.org' })
  const engine = await startTestEngine(
    database,
    start,
    applications.flatMap(({ batches }) => batches),
    {
      applications,
      settings,
      mail,
      place: {
        timeZone,
        dataDirectory: folder,
        connections: testConnections({
          ...establishment,
          surveys: surveys.connection,
          directory: directory.connection,
          candidateFiles: store,
          opiFiles: join(folder, 'opi'),
        }),
      },
    },
  )

  async function run(
    code: string,
    parameters: Readonly<Record<string, unknown>> = {},
    wanted: 'finished' | 'failed' = 'finished',
  ): Promise<RunDetail> {
    const asked = await engine.requestRun({
      code,
      trigger: 'cli',
      requestedBy: 'cli:test',
      confirmCode: code,
      parameters,
    })
    if (!asked.ok) throw new Error(asked.refusal.message.fr)
    const { state, error, detail } = await engine.waitForRun(asked.runId)
    expect([code, state, error]).toEqual([code, wanted, wanted === 'failed' ? error : null])
    return detail!
  }

  async function rows<Row>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await database.pool.query(sql, [...values])).rows as Row[]
  }

  return {
    database,
    engine,
    settings,
    inbox,
    surveys,
    directory,
    folder,
    store,
    at: (instant) => engine.clock.advanceTo(instant),
    today: () => engine.clock.now().toZonedDateTimeISO(timeZone).toPlainDate().toString(),
    run,
    async load(kind, text) {
      // Where whoever loads has it: it is not the product's to remove.
      const path = join(tmpdir(), `nocturne-season-${process.pid}-${kind}.csv`)
      writeFileSync(path, text)
      try {
        const detail = await run('CHARGE_CANDIDATURES', {
          kind,
          path,
          fileName: `${kind}.csv`,
          dryRun: false,
        })
        expect([kind, detail.rejected, detail.skipped ?? 0]).toEqual([kind, 0, 0])
        return detail
      } finally {
        rmSync(path, { force: true })
      }
    },
    async mail() {
      const { sent, failed } = await sendPostedMail(database, mail, engine.clock)
      expect(failed).toBe(0)
      return sent
    },
    rows,
    async count(what, values = []) {
      const [row] = await rows<{ count: number }>(`select count(*) as count from ${what}`, values)
      return row!.count
    },
    async stop() {
      mail.close()
      await engine.stop()
      await Promise.all([inbox.close(), surveys.stop(), directory.stop()])
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
