import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { ApiServer } from '../../src/api/api-server.ts'
import { identification } from '../../src/api/identify.ts'
import { buildServer } from '../../src/api/server.ts'
import type { ApiServices } from '../../src/api/services.ts'
import { sessionCookie } from '../../src/api/session-cookie.ts'
import { applications } from '../../src/applications.ts'
import type { Application, ApplicationCode } from '../../src/batch/application.ts'
import { buildCatalogue } from '../../src/batch/catalogue.ts'
import type { Batch } from '../../src/batch/define-batch.ts'
import { type Engine, startEngine } from '../../src/batch/engine.ts'
import type { EngineOptions } from '../../src/batch/engine-options.ts'
import type { Installation } from '../../src/installation.ts'
import type { Grants, Right } from '../../src/platform/accounts/account.ts'
import { openSession } from '../../src/platform/accounts/session-store.ts'
import { type ManualClock, manualClock } from '../../src/platform/clock.ts'
import { type Configuration, readConfiguration, senderFilesOf } from '../../src/platform/configuration.ts'
import type { Connections } from '../../src/platform/connections.ts'
import type { Database } from '../../src/platform/database.ts'
import { encryption } from '../../src/platform/encryption.ts'
import { smtpMailer } from '../../src/platform/mail.ts'
import { settingsStore } from '../../src/platform/settings.ts'
import { testConnections } from './connections.ts'

/** An answer, however it was asked for. `body` is the parsed JSON, or null when there is none. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: tests compare what came with what should have
  readonly body: any
  readonly text: string
  readonly bytes: Buffer
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** Somebody who asks: with their cookie and token, or nobody. */
export interface ApiClient {
  readonly accountId: number
  readonly login: string
  /** The cookie header and, for what changes something, the CSRF token: for requests that a test makes by itself. */
  readonly headers: Readonly<Record<string, string>>
  get(path: string, options?: AskOptions): Promise<Answer>
  post(path: string, body?: unknown, options?: AskOptions): Promise<Answer>
  put(path: string, body?: unknown, options?: AskOptions): Promise<Answer>
  patch(path: string, body?: unknown, options?: AskOptions): Promise<Answer>
  delete(path: string, options?: AskOptions): Promise<Answer>
  /** Through the real port, after `listen`: streams, event sources, connections that break. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

export interface Somebody {
  readonly login?: string
  /** Of the whole installation. Default: false. */
  readonly administrator?: boolean
  readonly roles?: Grants
  readonly rights?: readonly Right[]
  readonly locale?: 'fr' | 'en'
}

export interface ApiNode {
  readonly database: Database
  readonly engine: Engine
  readonly installation: Installation
  readonly services: ApiServices
  readonly server: ApiServer
  /** The clock of engine and sessions, when the test moves it (`clock` given). */
  readonly clock: ManualClock | null
  /** Makes an account and a session of it, without the ado of signing in. */
  signIn(who?: Somebody): Promise<ApiClient>
  /** The same person on this node: for tests with two nodes on one database. */
  as(client: ApiClient): ApiClient
  readonly nobody: ApiClient
  /** Listens on a free port of 127.0.0.1; returns its address, `http://127.0.0.1:…`. */
  listen(): Promise<string>
  stop(): Promise<void>
}

export interface ApiServerOptions {
  /** Batches of the test, by application or all of `core`. */
  readonly batches?: readonly Batch[] | Partial<Record<ApplicationCode, readonly Batch[]>>
  /** The program's own applications with all their batches, instead. */
  readonly realApplications?: boolean
  /** The clock starts here and is moved by the test; absent: the database's clock. */
  readonly clock?: string | ManualClock
  readonly configuration?: Partial<Configuration>
  readonly engine?: Partial<EngineOptions>
  /** The systems around it. Default: an Apogée of which nothing is configured. */
  readonly connections?: Partial<Connections>
  /** What to change of the services before the server is built. */
  readonly services?: Partial<ApiServices>
}

const codes: readonly ApplicationCode[] = ['core', 'health', 'admissions', 'learning']
let accounts = 0

