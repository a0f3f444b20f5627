import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InjectOptions, Response } from 'light-my-request'
import type { ApiServer } from '../../src/api/api-server.ts'
import { buildServer } from '../../src/api/server.ts'
import type { Visitor } from '../../src/api/visitor.ts'
import type { Application } from '../../src/batch/application.ts'
import type { Batch } from '../../src/batch/define-batch.ts'
import type { EngineOptions } from '../../src/batch/engine-options.ts'
import type { Installation } from '../../src/installation.ts'
import { readConfiguration } from '../../src/platform/configuration.ts'
import type { LogFacts } from '../../src/platform/logging.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { type SettingDefinition, settingsStore } from '../../src/platform/settings.ts'
import type { TestDatabase } from './test-database.ts'
import { startTestEngine, type TestEngine } from './test-engine.ts'
import { administrator } from './visitor.ts'

/** The API over a real engine and database, asked as whoever the test says: who somebody is, is not its subject. */
export interface TestApi {
  readonly server: ApiServer
  readonly engine: TestEngine
  readonly installation: Installation
  /** From now on requests are made by them; null: by nobody. */
  actAs(visitor: Visitor | null): void
  get(url: string, options?: InjectOptions): Promise<Answer>
  post(url: string, body?: unknown): Promise<Answer>
  put(url: string, body?: unknown): Promise<Answer>
  delete(url: string): Promise<Answer>
  /** Fails where a request ended in an internal error. */
  stop(): Promise<void>
}

export interface Answer {
  readonly status: number
  // The shape is what the test looks at.
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the members that it expects
  readonly body: any
  readonly raw: Response
}

export interface TestApiOptions {
  readonly start?: string
  readonly engine?: Partial<EngineOptions>
  readonly settings?: readonly SettingDefinition[]
  readonly applications?: readonly Application[]
  readonly dataDirectory?: string
  readonly smtpUrl?: string
}

/** Batches are of `core` unless `applications` says otherwise. */
export async function startTestApi(
  database: TestDatabase,
  batches: readonly Batch[],
  options: TestApiOptions = {},
): Promise<TestApi> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'nocturne-api-'))
  const configuration = readConfiguration(
    { NOCTURNE_DATA_DIR: dataDirectory, DATABASE_URL: database.url, NOCTURNE_SMTP_URL: options.smtpUrl },
    dataDirectory,
  )
  const applications = options.applications ?? [
    { code: 'core', label: { fr: 'Essai', en: 'Test' }, batches, settings: options.settings ?? [] },
  ]
  const settings = settingsStore(
    database,
    applications.flatMap((application) => application.settings),
  )
  const mail = smtpMailer({ url: configuration.smtpUrl, from: configuration.mailFrom })
  const place = { timeZone: 'Europe/Paris', dataDirectory, encryption: null }
  const engine = await startTestEngine(database, options.start ?? '2026-01-05T10:00:00Z', batches, {
    settings,
    mail,
    place,
    applications,
    ...options.engine,
  })
  const installation: Installation = {
    configuration,
    place,
    database,
    server: 'external',
    migrated: [],
    applications,
    catalogue: engine.catalogue,
    settings,
    mail,
    now: async () => engine.clock.now(),
    stop: async () => {},
  }
  let current: Visitor | null = administrator
  const errors: unknown[] = []
  const note = (_event: string, facts?: LogFacts) => errors.push(facts?.error)
  const server = await buildServer({
    installation,
    engine,
    log: { debug() {}, info() {}, warn() {}, error: note },
    version: 'test',
    identify: async () => current,
  })
  async function ask(request: InjectOptions): Promise<Answer> {
    const raw = await server.inject(request)
    const json = String(raw.headers['content-type'] ?? '').includes('json')
    return { status: raw.statusCode, body: json ? raw.json() : raw.body, raw }
  }
  const send = (method: 'POST' | 'PUT') => (url: string, body?: unknown) =>
    ask({ method, url, ...(body === undefined ? {} : { payload: body as object }) })
  return {
    server,
    engine,
    installation,
    actAs(visitor) {
      current = visitor
    },
    get: (url, more = {}) => ask({ method: 'GET', url, ...more }),
    post: send('POST'),
    put: send('PUT'),
    delete: (url) => ask({ method: 'DELETE', url }),
    async stop() {
      await server.close()
      await engine.stop()
      if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '))
    },
  }
}
