import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readRun } from '../../src/batch/read-run.ts'
import type { RunRecord } from '../../src/batch/run-record.ts'
import impMan from '../../src/health/batches/imp-man.ts'
import impQuo from '../../src/health/batches/imp-quo.ts'
import { healthSettings } from '../../src/health/settings.ts'
import type { ManualClock } from '../../src/platform/clock.ts'
import { type Mailer, smtpMailer } from '../../src/platform/mail.ts'
import { type Settings, settingsStore } from '../../src/platform/settings.ts'
import { testEncryption } from './student-import.ts'
import type { TestDatabase } from './test-database.ts'
import { startTestEngine, type TestEngine } from './test-engine.ts'

/** An installation that imports students: an engine on a manual clock, a drop directory, settings. */
export interface ImportEngine extends TestEngine {
  /** The drop directory, set as `health.import.directory`. */
  readonly directory: string
  readonly dataDirectory: string
  readonly settings: Settings
  /** Puts a file there, last written `secondsAgo` before the clock's present. */
  drop(bytes: Buffer, secondsAgo?: number): void
  /** Runs `IMP_QUO` now, or `IMP_MAN` on a file, and waits for the end. */
  nightly(): Promise<RunRecord>
  manual(bytes: Buffer, parameters?: Record<string, unknown>): Promise<RunRecord>
  request(code: string, parameters?: Record<string, unknown>): Promise<number>
}

export async function startImportEngine(
  database: TestDatabase,
  options: { start?: string | ManualClock; mail?: Mailer; dataDirectory?: string; directory?: string } = {},
): Promise<ImportEngine> {
  const folder = () => mkdtempSync(join(tmpdir(), 'nocturne-import-'))
  const directory = options.directory ?? folder()
  const dataDirectory = options.dataDirectory ?? folder()
  const settings = settingsStore(database, healthSettings)
  await settings.set('health.import.directory', directory, 'test')
  const engine = await startTestEngine(
    database,
    options.start ?? '2026-03-01T20:00:00Z',
    [{ ...impQuo, enabled: true }, impMan],
    {
      settings,
      mail: options.mail ?? smtpMailer({ url: null, from: 'nocturne@example.org' }),
      place: { timeZone: 'Europe/Paris', dataDirectory, encryption: testEncryption },
    },
  )
  async function request(code: string, parameters: Record<string, unknown> = {}): Promise<number> {
    // A path is taken from the command line only.
    const trigger = 'path' in parameters ? 'cli' : 'manual'
    const outcome = await engine.requestRun({ code, trigger, requestedBy: 'alice', parameters })
    if (!outcome.ok) throw new Error(outcome.refusal.message.en)
    return outcome.runId
  }
  return {
    ...engine,
    get nodeId() {
      return engine.nodeId
    },
    directory,
    dataDirectory,
    settings,
    drop(bytes, secondsAgo = 3600) {
      const path = join(directory, 'Calcium.csv')
      writeFileSync(path, bytes)
      const seconds = engine.clock.now().epochMilliseconds / 1000 - secondsAgo
      utimesSync(path, seconds, seconds)
    },
    request,
    nightly: async () => await engine.waitForRun(await request('IMP_QUO')),
    async manual(bytes, parameters = {}) {
      const path = join(folder(), 'envoi.csv')
      writeFileSync(path, bytes)
      return await engine.waitForRun(
        await request('IMP_MAN', { path, fileName: 'envoi.csv', model: 'APOGEE', ...parameters }),
      )
    },
  }
}

/** The run of this number; fails where there is none. */
export async function runOf(database: TestDatabase, runId: number): Promise<RunRecord> {
  const run = await readRun(database.pool, runId)
  if (run === null) throw new Error(`there is no run ${runId}`)
  return run
}