/** A whole node over `database`: engine, API and pages. Errors that the engine did not handle fail the test at `stop`. */
export async function startApiServer(database: Database, options: ApiServerOptions = {}): Promise<ApiNode> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'nocturne-api-'))
  const configuration: Configuration = {
    ...readConfiguration({}, dataDirectory),
    rateLimit: 0,
    ...options.configuration,
  }
  const served = options.realApplications === true ? applications : testApplications(options.batches ?? [])
  const settings = settingsStore(
    database,
    served.flatMap((application) => application.settings),
  )
  const mail = smtpMailer({ url: configuration.smtpUrl, from: configuration.mailFrom })
  const place = {
    timeZone: configuration.timeZone,
    dataDirectory,
    encryption: encryption(configuration.encryptionKeys),
    senderFiles: senderFilesOf(configuration),
    connections: testConnections(options.connections),
  }
  const clock =
    options.clock === undefined
      ? null
      : typeof options.clock === 'string'
        ? manualClock(options.clock)
        : options.clock
  const errors: Error[] = []
  const engine = await startEngine({
    database,
    applications: served,
    settings,
    mail,
    place,
    graceMs: 200,
    ...(clock === null ? {} : { clock }),
    ...options.engine,
    events: { error: (error) => errors.push(error), ...options.engine?.events },
  })
  const installation: Installation = {
    configuration,
    place,
    database,
    server: 'external',
    migrated: [],
    applications: served,
    catalogue: buildCatalogue(served, place),
    settings,
    mail,
    now: async () => Temporal.Instant.from(engine.clock.now().toString()),
    stop: async () => {},
  }
  const log = {
    debug() {},
    info() {},
    warn() {},
    error(_event: string, facts: Readonly<Record<string, unknown>> = {}) {
      if (facts.error instanceof Error) errors.push(facts.error)
    },
  }
  const services: ApiServices = {
    installation,
    engine,
    log,
    version: '0.0.0-test',
    identify: identification({ engine, installation }),
    ...options.services,
  }
  const server = await buildServer(services)
  let address: string | null = null

  function client(
    accountId: number,
    login: string,
    cookie: string | null,
    csrfToken: string | null,
  ): ApiClient {
    const own = {
      ...(cookie === null ? {} : { cookie: `${sessionCookie}=${cookie}` }),
      ...(csrfToken === null ? {} : { 'x-csrf-token': csrfToken }),
    }
    const ask =
      (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE') =>
      async (path: string, body?: unknown, asked: AskOptions = {}): Promise<Answer> => {
        const answer = await server.inject({
          method,
          url: path,
          headers: { ...own, ...asked.headers },
          ...(asked.query === undefined ? {} : { query: { ...asked.query } }),
          ...(body === undefined ? {} : { payload: body as object }),
        })
        return {
          status: answer.statusCode,
          headers: answer.headers,
          text: answer.payload,
          bytes: answer.rawPayload,
          body: /json/.test(String(answer.headers['content-type'])) ? JSON.parse(answer.payload) : null,
        }
      }
    return {
      accountId,
      login,
      headers: own,
      get: (path, asked) => ask('GET')(path, undefined, asked),
      post: ask('POST'),
      put: ask('PUT'),
      patch: ask('PATCH'),
      delete: (path, asked) => ask('DELETE')(path, undefined, asked),
      async fetch(path, init = {}) {
        if (address === null) throw new Error('listen() first')
        return await fetch(address + path, { ...init, headers: { ...own, ...init.headers } })
      },
    }
  }

  return {
    database,
    engine,
    installation,
    services,
    server,
    clock,
    async signIn(who = {}) {
      const login = who.login ?? `testun${++accounts}`
      const now = engine.clock.now()
      const { rows } = await database.pool.query<{ id: number }>(
        `with made as (
           insert into account (login, name, email, locale, administrator, created_at, created_by)
           values ($1, 'Testun ' || $1, $1 || '@example.org', $2, $3, $4, 'test')
           returning id
         ), granted as (
           insert into account_grant (account_id, application, role)
           select id, application, role from made, jsonb_each_text($5) as given(application, role)
         ), entitled as (
           insert into account_right (account_id, "right", given_by) select id, unnest($6::text[]), 'test' from made
         )
         select id from made`,
        [
          login,
          who.locale ?? 'fr',
          who.administrator ?? false,
          now.toString(),
          JSON.stringify(who.roles ?? {}),
          who.rights ?? [],
        ],
      )
      const accountId = rows[0]!.id
      const session = await openSession(database.pool, {
        accountId,
        method: 'local',
        address: '127.0.0.1',
        userAgent: 'test',
        now,
      })
      return client(accountId, login, session.cookieValue, session.csrfToken)
    },
    as: ({ accountId, login, headers }) =>
      client(accountId, login, headers.cookie?.split('=')[1] ?? null, headers['x-csrf-token'] ?? null),
    nobody: client(0, '', null, null),
    async listen() {
      address ??= await server.listen({ host: '127.0.0.1', port: 0 })
      return address
    },
    async stop() {
      server.server.closeAllConnections()
      await server.close()
      await engine.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
      if (errors.length > 0) throw new AggregateError(errors, errors.map((error) => error.message).join('; '))
    },
  }
}

function testApplications(batches: NonNullable<ApiServerOptions['batches']>): Application[] {
  const byApplication = 'length' in batches ? { core: batches as readonly Batch[] } : batches
  return codes.map((code) => ({
    code,
    label: { fr: code, en: code },
    settings: applications.find((application) => application.code === code)?.settings ?? [],
    batches: byApplication[code] ?? [],
  }))
}
