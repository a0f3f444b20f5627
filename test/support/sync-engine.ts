import { mkdirSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Batch } from '../../src/batch/define-batch.ts'
import type { RunContext } from '../../src/batch/run-context.ts'
import type { RunRecord } from '../../src/batch/run-record.ts'
import { type ExchangeRecord, findExchangesOfRun } from '../../src/exchange/exchange-record.ts'
import type { Shelf } from '../../src/exchange/file-area/shelf.ts'
import { learningSettings } from '../../src/learning/application.ts'
import type { SyncFileParameters } from '../../src/learning/batches/sync-file.ts'
import type { SyncOptions } from '../../src/learning/sync/sync-place.ts'
import type { ManualClock } from '../../src/platform/clock.ts'
import { type Mailer, smtpMailer } from '../../src/platform/mail.ts'
import { type Settings, settingsStore } from '../../src/platform/settings.ts'
import { makeCategoryTool } from './category-tool.ts'
import { syncBatches } from './sync-batches.ts'
import type { TestDatabase } from './test-database.ts'
import { startTestEngine, type TestEngine } from './test-engine.ts'

/** An installation that processes command files: an engine on a manual clock, a file area, settings. */
export interface SyncEngine extends TestEngine {
  readonly dataDirectory: string
  readonly settings: Settings
  /** Puts a file on a shelf, last written `secondsAgo` before the clock's present. */
  put(name: string, text: string | Buffer, options?: { shelf?: Shelf; secondsAgo?: number }): void
  /** Names on a shelf, hidden ones included. */
  names(shelf: Shelf): string[]
  read(shelf: Shelf, name: string): string
  /** Runs `SYNC_FILE`, or a planned batch, and waits for the end. */
  process(parameters?: Partial<SyncFileParameters>): Promise<SyncRun>
  planned(code?: string): Promise<SyncRun>
  request(code: string, parameters?: Record<string, unknown>, trigger?: 'manual' | 'cli'): Promise<number>
}

export interface SyncRun {
  readonly run: RunRecord
  readonly exchanges: readonly ExchangeRecord[]
}

export const categoryOptions: SyncOptions = { tools: { 'courses.create': { make: makeCategoryTool } } }

export async function startSyncEngine(
  database: TestDatabase,
  options: {
    start?: string | ManualClock
    mail?: Mailer
    dataDirectory?: string
    sync?: SyncOptions
    /** Told of each run as it begins. */
    onRun?: (context: RunContext) => void
  } = {},
): Promise<SyncEngine> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'nocturne-sync-'))
  const settings = settingsStore(database, learningSettings)
  const engine = await startTestEngine(
    database,
    options.start ?? '2026-11-22T08:00:00Z',
    syncBatches(options.sync ?? categoryOptions).map(
      (batch): Batch => ({
        ...batch,
        async run(context) {
          options.onRun?.(context)
          return await batch.run(context)
        },
      }),
    ),
    {
      settings,
      mail: options.mail ?? smtpMailer({ url: null, from: 'nocturne@example.org' }),
      place: { timeZone: 'Europe/Paris', dataDirectory },
    },
  )
  const pathOf = (shelf: Shelf, name = '') => join(dataDirectory, 'learning', 'files', shelf, name)
  async function request(
    code: string,
    parameters: Record<string, unknown> = {},
    trigger: 'manual' | 'cli' = 'manual',
  ): Promise<number> {
    const outcome = await engine.requestRun({ code, trigger, requestedBy: 'alice', parameters })
    if (!outcome.ok) throw new Error(outcome.refusal.message.en)
    return outcome.runId
  }
  async function ended(runId: number): Promise<SyncRun> {
    const run = await engine.waitForRun(runId)
    return { run, exchanges: await findExchangesOfRun(database.pool, runId) }
  }
  return {
    ...engine,
    get nodeId() {
      return engine.nodeId
    },
    dataDirectory,
    settings,
    put(name, text, { shelf = 'commands', secondsAgo = 3600 } = {}) {
      const path = pathOf(shelf, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
      const seconds = engine.clock.now().epochMilliseconds / 1000 - secondsAgo
      utimesSync(path, seconds, seconds)
    },
    names(shelf) {
      try {
        return readdirSync(pathOf(shelf)).sort()
      } catch {
        return []
      }
    },
    read: (shelf, name) => readFileSync(pathOf(shelf, name), 'utf8'),
    request,
    process: async (parameters = {}) =>
      await ended(
        await request(
          'SYNC_FILE',
          { operation: 'courses.create', ...parameters },
          parameters.path === undefined ? 'manual' : 'cli',
        ),
      ),
    async planned(code = 'SYNC_COURSES') {
      const trigger = 'schedule'
      const { rows } = await database.pool.query<{ id: number }>(
        `select coalesce(max(id), 0) as id from batch_run where batch_code = $1`,
        [code],
      )
      await engine.advanceTo(engine.clock.now().add({ hours: 12 }).toString())
      const { rows: runs } = await database.pool.query<{ id: number }>(
        'select id from batch_run where batch_code = $1 and trigger = $2 and id > $3 order by id limit 1',
        [code, trigger, rows[0]!.id],
      )
      return await ended(runs[0]!.id)
    },
  }
}

/** The platform as a new installation has it, and nothing remembered of files. */
export async function forgetSync(database: TestDatabase): Promise<void> {
  await database.pool.query(
    `truncate file_exchange, command_file_progress, command_file_taken, setting, outgoing_mail cascade;
     delete from learning.course_category where id > 1`,
  )
}

/** The categories that there are, by name. */
export async function categoryNames(database: TestDatabase): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    'select name from learning.course_category order by name',
  )
  return rows.map(({ name }) => name)
}
